//! Many failures that say the same.

use std::{
    collections::{BTreeSet, VecDeque},
    sync::Arc,
    time::Duration,
};

use taskdeck_core::{Instant, Message, RunId};

use super::{ErrorReport, toast::KEPT_REPORTS};

/// This many failures that say the same, each within [`GAP`] of the one before, are a storm.
pub(crate) const STORM: usize = 10;

/// The longest time between two failures of one storm while it gathers.
const GAP: Duration = Duration::from_secs(2);

/// How many different messages are watched at a time.
const WATCHED: usize = 32;

/// Many failures that say the same, as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Storm {
    /// Its number, unique within its reporter.
    pub number: u64,
    /// What they all say.
    pub message: Message,
    /// How many there are that nobody has started again.
    pub count: usize,
    /// Whether any of the runs can be retried, as far as was known when it failed.
    pub can_retry: bool,
}

/// A storm with all that belongs to it.
#[derive(Debug)]
pub(crate) struct Gathered {
    storm: Storm,
    /// The newest errors, oldest first.
    pub(crate) reports: VecDeque<Arc<ErrorReport>>,
    pub(crate) runs: BTreeSet<RunId>,
}

/// Watches for storms.
#[derive(Debug, Default)]
pub(crate) struct StormWatch {
    gatherings: VecDeque<Gathering>,
    storms: Vec<Gathered>,
    last_number: u64,
}

/// Failures that say the same and may become a storm.
#[derive(Debug)]
struct Gathering {
    last: Instant,
    reports: Vec<Arc<ErrorReport>>,
}

/// What one more failure means.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Weather {
    /// It stands for itself.
    Calm,
    /// With it a storm has begun.
    Began,
    /// It belongs to a storm.
    Storm,
}

impl StormWatch {
    /// One more run has failed.
    pub(crate) fn failed(&mut self, report: &Arc<ErrorReport>, now: Instant) -> Weather {
        if let Some(storm) = self.storms.iter_mut().find(|storm| storm.has(report)) {
            storm.push(report);
            return Weather::Storm;
        }
        self.gatherings
            .retain(|gathering| now - gathering.last <= GAP);
        let at = self
            .gatherings
            .iter()
            .position(|gathering| gathering.reports[0].says_like(report));
        let Some(at) = at else {
            self.gatherings.truncate(WATCHED - 1);
            self.gatherings.push_front(Gathering {
                last: now,
                reports: vec![report.clone()],
            });
            return Weather::Calm;
        };
        let gathering = &mut self.gatherings[at];
        gathering.last = now;
        gathering.reports.push(report.clone());
        if gathering.reports.len() < STORM {
            return Weather::Calm;
        }
        self.last_number += 1;
        let mut storm = Gathered {
            storm: Storm {
                number: self.last_number,
                message: report.error.message().clone(),
                count: 0,
                can_retry: false,
            },
            reports: VecDeque::new(),
            runs: BTreeSet::new(),
        };
        let gathering = self.gatherings.swap_remove_back(at);
        for report in gathering.iter().flat_map(|gathering| &gathering.reports) {
            storm.push(report);
        }
        self.storms.push(storm);
        Weather::Began
    }

    pub(crate) fn view(&self) -> Vec<Storm> {
        self.storms
            .iter()
            .map(|gathered| gathered.storm.clone())
            .collect()
    }

    pub(crate) fn get(&self, number: u64) -> Option<&Gathered> {
        self.storms
            .iter()
            .find(|gathered| gathered.storm.number == number)
    }

    /// Ends a storm: somebody has seen it.
    pub(crate) fn remove(&mut self, number: u64) {
        self.storms
            .retain(|gathered| gathered.storm.number != number);
    }

    /// Takes a run that somebody has started again out of its storm; `true` when it was in one.
    pub(crate) fn forget_run(&mut self, run: RunId) -> bool {
        let Some(at) = self
            .storms
            .iter_mut()
            .position(|storm| storm.runs.remove(&run))
        else {
            return false;
        };
        let gathered = &mut self.storms[at];
        gathered
            .reports
            .retain(|report| report.run_id() != Some(run));
        gathered.storm.count -= 1;
        if gathered.storm.count == 0 {
            self.storms.remove(at);
        }
        true
    }
}

impl Gathered {
    fn has(&self, report: &ErrorReport) -> bool {
        self.reports
            .back()
            .is_some_and(|last| last.says_like(report))
    }

    fn push(&mut self, report: &Arc<ErrorReport>) {
        self.storm.count += 1;
        self.storm.can_retry |= report.run().is_some_and(|run| run.can_retry);
        self.runs.extend(report.run_id());
        self.reports.push_back(report.clone());
        if self.reports.len() > KEPT_REPORTS {
            self.reports.pop_front();
        }
    }
}
