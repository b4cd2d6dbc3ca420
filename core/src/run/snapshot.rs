//! What is known of a run, of many, and which ones are meant.

use std::{sync::Arc, time::Duration};

use crate::{
    Attempt, CancelReason, ChildCounts, Instant, Priority, Progress, RunId, RunState, RunStatus,
    ScheduleId, TaskError, Unit, Waiting,
};

/// What is known of a run at one moment. It is a copy: later changes do not reach it.
#[derive(Clone, Debug, PartialEq)]
pub struct RunSnapshot {
    /// The internal id.
    pub id: RunId,
    /// The public id: the one that was given, else a unique one that was made.
    pub public_id: Arc<str>,
    /// The title; may be empty.
    pub title: Arc<str>,
    /// The id of the task it is an execution of; none for an ad-hoc run.
    pub task: Option<Arc<str>>,
    /// Where it is in its life.
    pub state: RunState,
    /// Which attempt it is: 0 before the first, then from 1.
    pub attempt: u32,
    /// The attempts that failed, of a run that may have more than one: the newest 100.
    pub attempts: Arc<[Attempt]>,
    /// How many attempts there may be.
    pub max_attempts: u32,
    /// Why it waits, while it is queued; none when it starts in a moment.
    pub waiting: Option<Waiting>,
    /// The lane whose slots it takes.
    pub lane: Arc<str>,
    /// The run whose body started this one.
    pub parent: Option<RunId>,
    /// How many runs its body has started.
    pub children: usize,
    /// Of the runs that its last attempt has started: how many there are, and how they ended.
    pub child_counts: ChildCounts,
    /// The schedule that started it.
    pub schedule: Option<ScheduleId>,
    /// How long an attempt may take.
    pub timeout: Option<Duration>,
    /// How long the whole may take, from its first start.
    pub deadline: Option<Duration>,
    /// The last progress it reported; of one that reports none, how many of its children are done.
    pub progress: Option<Progress>,
    /// What its progress counts.
    pub unit: Unit,
    /// Whether its progress is shown.
    pub show_progress: bool,
    /// Its priority.
    pub priority: Priority,
    /// Whether its failure opens the error modal by itself.
    pub critical: bool,
    /// Whether its grace is over and its body, which cannot be dropped, goes on all the same: it can
    /// be [abandoned](crate::Supervisor::abandon).
    pub not_stopping: bool,
    /// Whether it was ended while its body went on.
    pub abandoned: bool,
    /// When it was accepted.
    pub created_at: Instant,
    /// When its body started, for the first time.
    pub started_at: Option<Instant>,
    /// When its last attempt started.
    pub attempt_started_at: Option<Instant>,
    /// When it ended.
    pub finished_at: Option<Instant>,
    /// What is to be known of how it runs, by its own word.
    pub note: Option<Arc<str>>,
    /// Whether there is a result to see.
    pub has_output: bool,
    /// Whether a person can retry it: it failed or was cancelled, its body can be called again, and
    /// it was not retried yet.
    pub can_retry: bool,
    /// The run that this one retries.
    pub retry_of: Option<RunId>,
    /// The run that retried this one.
    pub retried_as: Option<RunId>,
}

impl RunSnapshot {
    /// Where it is in its life, as one word.
    #[must_use]
    pub fn status(&self) -> RunStatus {
        self.state.status()
    }

    /// Why it failed.
    #[must_use]
    pub fn error(&self) -> Option<&TaskError> {
        match &self.state {
            RunState::Failed(error) => Some(error),
            _ => None,
        }
    }

    /// Why it was, or is being, cancelled.
    #[must_use]
    pub fn cancel_reason(&self) -> Option<&CancelReason> {
        match &self.state {
            RunState::Cancelling { reason, .. } | RunState::Cancelled { reason, .. } => {
                Some(reason)
            }
            _ => None,
        }
    }

    /// The title as a person sees it: *Untitled* when it is empty.
    #[must_use]
    pub fn shown_title(&self) -> &str {
        shown_title(&self.title)
    }
}

pub(crate) fn shown_title(title: &str) -> &str {
    if title.trim().is_empty() {
        "Untitled"
    } else {
        title
    }
}
