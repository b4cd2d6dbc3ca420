//! The queue of messages from a worker.

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

/// An event from a worker.
#[derive(Debug)]
pub(super) enum WorkerEvent {
    /// A message with its handles.
    Message(FromWorker, Array),
    /// The worker is dead, with the reason if it is known. This is the last event.
    Died(Option<TaskError>),
}

/// The queue of events from a worker. Clones share it.
#[derive(Clone, Debug, Default)]
pub(super) struct Inbox(Rc<RefCell<Inner>>);

#[derive(Debug, Default)]
struct Inner {
    events: VecDeque<WorkerEvent>,
    is_dead: bool,
    waker: Option<Waker>,
}

impl Inbox {
    pub(super) fn push(&self, event: WorkerEvent) {
        let waker = {
            let mut inner = self.0.borrow_mut();
            if inner.is_dead {
                return;
            }
            inner.is_dead = matches!(event, WorkerEvent::Died(_));
            inner.events.push_back(event);
            inner.waker.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    pub(super) fn is_dead(&self) -> bool {
        self.0.borrow().is_dead
    }

    /// Returns the next event.
    pub(super) async fn next(&self) -> WorkerEvent {
        poll_fn(|context| {
            let mut inner = self.0.borrow_mut();
            match inner.events.pop_front() {
                Some(event) => Poll::Ready(event),
                None => {
                    inner.waker = Some(context.waker().clone());
                    Poll::Pending
                }
            }
        })
        .await
    }
}
