//! How many starts there were of late.

use std::collections::VecDeque;

use crate::{Instant, Rate};

/// The starts of late in a lane with a rate.
#[derive(Debug)]
pub(super) struct Starts {
    pub(super) rate: Rate,
    /// As many of the newest as may be in one window, oldest first.
    newest: VecDeque<Instant>,
}

impl Starts {
    pub(super) fn new(rate: Rate) -> Self {
        Self {
            rate,
            newest: VecDeque::new(),
        }
    }

    /// Goes on under another rate; starts of before count.
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

    /// When the next start may be; none when that is now.
    pub(super) fn next(&self) -> Option<Instant> {
        let full = self.newest.len() == self.rate.starts();
        let oldest = self.newest.front().filter(|_| full);
        oldest.map(|oldest| *oldest + self.rate.window())
    }
}
