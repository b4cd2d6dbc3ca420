//! The histogram of poll times.

use std::time::Duration;

use taskdeck_core::PollTimes;

use crate::{
    format::fine_duration,
    texts::{Texts, tr},
};

/// The ends of the ranges, in microseconds. Longer polls are in one more range.
const ENDS: [u64; 13] = [
    100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000,
    1_000_000,
];

/// A range of the histogram.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PollRange {
    /// The range in words: *< 0.1 ms*, *up to 0.2 ms*, *over 1 s*.
    pub(crate) label: String,
    /// The number of polls.
    pub(crate) polls: u64,
    /// The length of the bar, from 0 to 1. It is logarithmic, so that a few long polls are visible beside a
    /// million short ones.
    pub(crate) part: f64,
    /// Whether a poll in this range blocks the page.
    pub(crate) blocks: bool,
}

/// Returns the ranges from the first to the last one with any polls.
pub(crate) fn poll_ranges(texts: Texts, times: &PollTimes) -> Vec<PollRange> {
    let mut polls = [0_u64; ENDS.len() + 1];
    for (longest, count) in times.buckets() {
        let micros = longest.as_micros();
        let range = ENDS.partition_point(|end| u128::from(*end) < micros);
        polls[range] += u64::from(count);
    }
    let is_used = |count: &u64| *count > 0;
    let Some(first) = polls.iter().position(is_used) else {
        return Vec::new();
    };
    let last = polls.iter().rposition(is_used).unwrap_or(first);
    let most = polls.iter().copied().max().unwrap_or_default();
    let size = |count: u64| (1.0 + count as f64).ln();
    (first..=last)
        .map(|range| PollRange {
            label: label(texts, range),
            polls: polls[range],
            part: size(polls[range]) / size(most),
            blocks: range > 0 && ENDS[range - 1] >= 50_000,
        })
        .collect()
}

fn label(texts: Texts, range: usize) -> String {
    let time = |end: usize| fine_duration(texts, Duration::from_micros(ENDS[end]));
    match range {
        0 => fine_duration(texts, Duration::ZERO),
        range if range == ENDS.len() => tr!(texts, "over {time}", time = time(range - 1)),
        range => tr!(texts, "up to {time}", time = time(range)),
    }
}

#[cfg(test)]
mod tests {
    use taskdeck_core::{Config, RunContext, Supervisor, sim::SimWorld};

    use super::*;

    fn ranges_of(micros: &[u64]) -> Vec<(String, u64, bool)> {
        let world = SimWorld::new(1);
        let supervisor = Supervisor::new(Config::new(world.shared()));
        for micros in micros.iter().copied() {
            let clock = world.clone();
            let body = async move |_ctx: RunContext| {
                clock.work(Duration::from_micros(micros));
                Ok(())
            };
            supervisor.spawn("Work", body).unwrap();
        }
        world.run_until_stalled();
        let ranges = poll_ranges(Texts::ENGLISH, &supervisor.performance().poll_times());
        assert!(ranges.iter().all(|range| range.part <= 1.0));
        let ranges = ranges.into_iter();
        ranges
            .map(|range| (range.label, range.polls, range.blocks))
            .collect()
    }

    #[test]
    fn poll_ranges_are_no_finer_than_the_clock() {
        let range = |label: &str, polls, blocks| (label.to_owned(), polls, blocks);
        assert_eq!(ranges_of(&[]), []);
        assert_eq!(
            ranges_of(&[0, 0, 50, 300]),
            [
                range("< 0.1 ms", 3, false),
                range("up to 0.2 ms", 0, false),
                range("up to 0.5 ms", 1, false)
            ]
        );
        assert_eq!(
            ranges_of(&[40_000, 80_000, 3_000_000]),
            [
                range("up to 50 ms", 1, false),
                range("up to 100 ms", 1, true),
                range("up to 200 ms", 0, true),
                range("up to 500 ms", 0, true),
                range("up to 1 s", 0, true),
                range("over 1 s", 1, true),
            ]
        );
    }
}
