//! A timer.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use gloo_timers::callback::Timeout;

use super::oneshot::Oneshot;

/// Resolves after a time. Dropping it clears the timer.
pub(crate) struct Timer {
    over: Oneshot<()>,
    _timeout: Timeout,
}

impl Timer {
    pub(crate) fn new(millis: u32) -> Self {
        let over = Oneshot::new();
        let on_timeout = over.clone();
        let timeout = Timeout::new(millis, move || on_timeout.send(()));
        Self {
            over,
            _timeout: timeout,
        }
    }
}

impl Future for Timer {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        self.over.poll(context)
    }
}
