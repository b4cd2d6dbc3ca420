//! Transitions, and the streams and subscriptions that receive them.

use std::{
    any::Any,
    cell::RefCell,
    collections::VecDeque,
    fmt, mem,
    pin::Pin,
    rc::{Rc, Weak},
    task::{Context, Poll, Waker},
};

use futures_core::Stream;

use crate::{Interest, RunSnapshot, RunStatus, Transition};

/// A change of the status of a run with a snapshot, for callbacks and the error handler.
#[derive(Clone, Debug)]
pub(crate) struct StatusChange {
    /// The status before; `None` when the run is new.
    pub(crate) from: Option<RunStatus>,
    /// The run as it was right after the change.
    pub(crate) run: RunSnapshot,
}

/// Transitions were dropped because a [`TransitionStream`] was not read in time; this is how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lagged(pub u64);

impl fmt::Display for Lagged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the reader lagged behind by {} transitions", self.0)
    }
}

impl std::error::Error for Lagged {}

/// How many transitions a [`TransitionStream`] keeps for a slow reader.
pub const STREAM_CAPACITY: usize = 1_024;

/// A stream of transitions, from the moment of its creation. It ends with its supervisor.
///
/// It keeps the newest [`STREAM_CAPACITY`] transitions. Older ones that were not read are counted and reported as
/// [`Lagged`]. Dropping the stream ends it.
///
/// # Comparison to `Observe::subscribe`
///
/// A [`subscribed`](crate::Observe::subscribe) function is called inside the supervisor's turn and misses nothing. A stream
/// is read in a future, at its own pace, and costs a copy of each transition.
#[must_use = "a stream does nothing unless it is polled"]
pub struct TransitionStream(Rc<RefCell<Channel>>);

#[derive(Default)]
pub(crate) struct Channel {
    items: VecDeque<Transition>,
    missed: u64,
    closed: bool,
    waker: Option<Waker>,
}

/// It does not keep the stream.
pub(crate) type Sender = Weak<dyn Sink>;

impl Channel {
    /// Returns the next item, or `None` within after the last one; `None` while there is nothing to read.
    fn take(&mut self) -> Option<Option<Result<Transition, Lagged>>> {
        if self.missed > 0 {
            return Some(Some(Err(Lagged(mem::take(&mut self.missed)))));
        }
        if let Some(transition) = self.items.pop_front() {
            return Some(Some(Ok(transition)));
        }
        self.closed.then_some(None)
    }
}

impl TransitionStream {
    pub(crate) fn new() -> (Sender, Self) {
        let channel = Rc::new(RefCell::new(Channel::default()));
        let sink: Rc<dyn Sink> = channel.clone();
        (Rc::downgrade(&sink), Self(channel))
    }
}

/// Where transitions are sent to. It is a trait so that a program without a stream has no code for any.
pub(crate) trait Sink {
    /// Sends those of these transitions that interest the reader, and adds its waker.
    fn send(&self, transitions: &[Transition], interest: Interest, wakers: &mut Vec<Waker>);

    /// Ends a stream after its last item, and adds the waker of its reader.
    fn close(&self, wakers: &mut Vec<Waker>);
}

impl Sink for RefCell<Channel> {
    fn send(&self, transitions: &[Transition], interest: Interest, wakers: &mut Vec<Waker>) {
        let mut channel = self.borrow_mut();
        let before = channel.items.len();
        let transitions = interest.select(transitions).flatten();
        channel.items.extend(transitions.cloned());
        if channel.items.len() == before {
            return;
        }
        while channel.items.len() > STREAM_CAPACITY {
            channel.items.pop_front();
            channel.missed += 1;
        }
        wakers.extend(channel.waker.take());
    }

    fn close(&self, wakers: &mut Vec<Waker>) {
        let mut channel = self.borrow_mut();
        channel.closed = true;
        wakers.extend(channel.waker.take());
    }
}

impl Stream for TransitionStream {
    type Item = Result<Transition, Lagged>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(next) = self.0.borrow_mut().take() {
            return Poll::Ready(next);
        }
        // Cloning or dropping a waker may run code of the caller, so it is done outside the borrow.
        let waker = context.waker().clone();
        let before = self.0.borrow_mut().waker.replace(waker);
        drop(before);
        Poll::Pending
    }
}

impl fmt::Debug for TransitionStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TransitionStream")
    }
}

/// Keeps a function subscribed: dropping it ends the subscription.
#[must_use = "dropping the subscription ends it at once"]
pub struct Subscription(#[expect(dead_code, reason = "held for its count")] Rc<dyn Any>);

/// The function of a [`Subscription`].
pub(crate) type Listener<T> = dyn Fn(&T);

impl Subscription {
    pub(crate) fn new<T: ?Sized + 'static>(
        listener: impl Fn(&T) + 'static,
    ) -> (Weak<Listener<T>>, Self) {
        let listener = Rc::new(listener);
        let weak: Weak<Listener<T>> = Rc::downgrade(&listener) as Weak<Listener<T>>;
        (weak, Self(listener))
    }
}

impl fmt::Debug for Subscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Subscription")
    }
}
