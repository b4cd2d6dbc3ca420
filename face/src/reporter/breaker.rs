//! Stops drawing the modal after a failure.

use std::time::Duration;

use taskdeck_core::Instant;

/// The time after the last failure until the modal is tried again.
pub(crate) const QUIET: Duration = Duration::from_secs(30);

/// A circuit breaker for drawing the modal: after a failure it stays open for [`QUIET`].
#[derive(Debug, Default)]
pub(crate) struct Breaker {
    tripped: Option<Instant>,
}

impl Breaker {
    /// Records a failure. Drawing is not tried for [`QUIET`] from `now`.
    pub(crate) fn trip(&mut self, now: Instant) {
        self.tripped = Some(now);
    }

    /// Forgets the failure.
    pub(crate) fn reset(&mut self) {
        self.tripped = None;
    }

    /// Returns when it closes by itself, if it is tripped.
    pub(crate) fn closes_at(&self) -> Option<Instant> {
        self.tripped.map(|at| at + QUIET)
    }

    /// Returns whether drawing may be tried. Closes the breaker if the quiet time is over.
    pub(crate) fn allows(&mut self, now: Instant) -> bool {
        if self.closes_at().is_some_and(|at| now >= at) {
            self.reset();
        }
        self.tripped.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_closes_by_itself_when_it_was_quiet() {
        let mut breaker = Breaker::default();
        let start = Instant::START;
        assert!(breaker.allows(start));
        breaker.trip(start);
        assert!(!breaker.allows(start + (QUIET - Duration::from_millis(1))));
        assert!(breaker.allows(start + QUIET));
    }

    #[test]
    fn a_later_failure_begins_the_quiet_time_anew() {
        let mut breaker = Breaker::default();
        let start = Instant::START;
        breaker.trip(start);
        breaker.trip(start + QUIET / 2);
        assert!(!breaker.allows(start + QUIET));
    }

    #[test]
    fn it_closes_by_reset() {
        let mut breaker = Breaker::default();
        breaker.trip(Instant::START);
        breaker.reset();
        assert!(breaker.allows(Instant::START));
    }
}
