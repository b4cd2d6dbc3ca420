//! The future that acts when something is due.

use std::{
    future::Future,
    pin::Pin,
    rc::Weak,
    task::{Context, Poll},
};

use taskdeck_core::{Instant, LocalBoxFuture};

use super::inner::Inner;

/// Waits for the next due time and calls [`Inner::tick`]. It has a timer only while something is
/// due, and ends with its reporter.
pub(crate) struct Ticker {
    reporter: Weak<Inner>,
    timer: Option<(Instant, LocalBoxFuture<'static, ()>)>,
}

impl Ticker {
    pub(crate) fn new(reporter: Weak<Inner>) -> Self {
        Self {
            reporter,
            timer: None,
        }
    }
}

impl Future for Ticker {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        loop {
            let Some(reporter) = self.reporter.upgrade() else {
                return Poll::Ready(());
            };
            reporter.park(context.waker());
            reporter.tick();
            let due = reporter.state.borrow().next_due();
            if self.timer.as_ref().map(|(at, _)| *at) != due {
                let world = &reporter.world;
                self.timer = due.map(|at| (at, world.sleep(at - world.now())));
            }
            let Some((_, timer)) = &mut self.timer else {
                return Poll::Pending;
            };
            if timer.as_mut().poll(context).is_pending() {
                return Poll::Pending;
            }
            self.timer = None;
        }
    }
}
