//! Counts workers that die before they are ready.

use std::{collections::VecDeque, time::Duration};

use taskdeck_core::Instant;

/// The number of early deaths allowed within the window. One more means that no worker can start.
const ALLOWED: usize = 5;
const WINDOW: Duration = Duration::from_secs(60);

/// The times of early deaths within the window.
#[derive(Debug, Default)]
pub(super) struct Deaths(VecDeque<Instant>);

impl Deaths {
    /// Counts a death. Returns whether it was one too many, and then starts over.
    pub(super) fn count(&mut self, now: Instant) -> bool {
        while self.0.front().is_some_and(|first| now - *first >= WINDOW) {
            self.0.pop_front();
        }
        self.0.push_back(now);
        let too_many = self.0.len() > ALLOWED;
        if too_many {
            self.0.clear();
        }
        too_many
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> Instant {
        Instant::after_start(Duration::from_secs(seconds))
    }

    #[test]
    fn six_in_a_minute_are_too_many_and_then_it_begins_anew() {
        let mut deaths = Deaths::default();
        for second in 0..5 {
            assert!(!deaths.count(at(second)));
        }
        assert!(deaths.count(at(5)));
        assert!(!deaths.count(at(6)));
    }

    #[test]
    fn six_in_more_than_a_minute_are_not() {
        let mut deaths = Deaths::default();
        for number in 0..20 {
            assert!(!deaths.count(at(number * 12)));
        }
    }
}
