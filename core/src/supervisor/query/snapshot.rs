//! Snapshots and signals of a run.

#[cfg(feature = "signals")]
use crate::run::{
    watch::WatchSignals,
    watchers::{Watched, Watchers},
};
use crate::{RunBrief, RunId, RunSnapshot, run::record::Record, supervisor::state::State};

impl State {
    pub(crate) fn snapshot(&self, id: RunId) -> Option<RunSnapshot> {
        Some(self.snapshot_of(id, self.runs.get(id)?))
    }

    /// Returns a snapshot of the run with this record.
    pub(crate) fn snapshot_of(&self, id: RunId, record: &Record) -> RunSnapshot {
        let lane = self.lanes.get(record.lane).name.clone();
        record.snapshot(id, lane, self.waiting(record))
    }

    pub(crate) fn brief_of(&self, id: RunId, record: &Record) -> RunBrief {
        let lane = self.lanes.get(record.lane).name.clone();
        record.brief(id, lane)
    }

    /// Returns the signals of a run. They are created for the first observer.
    #[cfg(feature = "signals")]
    pub(crate) fn watch(&mut self, id: RunId) -> Option<Watched> {
        let record = self.runs.get(id)?;
        if let Some(signals) = record.watchers.signals() {
            return Some(signals);
        }
        let run = self.snapshot(id)?;
        self.view.rows().note(&run);
        let signals = Watched(WatchSignals::new(run));
        let record = self.runs.get_mut(id)?;
        record.watchers = Watchers::of(&signals);
        Some(signals)
    }
}
