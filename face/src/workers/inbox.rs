//! What a worker has said and nobody has heard yet.

use std::{
    cell::RefCell,
    collections::VecDeque,
    future::poll_fn,
    rc::Rc,
    task::{Poll, Waker},
};

use js_sys::Array;
use taskdeck_core::TaskError;

use super::message::FromWorker;

/// Something that came from a worker.
#[derive(Debug)]
pub(super) enum Heard {
    /// A message, with its handles.
    Message(FromWorker, Array),
    /// It is dead, for this reason, where one is known. Nothing comes after this.
    Died(Option<TaskError>),
}

/// What a worker has said and nobody has heard yet. Clones are the same one.
#[derive(Clone, Debug, Default)]
pub(super) struct Inbox(Rc<RefCell<Inner>>);

#[derive(Debug, Default)]
struct Inner {
    heard: VecDeque<Heard>,
    is_dead: bool,
    waker: Option<Waker>,
}

impl Inbox {
    pub(super) fn push(&self, heard: Heard) {
        let waker = {
            let mut inner = self.0.borrow_mut();
            if inner.is_dead {
                return;
            }
            inner.is_dead = matches!(heard, Heard::Died(_));
            inner.heard.push_back(heard);
            inner.waker.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    pub(super) fn is_dead(&self) -> bool {
        self.0.borrow().is_dead
    }

    /// The next thing that it says.
    pub(super) async fn next(&self) -> Heard {
        poll_fn(|context| {
            let mut inner = self.0.borrow_mut();
            match inner.heard.pop_front() {
                Some(heard) => Poll::Ready(heard),
                None => {
                    inner.waker = Some(context.waker().clone());
                    Poll::Pending
                }
            }
        })
        .await
    }
}
