//! Notices and their receivers.

use std::{
    collections::VecDeque,
    mem,
    rc::{Rc, Weak},
    task::Waker,
};

use crate::{
    CancelReason, ErrorHandler, Interest, Progress, RunSnapshot, RunStatus, Transition,
    run::{
        callbacks::{Callback, Callbacks},
        cell::Settle,
    },
    supervisor::notify::events::{Listener, Sender, StatusChange},
};

/// Notices that were not delivered yet, and their receivers.
///
/// Notices are delivered in the order in which they were pushed, in a later turn, when the state is not
/// borrowed. Subscribers are held weakly: one whose subscription was dropped is removed at the next delivery.
pub(crate) struct Outbox {
    notices: VecDeque<Notice>,
    observers: Vec<Observer>,
    streams: Vec<(Interest, Sender)>,
    on_error: Option<ErrorHandler>,
}

/// The function of a subscription, and what it receives.
pub(crate) type Observer = (Interest, Weak<Listener<[Transition]>>);

/// What callbacks or subscribers are to receive.
pub(crate) enum Notice {
    /// A run has changed its status.
    Change {
        change: StatusChange,
        callbacks: Option<Box<Callbacks>>,
        /// The cell of the value, when a callback has to see it before a handle can take it.
        value: Option<Rc<dyn Settle>>,
    },
    /// The same change, for observers of transitions.
    Transition(Transition),
    /// The same change, for a caller that joined the run.
    Joined {
        change: StatusChange,
        callbacks: Box<Callbacks>,
    },
    /// A caller that joined a run was released from it.
    Released {
        reason: CancelReason,
        run: RunSnapshot,
        callbacks: Box<Callbacks>,
    },
    /// A run has reported progress.
    Progress {
        run: RunSnapshot,
        callback: Callback<Progress>,
    },
}

impl Outbox {
    pub(crate) fn new(on_error: Option<ErrorHandler>) -> Self {
        Self {
            notices: VecDeque::new(),
            observers: Vec::new(),
            streams: Vec::new(),
            on_error,
        }
    }

    pub(crate) fn push(&mut self, notice: Notice) {
        self.notices.push_back(notice);
    }

    pub(crate) fn pop(&mut self) -> Option<Notice> {
        self.notices.pop_front()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.notices.is_empty()
    }

    pub(crate) fn has_error_handler(&self) -> bool {
        self.on_error.is_some()
    }

    /// Returns whether an observer or a stream receives this transition. Most new runs interest none.
    pub(crate) fn is_observed(&self, from: Option<RunStatus>, is_retry: impl Fn() -> bool) -> bool {
        let observers = self.observers.iter().map(|(interest, _)| interest);
        let streams = self.streams.iter().map(|(interest, _)| interest);
        observers
            .chain(streams)
            .any(|interest| interest.covers(from, &is_retry))
    }

    pub(crate) fn add_observer(
        &mut self,
        interest: Interest,
        observer: Weak<Listener<[Transition]>>,
    ) {
        self.observers.push((interest, observer));
    }

    pub(crate) fn add_stream(&mut self, interest: Interest, stream: Sender) {
        self.streams.push((interest, stream));
    }

    pub(crate) fn replace_error_handler(&mut self, handler: ErrorHandler) -> Option<ErrorHandler> {
        self.on_error.replace(handler)
    }

    /// Returns a transition together with those that follow it in the queue, at most `most` of them.
    pub(crate) fn take_transitions(&mut self, first: Transition, most: usize) -> Vec<Transition> {
        self.observers
            .retain(|(_, observer)| observer.strong_count() > 0);
        let is_transition = |notice: &&Notice| matches!(notice, Notice::Transition(_));
        let next = self.notices.iter().take(most - 1).take_while(is_transition);
        let more = next.count();
        let next = self
            .notices
            .drain(..more)
            .filter_map(|notice| match notice {
                Notice::Transition(transition) => Some(transition),
                _ => None,
            });
        let mut transitions = Vec::with_capacity(1 + more);
        transitions.push(first);
        transitions.extend(next);
        transitions
    }

    /// Returns the observer at this index.
    pub(crate) fn observer(&self, index: usize) -> Option<Observer> {
        self.observers.get(index).cloned()
    }

    /// Sends transitions to all streams, and adds the wakers of their readers.
    pub(crate) fn send(&mut self, transitions: &[Transition], wakers: &mut Vec<Waker>) {
        self.streams.retain(|(interest, stream)| {
            let stream = stream.upgrade();
            if let Some(stream) = &stream {
                stream.send(transitions, *interest, wakers);
            }
            stream.is_some()
        });
    }

    /// Returns the error handler.
    pub(crate) fn error_handler(&self) -> Option<ErrorHandler> {
        self.on_error.clone()
    }

    /// Takes the error handler: no run can change any more.
    pub(crate) fn take_error_handler(&mut self) -> Option<ErrorHandler> {
        self.on_error.take()
    }

    /// Takes what was not delivered.
    pub(crate) fn take_notices(&mut self) -> VecDeque<Notice> {
        mem::take(&mut self.notices)
    }

    /// Ends all streams, and adds the wakers of their readers.
    pub(crate) fn close_streams(&mut self, wakers: &mut Vec<Waker>) {
        for (_, stream) in mem::take(&mut self.streams) {
            if let Some(stream) = stream.upgrade() {
                stream.close(wakers);
            }
        }
    }
}
