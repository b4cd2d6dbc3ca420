//! A latch that a run waits for.

use std::{
    cell::RefCell,
    future::Future,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, Waker},
};

/// Resolves once it is opened. Clones share it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Latch(Rc<RefCell<State>>);

#[derive(Debug, Default)]
struct State {
    is_open: bool,
    waker: Option<Waker>,
}

impl Latch {
    /// Opens the latch, so that the run continues.
    pub(crate) fn open(&self) {
        let waker = {
            let mut state = self.0.borrow_mut();
            state.is_open = true;
            state.waker.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl Future for Latch {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut state = self.0.borrow_mut();
        if state.is_open {
            return Poll::Ready(());
        }
        state.waker = Some(context.waker().clone());
        Poll::Pending
    }
}
