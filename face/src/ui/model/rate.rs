//! Estimates the rate of runs and their remaining time.

use std::time::Duration;

use taskdeck_core::{Instant, Progress, RunId};

/// The time constant of the smoothing.
const MEMORY: Duration = Duration::from_secs(3);
/// The time between two updates of the shown figures.
const SHOW_EVERY: Duration = Duration::from_secs(1);
/// No remaining time is shown before this much work.
const FIRST_ESTIMATE: Duration = Duration::from_secs(3);
/// Progress that rests for less than this has not stalled: it comes in steps.
const STALLED: Duration = Duration::from_secs(5);
/// The shortest time over which a rate is measured.
const SHORTEST: Duration = Duration::from_millis(100);
/// The number of runs that are measured at a time, more than are ever visible.
const MAX_METERS: usize = 512;

/// The measurement of one run.
#[derive(Clone, Debug)]
struct Meter {
    at: Instant,
    done: f64,
    per_second: f64,
    shown_at: Instant,
    shown: Estimate,
}

/// The rate of a run and its remaining time, as far as they are known.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Estimate {
    /// The amount per second.
    pub(crate) per_second: Option<f64>,
    /// The remaining time at that rate.
    pub(crate) left: Option<Duration>,
}

/// The measurements of all visible runs.
#[derive(Debug, Default)]
pub(crate) struct Meters(Vec<(RunId, Meter)>);

impl Meters {
    /// Records a progress and returns the figures to show, which change once a second.
    pub(crate) fn estimate(
        &mut self,
        run: RunId,
        started_at: Instant,
        now: Instant,
        progress: &Progress,
    ) -> Estimate {
        let age = now - started_at;
        let place = self.place(run).unwrap_or_else(|| {
            if self.0.len() >= MAX_METERS {
                self.0.clear();
            }
            let seconds = age.as_secs_f64().max(0.001);
            let meter = Meter {
                at: now,
                done: progress.done,
                per_second: progress.done / seconds,
                shown_at: started_at,
                shown: Estimate::default(),
            };
            self.0.push((run, meter));
            self.0.len() - 1
        });
        let meter = &mut self.0[place].1;
        meter.record(now, age, progress.done);
        if now - meter.shown_at >= SHOW_EVERY {
            meter.shown_at = now;
            meter.shown = meter.estimate(now, age, progress);
        }
        meter.shown
    }

    /// Removes a run that has ended.
    pub(crate) fn forget(&mut self, run: RunId) {
        if let Some(place) = self.place(run) {
            self.0.swap_remove(place);
        }
    }

    fn place(&self, run: RunId) -> Option<usize> {
        self.0.iter().position(|(other, _)| *other == run)
    }
}

impl Meter {
    fn record(&mut self, now: Instant, age: Duration, done: f64) {
        let passed = now - self.at;
        // A frame is too short to measure a rate, and between two steps the run has not slowed down.
        let is_unchanged = done == self.done && passed < STALLED;
        if passed < SHORTEST || is_unchanged {
            return;
        }
        let passed = passed.as_secs_f64();
        // The next attempt or the next file may start over. That is not a negative rate.
        let rate = ((done - self.done) / passed).max(0.0);
        // At first the weight is that of a plain average, so that a slow start does not count for long.
        let average = passed / age.as_secs_f64().max(passed);
        let weight = (1.0 - (-passed / MEMORY.as_secs_f64()).exp()).max(average);
        self.per_second += weight * (rate - self.per_second);
        (self.at, self.done) = (now, done);
    }

    fn estimate(&self, now: Instant, age: Duration, progress: &Progress) -> Estimate {
        let per_second = (self.per_second > 0.0).then_some(self.per_second);
        let left = match (per_second, progress.total) {
            (Some(rate), Some(total)) if age >= FIRST_ESTIMATE => {
                let left = Duration::try_from_secs_f64((total - self.done).max(0.0) / rate);
                // The time since the last report has passed already.
                left.ok().map(|left| left.saturating_sub(now - self.at))
            }
            _ => None,
        };
        Estimate { per_second, left }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: u64) -> Instant {
        Instant::after_start(Duration::from_millis(millis))
    }

    fn progress(done: f64, total: f64) -> Progress {
        Progress {
            done,
            total: Some(total),
            ..Progress::default()
        }
    }

    fn run() -> RunId {
        RunId::from_u64(1 << 32)
    }

    #[test]
    fn no_remaining_time_is_shown_in_the_first_three_seconds() {
        let mut meters = Meters::default();
        for second in 1..3 {
            let estimate =
                meters.estimate(run(), at(0), at(second * 1_000), &progress(10.0, 100.0));
            assert_eq!(estimate.left, None, "after {second} s");
        }
        let estimate = meters.estimate(run(), at(0), at(3_000), &progress(30.0, 100.0));
        assert!(estimate.left.is_some());
    }

    #[test]
    fn a_steady_run_is_estimated_right() {
        let mut meters = Meters::default();
        let mut estimate = Estimate::default();
        for tick in 1..=100_u32 {
            let now = at(u64::from(tick) * 100);
            estimate = meters.estimate(run(), at(0), now, &progress(f64::from(tick), 200.0));
        }
        assert!((estimate.per_second.unwrap() - 10.0).abs() < 0.1);
        assert!((estimate.left.unwrap().as_secs_f64() - 10.0).abs() < 0.3);
    }

    #[test]
    fn a_run_with_stepwise_progress_is_estimated_right() {
        let mut meters = Meters::default();
        let mut estimate = Estimate::default();
        for tick in 1..=28_u32 {
            let now = at(u64::from(tick) * 250);
            estimate = meters.estimate(run(), at(0), now, &progress(f64::from(tick / 4), 10.0));
        }
        assert!(
            (estimate.left.unwrap().as_secs_f64() - 3.0).abs() < 0.5,
            "{estimate:?}"
        );
    }

    #[test]
    fn the_shown_figures_change_once_a_second() {
        let mut meters = Meters::default();
        let first = meters.estimate(run(), at(0), at(4_000), &progress(40.0, 1_000.0));
        let soon = meters.estimate(run(), at(0), at(4_500), &progress(400.0, 1_000.0));
        assert_eq!(first, soon);
        let later = meters.estimate(run(), at(0), at(5_000), &progress(500.0, 1_000.0));
        assert_ne!(first, later);
    }

    #[test]
    fn starting_over_gives_no_negative_rate() {
        let mut meters = Meters::default();
        meters.estimate(run(), at(0), at(4_000), &progress(90.0, 100.0));
        let estimate = meters.estimate(run(), at(0), at(5_000), &progress(0.0, 100.0));
        assert!(estimate.per_second.unwrap() > 0.0);
    }
}
