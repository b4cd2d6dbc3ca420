//! The world around a supervisor.

use std::{
    fmt,
    future::Future,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, Waker},
    time::Duration,
};

use futures_core::future::LocalBoxFuture;

use crate::{Instant, TaskError};

/// What a supervisor needs from the world: two clocks, timers, turns, frames, a place to run its driver, a
/// fence around code that may panic, and a log.
///
/// The browser is one world; `sim::SimWorld`, with virtual time, is another.
pub trait World: 'static {
    /// Returns the time of the monotonic clock.
    fn now(&self) -> Instant;

    /// Returns the time of the wall clock: since the Unix epoch, UTC. It may jump.
    fn unix_time(&self) -> Duration;

    /// Resolves no sooner than after this long, which may be days. Dropping the future clears the timer.
    fn sleep(&self, duration: Duration) -> LocalBoxFuture<'static, ()>;

    /// Resolves after everything else had a turn; in a browser, in a later macrotask.
    fn yield_now(&self) -> LocalBoxFuture<'static, ()>;

    /// Resolves with the next frame, or after a second while nothing is drawn.
    fn next_frame(&self) -> LocalBoxFuture<'static, ()>;

    /// Runs a future to its end, on this thread. It is first polled in a later turn.
    fn spawn(&self, future: LocalBoxFuture<'static, ()>);

    /// Polls a body once, and catches its panic.
    fn poll(&self, body: Body, waker: &Waker) -> Polled;

    /// Calls a function and catches its panic.
    ///
    /// # Errors
    ///
    /// The panic that was caught.
    fn call(&self, function: Box<dyn FnOnce()>) -> Result<(), Trap>;

    /// Writes to the world's log.
    fn log(&self, message: &str);

    /// Converts a point in time to the wall clock: the time since the Unix epoch, UTC. It may be in the future.
    fn unix_time_of(&self, at: Instant) -> Duration {
        let (now, unix) = (self.now(), self.unix_time());
        unix.saturating_sub(now - at).saturating_add(at - now)
    }

    /// Returns whether the world has crashed because code outside any fence has panicked. It then runs
    /// nothing, and no run is accepted.
    fn has_crashed(&self) -> bool {
        false
    }

    /// Returns a text in lower case. Where this is done by the platform, the tables for it are not in the program.
    fn lowercase(&self, text: &str) -> String {
        text.to_lowercase()
    }

    /// Returns the seed for a supervisor that was given none: by default, from the wall clock.
    fn seed(&self) -> u64 {
        self.unix_time().as_nanos() as u64
    }
}

impl fmt::Debug for dyn World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("World")
    }
}

/// A shared world.
pub type SharedWorld = Rc<dyn World>;

/// The future of one attempt of a run. Its value, if it has one, is kept elsewhere.
pub struct Body(Pin<Box<dyn Future<Output = Result<(), TaskError>>>>);

impl Body {
    pub(crate) fn new(future: impl Future<Output = Result<(), TaskError>> + 'static) -> Self {
        Self(Box::pin(future))
    }

    /// Polls the body once, outside any fence.
    pub fn poll(&mut self, waker: &Waker) -> Poll<Result<(), TaskError>> {
        self.0.as_mut().poll(&mut Context::from_waker(waker))
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Body")
    }
}

/// The result of polling a body once inside a fence.
#[derive(Debug)]
pub enum Polled {
    /// It is pending: poll it again when it was woken.
    Pending(Body),
    /// It has ended, and what it owned was dropped.
    Ready(Result<(), TaskError>),
    /// It panicked. The fence has disposed of it as well as the platform allows.
    Trapped(Trap),
}

/// A panic that a fence caught.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trap {
    /// The message of the panic, and its place if the platform has it.
    pub message: String,
}
