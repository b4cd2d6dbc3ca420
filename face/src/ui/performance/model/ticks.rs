//! The time axis.

use crate::format::wall_clock;

/// A mark on the axis.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tick {
    /// The time, in milliseconds of the supervisor's clock.
    pub(crate) at: f64,
    /// The time of day: *14:05:10*.
    pub(crate) label: String,
}

/// The possible distances between marks, in milliseconds.
const STEPS: [f64; 25] = [
    1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1e3, 2e3, 5e3, 10e3, 15e3, 30e3, 60e3,
    120e3, 300e3, 600e3, 900e3, 1_800e3, 3_600e3, 10_800e3, 21_600e3, 43_200e3,
];
/// Returns the marks between two times, at least `least` milliseconds apart. `zero` is the local time at the
/// start of the supervisor's clock, in milliseconds since 1970.
pub(crate) fn ticks(from: f64, to: f64, least: f64, zero: f64) -> Vec<Tick> {
    let fits = STEPS.into_iter().find(|step| *step >= least);
    let step = fits.unwrap_or(STEPS[STEPS.len() - 1]);
    let first = ((from + zero) / step).ceil();
    let last = ((to + zero) / step).floor();
    // A degenerate span has few marks, not very many.
    let many = (last - first + 1.0).clamp(0.0, 200.0) as usize;
    (0..many)
        .map(|n| {
            let wall = (first + n as f64) * step;
            Tick {
                at: wall - zero,
                label: wall_clock(wall, step),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: f64 = 24.0 * 3_600e3;

    fn labels(from: f64, to: f64, least: f64, zero: f64) -> Vec<String> {
        let ticks = ticks(from, to, least, zero);
        ticks.into_iter().map(|tick| tick.label).collect()
    }

    #[test]
    fn ticks_are_at_round_local_times() {
        // The clock started at 14:05:07.250.
        let zero = 14.0 * 3_600e3 + 5.0 * 60e3 + 7_250.0;
        let all = ticks(0.0, 20_000.0, 3_000.0, zero);
        assert_eq!(all[0].at, 2_750.0);
        let labels_of = |from, to, least| labels(from, to, least, zero);
        assert_eq!(
            labels_of(0.0, 15_000.0, 3_000.0),
            ["14:05:10", "14:05:15", "14:05:20"]
        );
        assert_eq!(
            labels_of(0.0, 100.0, 50.0),
            ["14:05:07.250", "14:05:07.300", "14:05:07.350"]
        );
        assert_eq!(labels_of(0.0, 600e3, 250e3), ["14:10", "14:15"]);
    }

    #[test]
    fn ticks_continue_after_midnight() {
        assert_eq!(
            labels(-1_000.0, 1_000.0, 1_000.0, DAY),
            ["23:59:59", "00:00:00", "00:00:01"]
        );
    }

    #[test]
    fn there_are_never_too_many() {
        assert_eq!(ticks(0.0, 1e12, 1.0, 0.0).len(), 200);
        assert_eq!(ticks(5.0, 4.0, 1_000.0, 0.0), []);
    }
}
