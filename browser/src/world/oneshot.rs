//! A moment that comes once, for the future that waits for it.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    task::{Context, Poll, Waker},
};

use crate::panics::crash::has_crashed;

/// A moment that comes once, with a value. Clones mean the same one: one for the callback, one for
/// the future.
#[derive(Debug)]
pub(crate) struct Moment<T: Copy>(Rc<Shared<T>>);

#[derive(Debug)]
struct Shared<T: Copy> {
    value: Cell<Option<T>>,
    waker: RefCell<Option<Waker>>,
}

impl<T: Copy> Moment<T> {
    pub(crate) fn new() -> Self {
        Self(Rc::new(Shared {
            value: Cell::new(None),
            waker: RefCell::new(None),
        }))
    }

    /// It has come, with this value: whoever waits is woken. A second time changes nothing, and nothing
    /// comes to a page that has crashed.
    pub(crate) fn come(&self, value: T) {
        if self.value().is_some() || has_crashed() {
            return;
        }
        self.0.value.set(Some(value));
        if let Some(waker) = self.0.waker.take() {
            waker.wake();
        }
    }

    /// Whether both mean the same one.
    pub(crate) fn is(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }

    /// The value, once it has come.
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

impl<T: Copy> Clone for Moment<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}
