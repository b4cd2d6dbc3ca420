//! What the policies of a run ask for, and how far they have come.

use std::sync::Arc;

use crate::{Attempt, Instant, RunId, policy::SparsePolicy};

/// What the policies of a run ask for, and how far they have come. Most runs have none.
#[derive(Debug, Default)]
pub(crate) struct Terms {
    /// All that was said of how the run is treated.
    pub(crate) policy: SparsePolicy,
    /// The attempts that failed.
    pub(crate) attempts: Arc<[Attempt]>,
    /// What keeps a queued run out of its lane's queue.
    pub(crate) hold: Option<Hold>,
    /// The run of its group that is before it, while it has to wait for its turn among them.
    pub(crate) behind: Option<RunId>,
    /// Whether it is given the slot that an older one of its group has left, before anybody else.
    pub(crate) inherits: bool,
    /// When it came to its lane's queue after a wait.
    pub(crate) ready_at: Option<Instant>,
    /// When its last attempt started.
    pub(crate) attempt_started_at: Option<Instant>,
}

/// What keeps a queued run out of its lane's queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hold {
    /// Its next attempt is not due before this.
    Retry { at: Instant },
    /// It was asked to wait until this.
    Delay { until: Instant },
}

impl Hold {
    /// When the wait is over.
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

    /// How many attempts there may be.
    pub(crate) fn max_attempts(&self) -> u32 {
        let retry = self.policy.retry.as_ref();
        retry.map_or(1, |retry| retry.limit.saturating_add(1))
    }
}
