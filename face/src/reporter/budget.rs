//! Limits how often the error modal opens by itself.

use std::{collections::VecDeque, time::Duration};

use taskdeck_core::Instant;

/// The number of openings allowed within [`PERIOD`].
const OPENINGS: usize = 3;

/// The period in which openings are counted, and the quiet time that is required after too many.
const PERIOD: Duration = Duration::from_secs(5);

/// Limits how often the error modal opens by itself: at most three times in five seconds, which is
/// the restart-intensity rule of OTP. After that it stays closed until five seconds pass without a
/// request.
#[derive(Debug, Default)]
pub(crate) struct Budget {
    openings: VecDeque<Instant>,
    exceeded: Option<Instant>,
}

impl Budget {
    /// Returns whether the modal may open now, and counts the opening if so.
    pub(crate) fn take(&mut self, now: Instant) -> bool {
        if let Some(last) = self.exceeded {
            if now - last < PERIOD {
                self.exceeded = Some(now);
                return false;
            }
            *self = Self::default();
        }
        while self.openings.front().is_some_and(|at| now - *at >= PERIOD) {
            self.openings.pop_front();
        }
        if self.openings.len() == OPENINGS {
            self.exceeded = Some(now);
            return false;
        }
        self.openings.push_back(now);
        true
    }

    /// Forgets all openings.
    pub(crate) fn reset(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: u64) -> Instant {
        Instant::after_start(Duration::from_millis(millis))
    }

    #[test]
    fn the_fourth_opening_in_five_seconds_is_refused() {
        let mut budget = Budget::default();
        assert!(
            [0, 1_000, 4_998]
                .map(at)
                .into_iter()
                .all(|at| budget.take(at))
        );
        assert!(!budget.take(at(4_999)));
    }

    #[test]
    fn three_in_five_seconds_are_fine_for_ever() {
        let mut budget = Budget::default();
        assert!((0..100).all(|i| budget.take(at(i * 5_000 / 3 + 1))));
    }

    #[test]
    fn once_exceeded_it_stays_so_until_it_is_quiet() {
        let mut budget = Budget::default();
        for _ in 0..3 {
            budget.take(at(0));
        }
        // Each refused opening restarts the quiet time.
        for millis in [1, 4_000, 8_000, 12_999] {
            assert!(!budget.take(at(millis)), "{millis}");
        }
        assert!(budget.take(at(12_999 + 5_000)));
    }
}
