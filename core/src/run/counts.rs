//! How many runs there are.

use crate::RunStatus;

/// How many of some runs there still are, and what can be done with them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Able {
    /// Runs that are kept.
    pub kept: usize,
    /// Runs that are live and were not asked to stop yet.
    pub to_cancel: usize,
    /// Runs that failed or were cancelled and can be retried.
    pub to_retry: usize,
}

/// How many runs there are of each status, of those that are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Runs that wait: for a slot, or for their time.
    pub queued: usize,
    /// Runs that hold a slot, the cancelling ones among them.
    pub running: usize,
    /// Of the running ones, those that were asked to stop.
    pub cancelling: usize,
    /// Runs whose body returned a value.
    pub completed: usize,
    /// Runs that failed.
    pub failed: usize,
    /// Runs that were cancelled.
    pub cancelled: usize,
}

impl Counts {
    /// Runs that have not ended.
    #[must_use]
    pub fn live(&self) -> usize {
        self.queued + self.running
    }

    /// Runs that have ended.
    #[must_use]
    pub fn finished(&self) -> usize {
        self.completed + self.failed + self.cancelled
    }

    /// All runs.
    #[must_use]
    pub fn all(&self) -> usize {
        self.live() + self.finished()
    }

    pub(crate) fn add(&mut self, status: RunStatus) {
        self.change(status, |count| *count += 1);
    }

    pub(crate) fn remove(&mut self, status: RunStatus) {
        self.change(status, |count| *count -= 1);
    }

    fn change(&mut self, status: RunStatus, change: impl Fn(&mut usize)) {
        change(match status {
            RunStatus::Queued => &mut self.queued,
            RunStatus::Running | RunStatus::Cancelling => &mut self.running,
            RunStatus::Completed => &mut self.completed,
            RunStatus::Failed => &mut self.failed,
            RunStatus::Cancelled => &mut self.cancelled,
        });
        if status == RunStatus::Cancelling {
            change(&mut self.cancelling);
        }
    }
}

/// Of the runs that the body of a run has started: how many there are, and how they ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ChildCounts {
    /// All of them.
    pub all: usize,
    /// Those whose body returned a value.
    pub completed: usize,
    /// Those that failed.
    pub failed: usize,
    /// Those that were cancelled.
    pub cancelled: usize,
}

impl ChildCounts {
    /// Those that have ended.
    #[must_use]
    pub fn ended(&self) -> usize {
        self.completed + self.failed + self.cancelled
    }

    /// One has ended so.
    pub(crate) fn add(&mut self, status: RunStatus) {
        match status {
            RunStatus::Completed => self.completed += 1,
            RunStatus::Failed => self.failed += 1,
            _ => self.cancelled += 1,
        }
    }
}
