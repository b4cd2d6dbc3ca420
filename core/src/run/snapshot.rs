//! Snapshots of a run.

use std::{sync::Arc, time::Duration};

use crate::{
    Attempt, CancelReason, ChildCounts, Instant, Message, Priority, Progress, RunId, RunState,
    RunStatus, ScheduleId, TaskError, Unit, Waiting, format::titled,
};

/// A run at one moment. It is a copy: later changes do not reach it.
///
/// See [`RunWatch`](crate::RunWatch) for signals that follow a run, and [`RunBrief`](crate::RunBrief) for
/// less at a lower cost.
#[derive(Clone, Debug, PartialEq)]
pub struct RunSnapshot {
    /// The internal id.
    pub id: RunId,
    /// The public id: the one that was set, else a unique one that was made.
    pub public_id: Arc<str>,
    /// The title; may be empty.
    pub title: Arc<str>,
    /// The id of the task that it runs; none for an ad-hoc run.
    pub task: Option<Arc<str>>,
    /// The state of the run.
    pub state: RunState,
    /// The current attempt: 0 before the first, then from 1.
    pub attempt: u32,
    /// The attempts that failed, of a run that may have several: the newest 100.
    pub attempts: Arc<[Attempt]>,
    /// The number of attempts that there may be.
    pub max_attempts: u32,
    /// Why it waits, while it is queued; none when it starts in a moment.
    pub waiting: Option<Waiting>,
    /// The lane whose slots it takes.
    pub lane: Arc<str>,
    /// The run whose body spawned this one.
    pub parent: Option<RunId>,
    /// The number of children that its body has spawned.
    pub children: usize,
    /// The children of its last attempt, by how they ended.
    pub child_counts: ChildCounts,
    /// The schedule that started it.
    pub schedule: Option<ScheduleId>,
    /// The longest time that an attempt may take.
    pub timeout: Option<Duration>,
    /// The longest time that the whole run may take, from its first start.
    pub deadline: Option<Duration>,
    /// The last reported progress. For a run that reports none, the progress of its [children](crate::RunContext#children).
    pub progress: Option<Progress>,
    /// The unit of its progress.
    pub unit: Unit,
    /// Whether its progress is shown.
    pub show_progress: bool,
    /// Its priority.
    pub priority: Priority,
    /// Whether its failure opens the error modal by itself.
    pub critical: bool,
    /// Whether its grace is over and its undroppable body goes on: it can be
    /// [abandoned](crate::RunRef::abandon).
    pub not_stopping: bool,
    /// Whether it was ended while its body went on.
    pub abandoned: bool,
    /// When it was accepted.
    pub created_at: Instant,
    /// When its body first started.
    pub started_at: Option<Instant>,
    /// When its last attempt started.
    pub attempt_started_at: Option<Instant>,
    /// When it ended.
    pub finished_at: Option<Instant>,
    /// The note that its body has set on how it runs.
    pub note: Option<Message>,
    /// Whether it has an output.
    pub has_output: bool,
    /// The line that is shown of its result: the one that its body has set last.
    pub summary: Option<Message>,
    /// The number of problems that its body has found. A run that completes with problems is shown as *Done with
    /// problems*; [`RunRef::problems`](crate::RunRef::problems) returns them.
    pub problems: usize,
    /// Whether [`RunRef::retry`](crate::RunRef::retry) can make a run in its place: it failed, was
    /// cancelled or completed with problems, its body can be called again, and it was not retried yet.
    pub can_retry: bool,
    /// The run that this one retries.
    pub retry_of: Option<RunId>,
    /// The run that retried this one.
    pub retried_as: Option<RunId>,
}

impl RunSnapshot {
    /// Returns the status of the run.
    #[must_use]
    pub fn status(&self) -> RunStatus {
        self.state.status()
    }

    /// Returns whether it completed, but not all of it worked: it has problems, or children that failed.
    #[must_use]
    pub fn is_completed_with_problems(&self) -> bool {
        let has_some = self.problems > 0 || self.child_counts.failed > 0;
        self.status() == RunStatus::Completed && has_some
    }

    /// Returns the error of a run that has failed.
    #[must_use]
    pub fn error(&self) -> Option<&TaskError> {
        match &self.state {
            RunState::Failed(error) => Some(error),
            _ => None,
        }
    }

    /// Returns why the run was cancelled, or is being cancelled.
    #[must_use]
    pub fn cancel_reason(&self) -> Option<&CancelReason> {
        match &self.state {
            RunState::Cancelling { reason, .. } | RunState::Cancelled { reason, .. } => {
                Some(reason)
            }
            _ => None,
        }
    }

    /// Returns the title to show: *Untitled* when it is empty.
    #[must_use]
    pub fn shown_title(&self) -> &str {
        titled(&self.title)
    }
}
