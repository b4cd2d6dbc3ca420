//! Recent starts.

use std::collections::VecDeque;

use crate::{Instant, Rate};

/// The recent starts in a lane with a rate.
#[derive(Debug)]
pub(super) struct Starts {
    pub(super) rate: Rate,
    /// The newest starts, oldest first: at most as many as the rate allows in one window.
    newest: VecDeque<Instant>,
}

impl Starts {
    pub(super) fn new(rate: Rate) -> Self {
        Self {
            rate,
            newest: VecDeque::new(),
        }
    }

    /// Changes the rate; earlier starts count.
    pub(super) fn set_rate(&mut self, rate: Rate) {
        self.rate = rate;
        self.trim();
    }

    pub(super) fn count(&mut self, now: Instant) {
        self.newest.push_back(now);
        self.trim();
    }

    fn trim(&mut self) {
        while self.newest.len() > self.rate.starts() {
            self.newest.pop_front();
        }
    }

    /// Returns when the next start is allowed; `None` when that is now.
    pub(super) fn next(&self) -> Option<Instant> {
        let full = self.newest.len() == self.rate.starts();
        let oldest = self.newest.front().filter(|_| full);
        oldest.map(|oldest| *oldest + self.rate.window())
    }
}
