//! The progress of runs as a batch.

use taskdeck_core::Counts;

/// Counts a batch: the runs since the last moment without a live run. It keeps the number that had finished
/// before.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Batch {
    finished_before: usize,
}

impl Batch {
    /// Returns the finished part of the batch, or `None` while no run is live.
    pub(crate) fn progress(&mut self, counts: &Counts) -> Option<f64> {
        let finished = counts.finished();
        if counts.live() == 0 {
            self.finished_before = finished;
            return None;
        }
        // Finished runs may have been cleared meanwhile.
        self.finished_before = self.finished_before.min(finished);
        let done = finished - self.finished_before;
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
    fn runs_that_ended_before_do_not_count() {
        let mut batch = Batch::default();
        assert_eq!(batch.progress(&counts(0, 7)), None);
        assert_eq!(batch.progress(&counts(4, 7)), Some(0.0));
        assert_eq!(batch.progress(&counts(1, 10)), Some(0.75));
        assert_eq!(batch.progress(&counts(0, 11)), None);
        assert_eq!(batch.progress(&counts(1, 11)), Some(0.0));
    }

    #[test]
    fn clearing_ended_runs_keeps_the_batch() {
        let mut batch = Batch::default();
        batch.progress(&counts(0, 7));
        assert_eq!(batch.progress(&counts(2, 0)), Some(0.0));
        assert_eq!(batch.progress(&counts(1, 1)), Some(0.5));
    }
}
