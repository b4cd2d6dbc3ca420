//! Why a queued run waits.

use crate::{
    RunStatus, Waiting,
    run::{record::Record, terms::Hold},
    supervisor::state::State,
};

impl State {
    /// Returns why a run waits; `None` when it is not queued, or starts in a moment.
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
        if self.lifecycle.is_paused() && !self.lifecycle.is_closing() {
            return Some(Waiting::Paused);
        }
        let lane = self.lanes.get(record.lane);
        if let Some(why) = lane.suspended() {
            return Some(Waiting::Suspended {
                lane: lane.name.clone(),
                why: why.clone(),
            });
        }
        if lane.is_full() {
            let usage = lane.usage();
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
