//! Rates.

use taskdeck_core::Rate;

use super::{bytes, period};
use crate::texts::{Texts, text, tr};

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// Writes how fast bytes come or go: *4.2 MB/s*.
pub fn byte_rate(texts: Texts, per_second: f64) -> String {
    tr!(texts, "{size}/s", size = bytes(texts, per_second))
}

/// Writes the rate of a lane: *At most 10 starts per second*, *At most 10 starts in 5 s*.
pub fn rate_words(texts: Texts, rate: Rate) -> String {
    let window = rate.window();
    let text = match (window.as_secs(), window.subsec_nanos()) {
        (1, 0) => text!("At most 1 start per second|At most {count} starts per second"),
        (MINUTE, 0) => text!("At most 1 start per minute|At most {count} starts per minute"),
        (HOUR, 0) => text!("At most 1 start per hour|At most {count} starts per hour"),
        (DAY, 0) => text!("At most 1 start per day|At most {count} starts per day"),
        _ => text!("At most 1 start in {time}|At most {count} starts in {time}"),
    };
    texts.say_count(text, rate.starts(), &[("time", &period(texts, window))])
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_rate_is_said_in_words() {
        let said = |starts, millis| {
            let rate = Rate::new(starts, Duration::from_millis(millis)).unwrap();
            rate_words(Texts::ENGLISH, rate)
        };
        assert_eq!(said(10, 1_000), "At most 10 starts per second");
        assert_eq!(said(1, 3_600_000), "At most 1 start per hour");
        assert_eq!(said(1, 5_000), "At most 1 start in 5 s");
        assert_eq!(said(2, 1_500), "At most 2 starts in 1.5 s");
    }
}
