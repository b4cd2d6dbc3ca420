//! A value that a callback sends to a future, once.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    task::{Context, Poll, Waker},
};

use crate::browser::panics::crash::has_crashed;

/// A value that is sent once. Clones share it: one is for the callback, one for the future.
#[derive(Debug)]
pub(crate) struct Oneshot<T: Copy>(Rc<Shared<T>>);

#[derive(Debug)]
struct Shared<T: Copy> {
    value: Cell<Option<T>>,
    waker: RefCell<Option<Waker>>,
}

impl<T: Copy> Oneshot<T> {
    pub(crate) fn new() -> Self {
        Self(Rc::new(Shared {
            value: Cell::new(None),
            waker: RefCell::new(None),
        }))
    }

    /// Sends the value and wakes the future. Later calls, and calls after a crash, do nothing.
    pub(crate) fn send(&self, value: T) {
        if self.value().is_some() || has_crashed() {
            return;
        }
        self.0.value.set(Some(value));
        if let Some(waker) = self.0.waker.take() {
            waker.wake();
        }
    }

    /// Returns whether both share the same value.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }

    /// Returns the value if it was sent.
    pub(crate) fn value(&self) -> Option<T> {
        self.0.value.get()
    }

    pub(crate) fn poll(&self, context: &Context<'_>) -> Poll<T> {
        if let Some(value) = self.value() {
            return Poll::Ready(value);
        }
        self.0.waker.replace(Some(context.waker().clone()));
        Poll::Pending
    }
}

impl<T: Copy> Clone for Oneshot<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}
