//! Runs whose time is up.

use std::collections::VecDeque;

use crate::RunId;

/// Runs whose time is up, until it is certain that they have not ended in time.
///
/// In a hidden page or on a laptop that slept, timers are late, and what a body waited for may have arrived in
/// time. So each run gets one more chance: the world has a real turn, then every run that was woken by then is
/// polled, and only then is the run [`due`](Self::pop_due). Entries get their turn in the order in which they
/// were added, so the front is always due first.
#[derive(Default)]
pub(crate) struct OverdueQueue(VecDeque<OverdueEntry>);

struct OverdueEntry {
    run: OverdueRun,
    /// The number of polls after which the chance is over; known once the world had its turn.
    until_polls: Option<u64>,
}

/// A run whose time is up.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OverdueRun {
    pub(crate) run: RunId,
    /// The attempt that has taken too long; none when the whole run has.
    pub(crate) attempt: Option<u32>,
}

impl OverdueQueue {
    pub(crate) fn push(&mut self, run: OverdueRun) {
        self.0.push_back(OverdueEntry {
            run,
            until_polls: None,
        });
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Notes that the world had a turn: the runs have until this many polls.
    pub(crate) fn turn_was_given(&mut self, polls: u64) {
        for entry in &mut self.0 {
            entry.until_polls.get_or_insert(polls);
        }
    }

    /// Removes a run whose chance is over after this many polls.
    pub(crate) fn pop_due(&mut self, polls: u64) -> Option<OverdueRun> {
        let front = self.0.front()?;
        let over = front.until_polls.is_some_and(|until| until <= polls);
        over.then(|| self.0.pop_front())?.map(|entry| entry.run)
    }
}
