//! A histogram of polls.

use std::time::Duration;

use crate::vocabulary::instant::micros;

/// Four buckets per doubling, up to 2^31 µs (36 minutes): the edges of a bucket are 12 to 25 % apart.
const BUCKETS: usize = 124;

/// How long the polls of all runs took, as a histogram. Quantiles are precise to a quarter, the longest poll
/// is exact. It takes half a kilobyte, whatever it has counted.
///
/// ```
/// # use std::time::Duration;
/// # use taskdeck_core::{Config, RunContext, Supervisor, sim::SimWorld};
/// # let world = SimWorld::new(1);
/// # let supervisor = Supervisor::new(Config::new(world.shared()));
/// for millis in [1, 1, 1, 200] {
///     let clock = world.clone();
///     supervisor.spawn("Work", async move |_ctx: RunContext| {
///         clock.work(Duration::from_millis(millis));
///         Ok(())
///     })?;
/// }
/// world.run_until_stalled();
/// let times = supervisor.performance().poll_times();
/// assert_eq!(times.polls(), 4);
/// assert_eq!(times.longest(), Duration::from_millis(200));
/// assert!(times.quantile(0.5).abs_diff(Duration::from_millis(1)) < Duration::from_micros(250));
/// # Ok::<_, taskdeck_core::SpawnError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PollTimes {
    counts: [u32; BUCKETS],
    polls: u64,
    longest: u64,
}

impl Default for PollTimes {
    fn default() -> Self {
        Self {
            counts: [0; BUCKETS],
            polls: 0,
            longest: 0,
        }
    }
}

impl PollTimes {
    pub(crate) fn add(&mut self, took: Duration) {
        let took = micros(took);
        let count = &mut self.counts[bucket(took)];
        *count = count.saturating_add(1);
        self.polls += 1;
        self.longest = self.longest.max(took);
    }

    /// Returns the number of polls.
    #[must_use]
    pub fn polls(&self) -> u64 {
        self.polls
    }

    /// Returns the longest poll.
    #[must_use]
    pub fn longest(&self) -> Duration {
        Duration::from_micros(self.longest)
    }

    /// Returns the time that this part of all polls (0 to 1) did not exceed; 0 without polls.
    #[must_use]
    pub fn quantile(&self, part: f64) -> Duration {
        let wanted = (part.clamp(0.0, 1.0) * self.polls as f64).ceil().max(1.0) as u64;
        let mut seen = 0;
        for (bucket, count) in self.counts.iter().enumerate() {
            seen += u64::from(*count);
            if seen >= wanted {
                return Duration::from_micros(upper_edge(bucket).min(self.longest));
            }
        }
        self.longest()
    }

    /// Returns the buckets that are not empty: the longest time that belongs to each, and its number of
    /// polls.
    pub fn buckets(&self) -> impl Iterator<Item = (Duration, u32)> + '_ {
        let counts = self.counts.iter().enumerate();
        counts
            .filter(|(_, count)| **count > 0)
            .map(|(bucket, count)| (Duration::from_micros(upper_edge(bucket)), *count))
    }
}

/// Returns the bucket of a time: one for each up to 3 µs, then four per doubling.
fn bucket(micros: u64) -> usize {
    if micros < 4 {
        return micros as usize;
    }
    let doubling = micros.ilog2();
    let quarter = (micros >> (doubling - 2)) & 3;
    let bucket = (doubling as usize - 1) * 4 + quarter as usize;
    bucket.min(BUCKETS - 1)
}

/// Returns the longest time in a bucket.
fn upper_edge(bucket: usize) -> u64 {
    if bucket < 4 {
        return bucket as u64;
    }
    let (doubling, quarter) = (bucket / 4 + 1, bucket as u64 % 4);
    ((5 + quarter) << (doubling - 2)) - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_time_is_in_the_bucket_that_ends_at_or_after_it_and_begins_at_or_before() {
        for micros in (0..100_000).chain([1 << 20, (1 << 31) - 1]) {
            let place = bucket(micros);
            assert!(upper_edge(place) >= micros, "{micros} is over its bucket");
            if place > 0 {
                assert!(
                    upper_edge(place - 1) < micros,
                    "{micros} is under its bucket"
                );
            }
        }
    }

    #[test]
    fn what_is_over_the_last_bucket_is_in_it() {
        assert_eq!(bucket(u64::MAX), BUCKETS - 1);
    }

    #[test]
    fn quantiles_of_nothing_are_nothing() {
        assert_eq!(PollTimes::default().quantile(0.99), Duration::ZERO);
    }

    #[test]
    fn a_quantile_is_not_under_the_truth_and_a_quarter_over_it_at_most() {
        let mut times = PollTimes::default();
        for millis in 1..=1_000 {
            times.add(Duration::from_millis(millis));
        }
        for (part, truth) in [(0.5, 500), (0.95, 950), (0.99, 990), (1.0, 1_000)] {
            let (said, truth) = (times.quantile(part), Duration::from_millis(truth));
            assert!(
                said >= truth && said <= truth.mul_f64(1.25),
                "{part}: {said:?}"
            );
        }
    }
}
