//! What it costs little to say of a run, for those who are told of very many.

use std::sync::Arc;

use crate::{
    Instant, Priority, Progress, RunId, RunState, RunStatus,
    family::Origin,
    format::titled,
    record::{Record, made_id},
    terms::Terms,
};

/// A run has changed its status.
#[derive(Clone, Debug, PartialEq)]
pub struct Transition {
    /// What it was before; `None` when the run is new.
    pub from: Option<RunStatus>,
    /// The run as it was right after the change.
    pub run: RunBrief,
}

/// Which new runs those are told of who are told of transitions: each costs room until it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// All of them.
    All,
    /// Only those that retry another.
    Retries,
}

/// What it costs little to say of a run at one moment: making one takes no memory, as long as nobody has
/// reported what the run is doing, unlike a [`RunSnapshot`](crate::RunSnapshot).
#[derive(Clone, Debug, PartialEq)]
pub struct RunBrief {
    /// The internal id.
    pub id: RunId,
    /// Counts accepted runs, from 1.
    pub number: u64,
    /// The public id that was given, if one was.
    pub given_id: Option<Arc<str>>,
    /// The title; may be empty.
    pub title: Arc<str>,
    /// The id of the task it is an execution of; none for an ad-hoc run.
    pub task: Option<Arc<str>>,
    /// The lane whose slots it takes.
    pub lane: Arc<str>,
    /// Where it is in its life.
    pub state: RunState,
    /// Which attempt it is: 0 before the first, then from 1.
    pub attempt: u32,
    /// How many attempts there may be.
    pub max_attempts: u32,
    /// Its priority.
    pub priority: Priority,
    /// Whether its failure opens the error modal by itself.
    pub critical: bool,
    /// Whether its grace is over and its body, which cannot be dropped, goes on all the same.
    pub not_stopping: bool,
    /// Whether it was ended while its body went on.
    pub abandoned: bool,
    /// The last progress it reported; of one that reports none, how many of its children are done.
    pub progress: Option<Progress>,
    /// When it was accepted.
    pub created_at: Instant,
    /// When its body started, for the first time.
    pub started_at: Option<Instant>,
    /// When it ended.
    pub finished_at: Option<Instant>,
    /// The run whose body started this one.
    pub parent: Option<RunId>,
    /// Whether its body has started others.
    pub has_children: bool,
    /// The run that this one retries.
    pub retry_of: Option<RunId>,
}

impl RunBrief {
    /// Where it is in its life, as one word.
    #[must_use]
    pub fn status(&self) -> RunStatus {
        self.state.status()
    }

    /// The public id: the one that was given, else a unique one that is made.
    #[must_use]
    pub fn public_id(&self) -> Arc<str> {
        match &self.given_id {
            Some(id) => id.clone(),
            None => made_id(self.number).into(),
        }
    }

    /// The title as a person sees it: *Untitled* when it is empty.
    #[must_use]
    pub fn shown_title(&self) -> &str {
        titled(&self.title)
    }
}

impl Record {
    /// The run as it is, in the lane of this name.
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
            has_children: self.family().is_some_and(|family| family.started > 0),
            retry_of: self.extras.as_ref().and_then(|extras| extras.retry_of),
        }
    }
}
