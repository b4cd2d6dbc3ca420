//! Taking over runs that went on elsewhere before the supervisor knew them.

use crate::supervisor::Supervisor;

impl Supervisor {
    /// Returns the number of the newest run; 0 when there was none.
    #[doc(hidden)]
    #[must_use]
    pub fn last_number(&self) -> u64 {
        self.inner.read(|state| state.runs.last_arrival())
    }

    /// Skips numbers, so that the next run has this one. A number that was used already is not used again.
    #[doc(hidden)]
    pub fn skip_to_number(&self, number: u64) {
        self.inner.update(|state| state.runs.skip_arrivals(number));
    }

    /// Begins the next queued run inside this call, if it has a slot, and polls it.
    #[doc(hidden)]
    pub fn begin_now(&self) {
        self.inner.begin_and_poll();
    }
}
