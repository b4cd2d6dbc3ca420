//! Queued runs that are looked at.

use crate::{RunId, RunSnapshot, RunStatus, Waiting, collections::sorted::SortedMap};

/// How many rows are compared for one frame.
const BATCH: usize = 256;

/// Queued runs that are looked at, with the reason to wait that they show.
///
/// A reason changes when other runs start and end, which is no change of the run itself. So the rows are
/// compared when the supervisor's revision has changed, at most once a frame and a bounded number each time.
#[derive(Debug, Default)]
pub(crate) struct QueuedRows {
    shown: SortedMap<RunId, Option<Waiting>>,
    /// The last row that was compared, while more are left.
    last: Option<RunId>,
    /// The revision at which the current pass over the rows began.
    revision: u64,
}

impl QueuedRows {
    /// Notes what is shown of a run, if it is queued.
    pub(crate) fn note(&mut self, run: &RunSnapshot) {
        if run.status() == RunStatus::Queued {
            self.shown.insert(run.id, run.waiting.clone());
        }
    }

    pub(crate) fn remove(&mut self, run: RunId) {
        self.shown.remove(&run);
    }

    /// Returns the reason that is shown of a run.
    pub(crate) fn shown(&self, run: RunId) -> Option<&Option<Waiting>> {
        self.shown.get(&run)
    }

    /// Returns whether rows may show a reason that has changed.
    pub(crate) fn are_stale(&self, revision: u64) -> bool {
        let is_stale = self.last.is_some() || self.revision != revision;
        is_stale && !self.shown.is_empty()
    }

    /// Returns the next rows to compare. A pass that has ended begins anew at this revision.
    pub(crate) fn next_batch(&mut self, revision: u64) -> Vec<RunId> {
        let batch: Vec<RunId> = match self.last {
            Some(last) => {
                let rest = self.shown.after(&last);
                rest.map(|(run, _)| *run).take(BATCH).collect()
            }
            None => {
                self.revision = revision;
                self.shown.keys().copied().take(BATCH).collect()
            }
        };
        self.last = batch.last().copied().filter(|_| batch.len() == BATCH);
        batch
    }
}
