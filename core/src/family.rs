//! What a run and those that its body has started know of each other.

use std::{collections::VecDeque, rc::Rc, sync::Arc};

use crate::{
    ChildCounts, Progress, RunId, TaskError,
    body::{Ending, Settle},
    lane::Place,
    message,
    sorted::SortedSet,
};

/// Of a run that the body of another has started.
#[derive(Debug)]
pub(crate) struct Origin {
    pub(crate) parent: RunId,
    /// The part of it that counts as done in its parent's progress.
    pub(crate) part: f64,
}

/// Of a run whose body has started others.
#[derive(Default)]
pub(crate) struct Family {
    /// Those that have not ended.
    pub(crate) live: SortedSet<RunId>,
    /// All that its attempts have started and that are kept, oldest first, and some that are not.
    pub(crate) all: Vec<RunId>,
    /// How many its attempts have started.
    pub(crate) started: usize,
    /// Those of its lane that wait for a slot and could have that of their parent.
    pub(crate) waiting: SortedSet<Place>,
    /// The one that runs on its slot: one of them, or another for which they wait.
    pub(crate) lent: Option<RunId>,
    /// How its body has ended, while others go on.
    pub(crate) ended: Option<BodyEnd>,
    /// Runs of others that its body has joined, and under which key.
    pub(crate) joined: Vec<(RunId, u32)>,
    pub(crate) failures: VecDeque<Failure>,
    pub(crate) parts: Parts,
}

/// How the body of a run has ended whose children go on.
#[derive(Debug)]
pub(crate) enum BodyEnd {
    /// By itself.
    By(Ending),
    /// With a value, in spite of having been asked to stop.
    Despite,
    /// As it was asked to, or with a value and then the whole was asked to stop.
    Stopped,
}

/// A child that has failed.
pub(crate) struct Failure {
    pub(crate) title: Arc<str>,
    pub(crate) error: TaskError,
    /// Where it shows whether somebody asks for its result; nobody can any more without it.
    pub(crate) cell: Option<Rc<dyn Settle>>,
}

/// How far the children of one attempt are, together.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Parts {
    pub(crate) counts: ChildCounts,
    /// The sum of the parts that are done of those that have not ended.
    pub(crate) under_way: f64,
}

impl Parts {
    /// The progress of a run that reports none: so many of its children.
    pub(crate) fn progress(self) -> Option<Progress> {
        let (all, ended) = (self.counts.all, self.counts.ended());
        (all > 0).then(|| Progress {
            done: (ended as f64 + self.under_way).min(all as f64),
            total: Some(all as f64),
            message: None,
        })
    }
}

impl Family {
    /// Keeps the list of all no longer than twice those that are kept.
    pub(crate) fn add(&mut self, child: RunId, is_kept: impl Fn(RunId) -> bool) {
        if self.all.len() >= 64 && self.all.len() == self.all.capacity() {
            self.all.retain(|child| is_kept(*child));
            self.all.reserve(self.all.len());
        }
        self.all.push(child);
        self.started += 1;
        self.live.insert(child);
        self.parts.counts.all += 1;
    }

    /// Notes that the body has joined a run of somebody else.
    pub(crate) fn joins(&mut self, run: RunId, key: u32, is_live: impl Fn(RunId) -> bool) {
        if self.joined.len() >= 16 && self.joined.len() == self.joined.capacity() {
            self.joined.retain(|(run, _)| is_live(*run));
            self.joined.reserve(self.joined.len());
        }
        self.joined.push((run, key));
    }

    /// A child has failed. One of which nobody can ask any more is enough to know.
    pub(crate) fn has_failed(&mut self, failure: Failure) {
        if self.failures.iter().all(|before| before.cell.is_some()) {
            self.failures.push_back(failure);
        }
    }
}

impl Failure {
    /// The error of the parent of a child that failed while nobody asked for its result.
    pub(crate) fn of_parent(&self) -> TaskError {
        let title = match self.title.trim() {
            "" => message!("Untitled"),
            title => title.into(),
        };
        let error = TaskError::new(message!("\"{title}\" failed", title = title));
        let error = error.caused_by(self.error.message());
        self.error.causes().fold(error, TaskError::caused_by)
    }

    /// Whether nobody has asked for the result.
    pub(crate) fn is_unasked(&self) -> bool {
        self.cell.as_ref().is_none_or(|cell| !cell.was_asked())
    }
}
