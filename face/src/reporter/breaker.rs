//! Stops trying what has just failed.

use std::time::Duration;

use taskdeck_core::Instant;

/// How long after the last failure the modal is tried again.
pub(crate) const QUIET: Duration = Duration::from_secs(30);

/// Stops trying to draw what could not be drawn, until it was quiet for a while.
#[derive(Debug, Default)]
pub(crate) struct Breaker {
    tripped: Option<Instant>,
}

impl Breaker {
    /// Drawing has failed: it is not to be tried for [`QUIET`] from now on.
    pub(crate) fn trip(&mut self, now: Instant) {
        self.tripped = Some(now);
    }

    /// As if nothing had failed.
    pub(crate) fn reset(&mut self) {
        self.tripped = None;
    }

    /// When it closes by itself, if it is tripped.
    pub(crate) fn closes_at(&self) -> Option<Instant> {
        self.tripped.map(|at| at + QUIET)
    }

    /// Whether drawing may be tried. It closes here when the quiet time is over.
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
