//! Status changes, and the streams and subscriptions that receive them.

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

use crate::{RunSnapshot, RunStatus};

/// A change of the status of a run. See [`Transition`](crate::Transition) for a cheaper form.
#[derive(Clone, Debug, PartialEq)]
pub struct StatusChange {
    /// The status before; `None` when the run is new.
    pub from: Option<RunStatus>,
    /// The run as it was right after the change.
    pub run: RunSnapshot,
}

/// An item of a [`StatusStream`].
#[derive(Clone, Debug, PartialEq)]
#[allow(
    clippy::large_enum_variant,
    reason = "nearly every item is a change: a box for each would cost more than the room it saves"
)]
pub enum StatusItem {
    /// A change, in order.
    Change(StatusChange),
    /// The number of changes that were dropped because the stream was not read in time.
    Missed(u64),
}

/// How many changes a [`StatusStream`] keeps for a slow reader.
pub const STREAM_CAPACITY: usize = 1_024;

/// A stream of status changes, from the moment of its creation. It ends with its supervisor.
///
/// It keeps the newest [`STREAM_CAPACITY`] changes. Older ones that were not read are counted and reported as
/// [`StatusItem::Missed`]. Dropping the stream ends it.
#[must_use = "a stream does nothing unless it is polled"]
pub struct StatusStream(Rc<RefCell<Channel>>);

#[derive(Default)]
pub(crate) struct Channel {
    items: VecDeque<StatusChange>,
    missed: u64,
    closed: bool,
    waker: Option<Waker>,
}

pub(crate) type Sender = Weak<RefCell<Channel>>;

impl Channel {
    /// Returns the next item, or `None` within after the last one; `None` while there is nothing to read.
    fn take(&mut self) -> Option<Option<StatusItem>> {
        if self.missed > 0 {
            return Some(Some(StatusItem::Missed(mem::take(&mut self.missed))));
        }
        if let Some(change) = self.items.pop_front() {
            return Some(Some(StatusItem::Change(change)));
        }
        self.closed.then_some(None)
    }
}

impl StatusStream {
    pub(crate) fn new() -> (Sender, Self) {
        let channel = Rc::new(RefCell::new(Channel::default()));
        (Rc::downgrade(&channel), Self(channel))
    }
}

/// Sends a change to a stream, and adds the waker of its reader. Returns `false` when the stream was dropped.
pub(crate) fn send(to: &Sender, change: &StatusChange, wakers: &mut Vec<Waker>) -> bool {
    let Some(channel) = to.upgrade() else {
        return false;
    };
    let mut channel = channel.borrow_mut();
    channel.items.push_back(change.clone());
    if channel.items.len() > STREAM_CAPACITY {
        channel.items.pop_front();
        channel.missed += 1;
    }
    wakers.extend(channel.waker.take());
    true
}

/// Ends a stream after its last item; returns the waker of its reader.
pub(crate) fn close(to: &Sender) -> Option<Waker> {
    let channel = to.upgrade()?;
    let mut channel = channel.borrow_mut();
    channel.closed = true;
    channel.waker.take()
}

impl Stream for StatusStream {
    type Item = StatusItem;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<StatusItem>> {
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

impl fmt::Debug for StatusStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StatusStream")
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
