//! What is known of a run, of many, and which ones are meant.

use std::{sync::Arc, time::Duration};

use crate::{
    Attempt, CancelReason, Instant, Limit, Message, Priority, Progress, Rate, RunId, RunState,
    RunStatus, ScheduleId, TaskError, Unit, Waiting,
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
    pub note: Option<Message>,
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

/// Which runs are meant; the default means all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunFilter {
    /// Only runs of one of these statuses; of all when empty.
    pub statuses: Vec<RunStatus>,
    /// Only runs of this task.
    pub task: Option<String>,
    /// Only runs whose title, task, public id or error has this text, upper or lower case.
    pub text: String,
    /// Only runs that no other run has started.
    pub roots: bool,
    /// Only runs that have a [lint](crate::Lint).
    pub linted: bool,
}

impl RunFilter {
    /// All runs.
    #[must_use]
    pub fn all() -> Self {
        Self::default()
    }

    /// The same, of this status too.
    #[must_use]
    pub fn status(mut self, status: RunStatus) -> Self {
        self.statuses.push(status);
        self
    }

    /// The same, of this task only.
    #[must_use]
    pub fn task(mut self, task: impl Into<String>) -> Self {
        self.task = Some(task.into());
        self
    }

    /// The same, without runs that others have started.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, RunFilter, Supervisor, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let run = supervisor.spawn("Check all", async |ctx: RunContext| {
    ///     ctx.spawn("Check one", async |_ctx: RunContext| Ok(()))?;
    ///     Ok(())
    /// })?;
    /// world.block_on(run.wait());
    /// assert_eq!(supervisor.run_ids(&RunFilter::all()).len(), 2);
    /// assert_eq!(supervisor.run_ids(&RunFilter::all().roots()), [run.id()]);
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    #[must_use]
    pub fn roots(mut self) -> Self {
        self.roots = true;
        self
    }

    /// The same, with a [lint](crate::Lint) only.
    #[must_use]
    pub fn linted(mut self) -> Self {
        self.linted = true;
        self
    }

    /// The same, with this text only.
    #[must_use]
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.text = text.into();
        self
    }
}

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

/// A lane at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LaneUse {
    /// How many slots it has.
    pub limit: Limit,
    /// How many of them are taken; more than the limit for a while after it was lowered.
    pub taken: usize,
    /// How many runs wait for one.
    pub waiting: usize,
    /// How many may start in a time, where that is limited.
    pub rate: Option<Rate>,
    /// Why it starts nobody, while it is suspended.
    pub suspended: Option<Message>,
}

/// A supervisor as a whole at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Overview {
    /// How many runs there are of each status.
    pub counts: Counts,
    /// The lane `main`.
    pub main: LaneUse,
    /// Whether starting is paused.
    pub paused: bool,
    /// Whether it was shut down, or is being.
    pub shut_down: bool,
    /// How many finished runs were dropped to keep within bounds.
    pub evicted: u64,
    /// Grows whenever a run came, went or changed its status.
    pub revision: u64,
    /// How many tasks are defined.
    pub tasks: usize,
}
