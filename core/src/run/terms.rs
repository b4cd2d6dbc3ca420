//! The policy of a run, and how far it has come.

use std::sync::Arc;

use crate::{Attempt, Instant, RunId, policy::SparsePolicy};

/// The policy of a run, and how far it has come. Most runs have a plain policy and no terms.
#[derive(Debug, Default)]
pub(crate) struct Terms {
    /// The policy as it was set.
    pub(crate) policy: SparsePolicy,
    /// The attempts that failed.
    pub(crate) attempts: Arc<[Attempt]>,
    /// The time that keeps a queued run out of the queue of its lane.
    pub(crate) hold: Option<Hold>,
    /// The run of its group before this one, while this one waits for its turn in the group.
    pub(crate) behind: Option<RunId>,
    /// Whether it gets the slot that an older run of its group vacates, before all others.
    pub(crate) inherits: bool,
    /// When it came to the queue of its lane, after a wait.
    pub(crate) ready_at: Option<Instant>,
    /// When its last attempt started.
    pub(crate) attempt_started_at: Option<Instant>,
}

/// A time that keeps a queued run out of the queue of its lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hold {
    /// Its next attempt is not due before this.
    Retry { at: Instant },
    /// Its delay ends at this time.
    Delay { until: Instant },
}

impl Hold {
    /// Returns when the wait is over.
    pub(crate) fn until(self) -> Instant {
        match self {
            Self::Retry { at: until } | Self::Delay { until } => until,
        }
    }
}

impl Terms {
    pub(crate) fn new(policy: SparsePolicy) -> Self {
        Self {
            policy,
            ..Self::default()
        }
    }

    /// Returns the number of attempts that there may be.
    pub(crate) fn max_attempts(&self) -> u32 {
        let retry = self.policy.retry.as_ref();
        retry.map_or(1, |retry| retry.limit.saturating_add(1))
    }
}
