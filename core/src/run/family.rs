//! What a parent and its children know of each other.

use std::{collections::VecDeque, rc::Rc, sync::Arc};

use crate::{
    RunId, TaskError, Unit,
    collections::sorted::SortedSet,
    format::{UNTITLED, titled},
    lane::QueueKey,
    message,
    run::{
        cell::Settle,
        child_progress::{ChildProgress, Part},
        ending::Ending,
    },
};

/// Where a child comes from.
#[derive(Debug)]
pub(crate) struct Origin {
    pub(crate) parent: RunId,
    /// How far its parent counts it.
    pub(crate) part: Part,
}

/// The children of a run, and the runs that its body has joined.
#[derive(Default)]
pub(crate) struct Family {
    /// Children that have not ended.
    pub(crate) live: SortedSet<RunId>,
    /// All children that are kept, oldest first, and some that are no longer kept.
    pub(crate) all: Vec<RunId>,
    /// The number of children over all attempts.
    pub(crate) started: usize,
    /// Children that are in the queue of the parent's lane, and may borrow its slot.
    pub(crate) waiting: SortedSet<QueueKey>,
    /// The run that has borrowed the slot of the parent: a child, or a run that a child waits for.
    pub(crate) lent: Option<RunId>,
    /// How the body of the parent has ended, while children are live.
    pub(crate) ended: Option<BodyEnd>,
    /// Runs that the body has joined, with the keys under which it has.
    pub(crate) joined: Vec<(RunId, u32)>,
    pub(crate) failures: VecDeque<ChildFailure>,
    pub(crate) progress: ChildProgress,
}

/// How a body has ended whose children are live.
#[derive(Debug)]
pub(crate) enum BodyEnd {
    /// Without a request to stop.
    ByItself(Ending),
    /// With a value, although it was requested to stop.
    DespiteStop,
    /// As requested; or with a value, and then its run was requested to stop.
    Stopped,
}

/// A child that has failed.
pub(crate) struct ChildFailure {
    pub(crate) title: Arc<str>,
    pub(crate) error: TaskError,
    /// The cell of the child, in which its end may still be awaited; `None` when no handle is left.
    pub(crate) cell: Option<Rc<dyn Settle>>,
}

impl Family {
    /// Adds a child. The list of all children is kept shorter than twice the number of those that are kept.
    pub(crate) fn add(&mut self, child: RunId, unit: &Unit, is_kept: impl Fn(RunId) -> bool) {
        if self.all.len() >= 64 && self.all.len() == self.all.capacity() {
            self.all.retain(|child| is_kept(*child));
            self.all.reserve(self.all.len());
        }
        self.all.push(child);
        self.started += 1;
        self.live.insert(child);
        self.progress.add(unit);
    }

    /// Notes that the body has joined a run.
    pub(crate) fn join(&mut self, run: RunId, key: u32, is_live: impl Fn(RunId) -> bool) {
        if self.joined.len() >= 16 && self.joined.len() == self.joined.capacity() {
            self.joined.retain(|(run, _)| is_live(*run));
            self.joined.reserve(self.joined.len());
        }
        self.joined.push((run, key));
    }

    /// Adds a child that has failed. Failures after one that can no longer be awaited change nothing, so they
    /// are not kept.
    pub(crate) fn add_failure(&mut self, failure: ChildFailure) {
        if self.failures.iter().all(|before| before.cell.is_some()) {
            self.failures.push_back(failure);
        }
    }
}

impl ChildFailure {
    /// Returns the error of the parent of this child.
    pub(crate) fn of_parent(&self) -> TaskError {
        let title = match titled(&self.title) {
            UNTITLED => message!("Untitled"),
            title => title.into(),
        };
        let error = TaskError::new(message!("\"{title}\" failed", title = title));
        let error = error.caused_by(self.error.message());
        self.error.causes().fold(error, TaskError::caused_by)
    }

    /// Returns whether the end of the child was not awaited.
    pub(crate) fn is_unawaited(&self) -> bool {
        self.cell.as_ref().is_none_or(|cell| !cell.was_awaited())
    }
}
