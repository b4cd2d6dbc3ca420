//! What the model knows.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use taskdeck_core::{Counts, Instant, RunId, RunStatus};

use super::{LaneState, Promise, Run, ScheduleState};
use crate::coverage::Mark;

#[derive(Debug, Default)]
pub(crate) struct Closing {
    pub(crate) draining: bool,
    pub(crate) deadline: Option<Instant>,
    pub(crate) live: Vec<usize>,
    /// Children that were accepted afterwards.
    pub(crate) later: BTreeSet<usize>,
    /// Runs that certainly were live when the deadline came.
    pub(crate) abandoned: BTreeSet<usize>,
}

#[derive(Debug)]
pub(crate) struct Model {
    pub(crate) lanes: Vec<LaneState>,
    pub(crate) max_queued: usize,
    pub(crate) keep: usize,
    pub(crate) ageing: Duration,
    /// How long each poll of a body takes.
    pub(crate) poll_cost: Duration,
    /// Whether timers fire when they are due.
    pub(crate) exact: bool,
    pub(crate) paused: bool,
    pub(crate) closing: Option<Closing>,
    pub(crate) shut: bool,
    /// Whether the supervisor was dropped.
    pub(crate) dropped: bool,
    pub(crate) runs: Vec<Run>,
    /// Runs that were found just now and have not shown a change yet.
    pub(crate) unseen: BTreeSet<usize>,
    pub(crate) schedules: Vec<ScheduleState>,
    /// Finished runs that are kept, in the order in which they ended.
    pub(crate) kept: Vec<usize>,
    /// Every status change, in order.
    pub(crate) changes: Vec<(RunId, RunStatus)>,
    pub(crate) broken: BTreeMap<Promise, String>,
}

impl Model {
    pub(crate) fn new(lanes: Vec<LaneState>) -> Self {
        Self {
            lanes,
            max_queued: 0,
            keep: 0,
            ageing: Duration::ZERO,
            poll_cost: Duration::ZERO,
            exact: true,
            paused: false,
            closing: None,
            shut: false,
            dropped: false,
            runs: Vec::new(),
            unseen: BTreeSet::new(),
            schedules: Vec::new(),
            kept: Vec::new(),
            changes: Vec::new(),
            broken: BTreeMap::new(),
        }
    }

    pub(crate) fn expect(&mut self, promise: Promise, holds: bool, what: impl FnOnce() -> String) {
        if !holds {
            self.broken.entry(promise).or_insert_with(what);
        }
    }

    pub(crate) fn index(&self, id: RunId) -> Option<usize> {
        self.runs.iter().position(|run| run.id == id)
    }

    pub(crate) fn is_live(&self, run: usize) -> bool {
        self.runs[run].status.is_live()
    }

    pub(crate) fn live(&self) -> impl DoubleEndedIterator<Item = usize> {
        (0..self.runs.len()).filter(|run| self.is_live(*run))
    }

    pub(crate) fn counts(&self) -> Counts {
        let of = |status: RunStatus| {
            let kept = |run: &usize| status.is_live() || self.kept.contains(run);
            (0..self.runs.len())
                .filter(|run| self.runs[*run].status == status)
                .filter(kept)
                .count()
        };
        let cancelling = of(RunStatus::Cancelling);
        Counts {
            queued: of(RunStatus::Queued),
            running: of(RunStatus::Running) + cancelling,
            cancelling,
            completed: of(RunStatus::Completed),
            failed: of(RunStatus::Failed),
            cancelled: of(RunStatus::Cancelled),
        }
    }

    /// Returns the kept runs, newest first.
    pub(crate) fn listed(&self) -> Vec<RunId> {
        (0..self.runs.len())
            .rev()
            .filter(|run| self.is_live(*run) || self.kept.contains(run))
            .map(|run| self.runs[run].id)
            .collect()
    }

    /// Keeps the newest finished runs: completed ones go first, then cancelled, then failed.
    pub(super) fn keep(&mut self, run: usize) {
        self.kept.push(run);
        while self.kept.len() > self.keep {
            let of = |status| {
                self.kept
                    .iter()
                    .position(|run| self.runs[*run].status == status)
            };
            let gone = of(RunStatus::Completed)
                .or_else(|| of(RunStatus::Cancelled))
                .or_else(|| of(RunStatus::Failed));
            self.kept
                .remove(gone.expect("a finished run has ended one way"));
        }
    }

    /// Notes that something has happened to every live run.
    pub(crate) fn mark_live(&mut self, mark: Mark) {
        for run in &mut self.runs {
            if run.status.is_live() {
                run.mark(mark);
            }
        }
    }
}
