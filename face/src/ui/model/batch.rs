//! The progress of runs as a batch.

use taskdeck_core::Counts;

/// Counts a batch: the runs since the last moment without a live run. It keeps the number that had finished
/// before.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Batch {
    before: usize,
}

impl Batch {
    /// Returns the finished part of the batch, or `None` while no run is live.
    pub(crate) fn done(&mut self, counts: &Counts) -> Option<f64> {
        let finished = counts.finished();
        if counts.live() == 0 {
            self.before = finished;
            return None;
        }
        // Finished runs may have been cleared meanwhile.
        self.before = self.before.min(finished);
        let done = finished - self.before;
        Some(done as f64 / (done + counts.live()) as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(running: usize, completed: usize) -> Counts {
        let mut counts = Counts::default();
        (counts.running, counts.completed) = (running, completed);
        counts
    }

    #[test]
    fn what_had_ended_before_does_not_count() {
        let mut batch = Batch::default();
        assert_eq!(batch.done(&counts(0, 7)), None);
        assert_eq!(batch.done(&counts(4, 7)), Some(0.0));
        assert_eq!(batch.done(&counts(1, 10)), Some(0.75));
        assert_eq!(batch.done(&counts(0, 11)), None);
        assert_eq!(batch.done(&counts(1, 11)), Some(0.0));
    }

    #[test]
    fn clearing_what_has_ended_breaks_nothing() {
        let mut batch = Batch::default();
        batch.done(&counts(0, 7));
        assert_eq!(batch.done(&counts(2, 0)), Some(0.0));
        assert_eq!(batch.done(&counts(1, 1)), Some(0.5));
    }
}
