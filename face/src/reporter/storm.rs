//! Many failures with the same message.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use taskdeck_core::{Instant, Message, RunId};

use super::{ErrorReport, toast::KEPT_REPORTS};

/// This many failures with the same message, each within [`GAP`] of the previous one, are a storm.
pub(crate) const STORM: usize = 10;

/// The longest time between two failures until the storm has started.
const GAP: Duration = Duration::from_secs(2);

/// The number of different messages that are watched at a time.
const WATCHED: usize = 32;

/// Many failures with the same message, shown as one banner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Storm {
    /// The number, unique within its reporter.
    pub number: u64,
    /// The common message.
    pub message: Message,
    /// The number of failures whose runs were not retried.
    pub count: usize,
    /// Whether any of the runs could be retried when it failed.
    pub can_retry: bool,
}

/// A storm with its errors and runs.
#[derive(Debug)]
pub(crate) struct StormRecord {
    storm: Storm,
    /// The newest errors, oldest first.
    pub(crate) reports: VecDeque<Arc<ErrorReport>>,
    /// In the order of their starts.
    pub(crate) runs: Vec<RunId>,
}

/// Detects storms.
#[derive(Debug, Default)]
pub(crate) struct StormWatch {
    candidates: VecDeque<Candidate>,
    storms: Vec<StormRecord>,
    last_number: u64,
}

/// Failures with the same message that may become a storm.
#[derive(Debug)]
struct Candidate {
    last: Instant,
    reports: Vec<Arc<ErrorReport>>,
}

/// How a failure relates to storms.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum StormStage {
    /// It belongs to no storm.
    Single,
    /// It starts a storm.
    Began,
    /// It belongs to a storm that has started.
    Storm,
}

impl StormWatch {
    /// Counts the failure of a run.
    pub(crate) fn failed(&mut self, report: &Arc<ErrorReport>, now: Instant) -> StormStage {
        if let Some(storm) = self.storms.iter_mut().find(|storm| storm.has(report)) {
            storm.push(report);
            return StormStage::Storm;
        }
        self.candidates
            .retain(|candidate| now - candidate.last <= GAP);
        let at = self
            .candidates
            .iter()
            .position(|candidate| candidate.reports[0].has_same_message(report));
        let Some(at) = at else {
            self.candidates.truncate(WATCHED - 1);
            self.candidates.push_front(Candidate {
                last: now,
                reports: vec![report.clone()],
            });
            return StormStage::Single;
        };
        let candidate = &mut self.candidates[at];
        candidate.last = now;
        candidate.reports.push(report.clone());
        if candidate.reports.len() < STORM {
            return StormStage::Single;
        }
        self.last_number += 1;
        let mut storm = StormRecord {
            storm: Storm {
                number: self.last_number,
                message: report.error.message().clone(),
                count: 0,
                can_retry: false,
            },
            reports: VecDeque::new(),
            runs: Vec::new(),
        };
        let candidate = self.candidates.swap_remove_back(at);
        for report in candidate.iter().flat_map(|candidate| &candidate.reports) {
            storm.push(report);
        }
        self.storms.push(storm);
        StormStage::Began
    }

    pub(crate) fn view(&self) -> Vec<Storm> {
        self.storms
            .iter()
            .map(|record| record.storm.clone())
            .collect()
    }

    pub(crate) fn get(&self, number: u64) -> Option<&StormRecord> {
        self.storms
            .iter()
            .find(|record| record.storm.number == number)
    }

    /// Returns the errors of all storms.
    pub(crate) fn reports(&self) -> impl Iterator<Item = &Arc<ErrorReport>> {
        self.storms.iter().flat_map(|storm| &storm.reports)
    }

    /// Removes a storm that was dismissed.
    pub(crate) fn remove(&mut self, number: u64) {
        self.storms.retain(|record| record.storm.number != number);
    }

    /// Removes a retried run from its storm. Returns whether it was in one.
    pub(crate) fn forget_run(&mut self, run: RunId) -> bool {
        let Some(at) = self
            .storms
            .iter_mut()
            .position(|storm| storm.remove_run(run))
        else {
            return false;
        };
        let record = &mut self.storms[at];
        record.reports.retain(|report| report.run_id() != Some(run));
        record.storm.count -= 1;
        if record.storm.count == 0 {
            self.storms.remove(at);
        }
        true
    }
}

impl StormRecord {
    fn has(&self, report: &ErrorReport) -> bool {
        self.reports
            .back()
            .is_some_and(|last| last.has_same_message(report))
    }

    /// Returns whether the run was in the storm.
    fn remove_run(&mut self, run: RunId) -> bool {
        let place = self.runs.binary_search(&run);
        if let Ok(place) = place {
            self.runs.remove(place);
        }
        place.is_ok()
    }

    fn push(&mut self, report: &Arc<ErrorReport>) {
        self.storm.count += 1;
        self.storm.can_retry |= report.run().is_some_and(|run| run.can_retry);
        if let Some(run) = report.run_id()
            && let Err(at) = self.runs.binary_search(&run)
        {
            self.runs.insert(at, run);
        }
        self.reports.push_back(report.clone());
        if self.reports.len() > KEPT_REPORTS {
            self.reports.pop_front();
        }
    }
}
