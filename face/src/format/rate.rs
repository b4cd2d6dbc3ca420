//! Rates.

use std::time::Duration;

use taskdeck_core::Rate;

use super::{bytes, count, period};
use crate::texts::{Texts, tr};

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// Writes how fast bytes come or go: *4.2 MB/s*.
pub fn byte_rate(texts: Texts, per_second: f64) -> String {
    tr!(texts, "{size}/s", size = bytes(texts, per_second))
}

/// Writes the rate of a lane: *at most 10 starts a second*.
pub fn rate_words(texts: Texts, rate: Rate) -> String {
    let starts = match rate.starts() {
        1 => tr!(texts, "1 start"),
        starts => tr!(texts, "{count} starts", count = count(texts, starts)),
    };
    tr!(
        texts,
        "at most {starts} {per}",
        starts = starts,
        per = per(texts, rate.window())
    )
}

/// Writes the end of *10 starts a second* or *10 starts in 5 s*.
fn per(texts: Texts, length: Duration) -> String {
    match (length.as_secs(), length.subsec_nanos()) {
        (1, 0) => tr!(texts, "a second"),
        (MINUTE, 0) => tr!(texts, "a minute"),
        (HOUR, 0) => tr!(texts, "an hour"),
        (DAY, 0) => tr!(texts, "a day"),
        _ => tr!(texts, "in {time}", time = period(texts, length)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_said_in_words() {
        let said = |starts, seconds| {
            rate_words(
                Texts::ENGLISH,
                Rate::new(starts, Duration::from_secs(seconds)).unwrap(),
            )
        };
        assert_eq!(said(10, 1), "at most 10 starts a second");
        assert_eq!(said(1, 5), "at most 1 start in 5 s");
    }

    #[test]
    fn a_rate_is_in_one_unit_where_it_can_be() {
        assert_eq!(per(Texts::ENGLISH, Duration::from_secs(1)), "a second");
        assert_eq!(per(Texts::ENGLISH, Duration::from_secs(3_600)), "an hour");
        assert_eq!(per(Texts::ENGLISH, Duration::from_secs(5)), "in 5 s");
        assert_eq!(
            per(Texts::ENGLISH, Duration::from_millis(1_500)),
            "in 1.5 s"
        );
    }
}
