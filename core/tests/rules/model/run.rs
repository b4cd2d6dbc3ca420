//! What the model knows of a run.

use std::{collections::BTreeSet, time::Duration};

use taskdeck_core::{CancelReason, ErrorKind, Instant, Overlap, Priority, RunId, RunStatus};

use crate::{coverage::Mark, program::Spec};

/// What a body did last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    Value,
    /// An error; whether and when it allows another attempt.
    Error {
        for_good: bool,
        after: Option<u64>,
    },
    Panic,
    Stopped,
}

#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) id: RunId,
    pub(crate) spec: Spec,
    pub(crate) lane: usize,
    pub(crate) group: Group,
    /// The schedule that has started it.
    pub(crate) schedule: Option<usize>,
    pub(crate) priority: Priority,
    /// Since when it grows old in that class, where that was changed while it waited.
    pub(crate) aged_since: Option<Instant>,
    pub(crate) status: RunStatus,
    /// The last attempt that has begun; 0 before the first.
    pub(crate) attempt: u32,
    pub(crate) started: Option<Instant>,
    pub(crate) attempt_started: Option<Instant>,
    pub(crate) ended_at: Option<Instant>,
    /// Attempts that have failed.
    pub(crate) past: Vec<Past>,
    /// What it waits for by the clock, while it is queued.
    pub(crate) hold: Option<Hold>,
    /// Whether it waits for others of its group.
    pub(crate) behind: bool,
    /// Whether it gets a slot before all others.
    pub(crate) inherits: bool,
    /// When it came to the queue of its lane.
    pub(crate) ready: Instant,
    pub(crate) asked: Option<Asked>,
    /// Whether its wait was just ended by hand, or its retries.
    pub(crate) hurried: bool,
    pub(crate) given_up: bool,
    pub(crate) retried: bool,
    /// Whether its body is being polled.
    pub(crate) polled: bool,
    /// Whether the body is being dropped right now, or was.
    pub(crate) leaving: bool,
    pub(crate) gone: bool,
    pub(crate) said: Option<Said>,
    /// Whether it was requested to stop when its body had returned and its children went on.
    pub(crate) cut: bool,
    /// Whether its body was stopped because its time was up, and is gone.
    pub(crate) was_timed_out: bool,
    /// Until when its body waits, if it says so.
    pub(crate) waits: Option<Wait>,
    /// The callers who have joined it, the first one among them.
    pub(crate) joiners: Vec<Joiner>,
    /// The run and the attempt whose body has spawned it.
    pub(crate) parent: Option<(usize, u32)>,
    /// Whether its body has spawned children.
    pub(crate) is_parent: bool,
    /// Whether its end was awaited.
    pub(crate) wanted: bool,
    /// The run that lends it its slot.
    pub(crate) lender: Option<usize>,
    /// What has happened to it.
    pub(crate) marks: BTreeSet<Mark>,
}

/// What overlaps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Group {
    pub(crate) task: Option<usize>,
    pub(crate) name: Option<String>,
}

/// An attempt that has failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Past {
    pub(crate) number: u32,
    pub(crate) started: Instant,
    pub(crate) ended: Instant,
    pub(crate) kind: ErrorKind,
}

/// What a queued run waits for by the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hold {
    Retry(Instant),
    Delay(Instant),
}

impl Hold {
    pub(crate) fn until(self) -> Instant {
        match self {
            Self::Retry(until) | Self::Delay(until) => until,
        }
    }
}

/// A body waits until then.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wait {
    pub(crate) until: Instant,
    /// Whether a timer wakes it.
    pub(crate) by_timer: bool,
}

/// A caller who has joined a run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Joiner {
    pub(crate) priority: Priority,
    pub(crate) let_go: bool,
    /// The run and the attempt whose body has joined it.
    pub(crate) body: Option<(usize, u32)>,
}

/// A request to stop.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(super) reason: CancelReason,
    pub(super) since: Instant,
    /// Whether its time was up before, and no change has shown the other reason yet.
    pub(super) was_timeout: bool,
}

impl Asked {
    pub(super) fn new(reason: CancelReason, since: Instant) -> Self {
        Self {
            reason,
            since,
            was_timeout: false,
        }
    }

    /// Returns whether the only reason is that its time is up.
    pub(crate) fn is_timeout(&self) -> bool {
        self.reason == CancelReason::Timeout
    }
}

impl Run {
    pub(crate) fn grace(&self) -> Duration {
        Duration::from_millis(self.spec.grace)
    }

    pub(crate) fn overlap(&self) -> Overlap {
        self.spec.terms.overlap.unwrap_or_default()
    }

    pub(crate) fn at_a_time(&self) -> usize {
        self.spec.terms.at_a_time.unwrap_or(1)
    }

    pub(crate) fn holds_slot(&self) -> bool {
        matches!(self.status, RunStatus::Running | RunStatus::Cancelling)
    }

    /// Returns whether it is queued and is not being ended.
    pub(crate) fn waits(&self) -> bool {
        self.status == RunStatus::Queued && self.asked.is_none() && !self.given_up
    }

    /// Returns whether it was requested to stop for another reason than its time.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.asked.as_ref().is_some_and(|asked| !asked.is_timeout())
    }

    /// Returns whether it was skipped.
    pub(crate) fn is_skipped(&self) -> bool {
        let asked = self.asked.as_ref();
        asked.is_some_and(|asked| asked.reason == CancelReason::Skipped)
    }

    /// Returns when the current attempt has taken as long as it may.
    pub(crate) fn timeout_at(&self) -> Option<Instant> {
        let timeout = Duration::from_millis(self.spec.terms.timeout?);
        Some(self.attempt_started? + timeout)
    }

    /// Returns when the run has taken as long as it may in all.
    pub(crate) fn deadline_at(&self) -> Option<Instant> {
        let deadline = Duration::from_millis(self.spec.terms.deadline?);
        Some(self.started? + deadline)
    }

    /// Returns whether it was live at the deadline and did not end by itself.
    pub(crate) fn was_late(&self, deadline: Option<Instant>) -> bool {
        let ended_late = deadline.is_some() && self.ended_at >= deadline;
        (self.said.is_none() || self.is_parent) && ended_late
    }

    /// Returns whether its body was dropped before its grace was over.
    pub(super) fn was_cut_short(&self, now: Instant) -> bool {
        let asked = self.asked.as_ref();
        self.said.is_none() && asked.is_some_and(|asked| now < asked.since + self.grace())
    }

    pub(crate) fn mark(&mut self, mark: Mark) {
        self.marks.insert(mark);
    }
}
