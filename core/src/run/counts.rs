//! How many runs there are.

use crate::RunStatus;

/// How many of some runs are kept, and how many each action can be applied to: see
/// [`Supervisor::action_counts`](crate::Supervisor::action_counts).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ActionCounts {
    /// Runs that are kept.
    pub kept: usize,
    /// Runs that are live and were not requested to stop.
    pub to_cancel: usize,
    /// Runs that failed or were cancelled and can be retried.
    pub to_retry: usize,
}

/// How many of the kept runs there are of each status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Runs that wait for a slot or for a time.
    pub queued: usize,
    /// Runs that hold a slot, cancelling ones included.
    pub running: usize,
    /// The running ones that were requested to stop.
    pub cancelling: usize,
    /// Runs whose body returned a value.
    pub completed: usize,
    /// Runs that failed.
    pub failed: usize,
    /// Runs that were cancelled.
    pub cancelled: usize,
}

impl Counts {
    /// Returns the number of runs that have not ended.
    #[must_use]
    pub fn live(&self) -> usize {
        self.queued + self.running
    }

    /// Returns the number of runs that have ended.
    #[must_use]
    pub fn finished(&self) -> usize {
        self.completed + self.failed + self.cancelled
    }

    /// Returns the number of all runs.
    #[must_use]
    pub fn all(&self) -> usize {
        self.live() + self.finished()
    }

    pub(crate) fn add(&mut self, status: RunStatus) {
        self.adjust(status, |count| *count += 1);
    }

    pub(crate) fn remove(&mut self, status: RunStatus) {
        self.adjust(status, |count| *count -= 1);
    }

    /// Counts a run of one status under another.
    pub(crate) fn change(&mut self, from: RunStatus, to: RunStatus) {
        self.remove(from);
        self.add(to);
    }

    fn adjust(&mut self, status: RunStatus, change: impl Fn(&mut usize)) {
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

/// How many children an attempt has, and how they ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ChildCounts {
    /// All children: those that were spawned, or more if the body has
    /// [announced](crate::RunContext::expect_children) more.
    pub all: usize,
    /// Children whose body returned a value.
    pub completed: usize,
    /// Children that failed.
    pub failed: usize,
    /// Children that were cancelled.
    pub cancelled: usize,
}

impl ChildCounts {
    /// Returns the number of children that have ended.
    #[must_use]
    pub fn ended(&self) -> usize {
        self.completed + self.failed + self.cancelled
    }

    /// Counts a child that has ended.
    pub(crate) fn add(&mut self, status: RunStatus) {
        match status {
            RunStatus::Completed => self.completed += 1,
            RunStatus::Failed => self.failed += 1,
            _ => self.cancelled += 1,
        }
    }
}
