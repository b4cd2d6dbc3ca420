//! Why queued runs wait, and that whoever looks at one sees it.

use crate::supervisor::state::State;
use crate::{
    RunId, RunSnapshot, RunStatus, Waiting, collections::sorted::SortedMap, run::record::Record,
    run::terms::Hold,
};

/// How many rows are looked through for one frame.
const ROWS: usize = 256;

/// Queued runs that somebody looks at, with what was shown of why they wait.
///
/// The reason changes when others start and end, which is no change of the run itself. So they are
/// looked through when something has changed, at most once a frame and a bounded number each time.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    shown: SortedMap<RunId, Option<Waiting>>,
    /// The last one that was looked at, while there are more.
    looked_at: Option<RunId>,
    /// The revision of the supervisor when they were last looked through.
    revision: u64,
}

impl Rows {
    /// Notes what is shown of a run.
    pub(crate) fn note(&mut self, run: &RunSnapshot) {
        if run.status() == RunStatus::Queued {
            self.shown.insert(run.id, run.waiting.clone());
        }
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }
}

impl State {
    /// Whether something is to be shown with the next frame.
    pub(crate) fn wants_frame(&self) -> bool {
        let rows = &self.rows;
        let changed = rows.looked_at.is_some() || rows.revision != self.revision;
        !self.dirty.is_empty() || changed && !rows.shown.is_empty()
    }

    /// Shows what has changed since the last frame.
    pub(crate) fn show_frame(&mut self) {
        self.show_dirty();
        if self.rows.looked_at.is_none() {
            self.rows.revision = self.revision;
        }
        let ids: Vec<_> = match self.rows.looked_at {
            Some(last) => self
                .rows
                .shown
                .after(&last)
                .map(|(id, _)| *id)
                .take(ROWS)
                .collect(),
            None => self.rows.shown.keys().copied().take(ROWS).collect(),
        };
        self.rows.looked_at = ids.last().copied().filter(|_| ids.len() == ROWS);
        for id in ids {
            let record = self.store.get(id).filter(|record| {
                record.status() == RunStatus::Queued && record.watchers.strong_count() > 0
            });
            let Some(record) = record else {
                self.rows.shown.remove(&id);
                continue;
            };
            if self.rows.shown.get(&id) != Some(&self.waiting(record)) {
                self.show(id);
            }
        }
    }

    /// Why a run waits; none when it does not, or starts in a moment.
    pub(crate) fn waiting(&self, record: &Record) -> Option<Waiting> {
        if record.status() != RunStatus::Queued {
            return None;
        }
        if let Some(terms) = record.terms() {
            let hold = terms.hold.map(|hold| match hold {
                Hold::Retry { at } => Waiting::Retry { at },
                Hold::Delay { until } => Waiting::Delay { until },
            });
            let behind = terms.behind.map(|behind| Waiting::Overlap { behind });
            if hold.is_some() || behind.is_some() {
                return hold.or(behind);
            }
        }
        if self.paused && self.closing.is_none() {
            return Some(Waiting::Paused);
        }
        let (lane, usage) = (
            self.lanes.get(record.lane),
            self.lanes.get(record.lane).usage(),
        );
        if let Some(why) = lane.suspended() {
            return Some(Waiting::Suspended {
                lane: lane.name.clone(),
                why: why.clone(),
            });
        }
        if lane.is_full() {
            return Some(Waiting::Slot {
                lane: lane.name.clone(),
                taken: usage.taken,
                limit: usage.limit.get(),
            });
        }
        let closed = lane.closed_until().filter(|until| *until > self.now());
        closed.map(|until| Waiting::Rate {
            lane: lane.name.clone(),
            until,
        })
    }
}
