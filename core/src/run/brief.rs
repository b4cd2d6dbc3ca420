//! The part of a run that is cheap to copy, for observers of very many runs.

use std::sync::Arc;

use crate::{
    Instant, Message, Priority, Progress, RunId, RunState, RunStatus, ScheduleId,
    format::titled,
    run::{
        family::Origin,
        record::{Record, made_id},
        terms::Terms,
    },
};

/// A change of the status of a run: see [`Supervisor::observe`](crate::Supervisor::observe).
#[derive(Clone, Debug, PartialEq)]
pub struct Transition {
    /// The status before; `None` when the run is new.
    pub from: Option<RunStatus>,
    /// The run as it was right after the change.
    pub run: RunBrief,
}

/// Which transitions an observer receives. Each of them takes memory until it is delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Interest {
    /// All of them.
    All,
    /// All but the acceptance of new runs. The acceptance of a run that retries another one is included.
    Changes,
}

impl Interest {
    /// Returns whether a transition is of interest.
    pub(crate) fn covers(self, from: Option<RunStatus>, is_retry: impl FnOnce() -> bool) -> bool {
        from.is_some() || self == Self::All || is_retry()
    }

    /// Returns the stretches of these transitions that are of interest.
    pub(crate) fn select(self, from: &[Transition]) -> impl Iterator<Item = &[Transition]> {
        let is_left_out =
            move |one: &Transition| !self.covers(one.from, || one.run.retry_of.is_some());
        from.split(is_left_out).filter(|some| !some.is_empty())
    }
}

/// The part of a [`RunSnapshot`](crate::RunSnapshot) that is cheap to copy. Making one allocates nothing,
/// unless the body has set a message.
#[derive(Clone, Debug, PartialEq)]
pub struct RunBrief {
    /// The internal id.
    pub id: RunId,
    /// The number of the run: accepted runs are counted from 1.
    pub number: u64,
    /// The public id that was set, if one was.
    pub given_id: Option<Arc<str>>,
    /// The title; may be empty.
    pub title: Arc<str>,
    /// The id of the task that it runs; none for an ad-hoc run.
    pub task: Option<Arc<str>>,
    /// The lane whose slots it takes.
    pub lane: Arc<str>,
    /// The state of the run.
    pub state: RunState,
    /// The current attempt: 0 before the first, then from 1.
    pub attempt: u32,
    /// The number of attempts that there may be.
    pub max_attempts: u32,
    /// Its priority.
    pub priority: Priority,
    /// Whether its failure opens the error modal by itself.
    pub critical: bool,
    /// Whether its grace is over and its undroppable body goes on.
    pub not_stopping: bool,
    /// Whether it was ended while its body went on.
    pub abandoned: bool,
    /// The last reported progress. For a run that reports none, the progress of its children.
    pub progress: Option<Progress>,
    /// When it was accepted.
    pub created_at: Instant,
    /// When its body first started.
    pub started_at: Option<Instant>,
    /// When it ended.
    pub finished_at: Option<Instant>,
    /// The run whose body spawned this one.
    pub parent: Option<RunId>,
    /// The schedule that started it.
    pub schedule: Option<ScheduleId>,
    /// Whether its body has spawned children.
    pub has_children: bool,
    /// The run that this one retries.
    pub retry_of: Option<RunId>,
    /// The line that is shown of its result.
    pub summary: Option<Message>,
    /// The number of problems that its body has found.
    pub problems: usize,
}

impl RunBrief {
    /// Returns the status of the run.
    #[must_use]
    pub fn status(&self) -> RunStatus {
        self.state.status()
    }

    /// Returns the public id: the one that was set, else a unique one that is made from the number.
    #[must_use]
    pub fn public_id(&self) -> Arc<str> {
        match &self.given_id {
            Some(id) => id.clone(),
            None => made_id(self.number).into(),
        }
    }

    /// Returns the title to show: *Untitled* when it is empty.
    #[must_use]
    pub fn shown_title(&self) -> &str {
        titled(&self.title)
    }
}

impl Record {
    /// Returns the schedule that started the run.
    pub(crate) fn schedule(&self) -> Option<ScheduleId> {
        self.extras.as_ref()?.schedule
    }

    /// Returns the brief of the run, which is in the lane of this name.
    pub(crate) fn brief(&self, id: RunId, lane: Arc<str>) -> RunBrief {
        RunBrief {
            id,
            number: self.arrival,
            given_id: self.public_id.clone(),
            title: self.title.clone(),
            task: self.task.clone(),
            lane,
            state: self.state.clone(),
            attempt: self.attempt,
            max_attempts: self.terms().map_or(1, Terms::max_attempts),
            priority: self.priority,
            critical: self.critical,
            not_stopping: self.is_not_stopping(),
            abandoned: self.abandoned,
            progress: self.shown_progress(),
            created_at: self.created_at,
            started_at: self.started_at,
            finished_at: self.finished_at,
            parent: self.origin().map(|Origin { parent, .. }| *parent),
            schedule: self.schedule(),
            has_children: self.family().is_some_and(|family| family.started > 0),
            retry_of: self.extras.as_ref().and_then(|extras| extras.retry_of),
            summary: self.summary().cloned(),
            problems: self.problem_count(),
        }
    }
}
