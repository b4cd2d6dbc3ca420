//! Lengths of time that somebody has chosen.

use std::time::Duration;

use taskdeck_core::number::fixed;

use crate::texts::{Text, Texts, tr};

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// A length of time that somebody has chosen, as short as it can be said: *250 ms*, *1.5 s*, *5 min*,
/// *1 h 30 min*, *2 days*.
pub(crate) fn period(texts: Texts, length: Duration) -> String {
    if length < Duration::from_secs(1) {
        return tr!(
            texts,
            "{number} ms",
            number = rounded(texts, length.as_secs_f64() * 1_000.0)
        );
    }
    if length < Duration::from_secs(MINUTE) {
        return tr!(
            texts,
            "{number} s",
            number = rounded(texts, length.as_secs_f64())
        );
    }
    let seconds = length.as_secs();
    let days = (seconds / DAY) as usize;
    let parts = [
        (seconds % DAY / HOUR, Text::of("{number} h")),
        (seconds % HOUR / MINUTE, Text::of("{number} min")),
        (seconds % MINUTE, Text::of("{number} s")),
    ];
    let days = (days > 0).then(|| tr!(texts, "1 day|{count} days", count: days));
    let parts = parts
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, unit)| texts.say(unit, &[("number", &number.to_string())]));
    days.into_iter().chain(parts).collect::<Vec<_>>().join(" ")
}

/// With at most three places, and none that say nothing.
fn rounded(texts: Texts, number: f64) -> String {
    if let Some(own) = texts.number(number, 3) {
        return own;
    }
    let text = fixed(number, 3);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chosen_length_is_said_as_it_was_chosen() {
        let cases = [
            (10, "10 ms"),
            (1_000, "1 s"),
            (1_500, "1.5 s"),
            (59_000, "59 s"),
            (60_000, "1 min"),
            (90_000, "1 min 30 s"),
            (5_400_000, "1 h 30 min"),
            (86_400_000, "1 day"),
            (30 * 86_400_000, "30 days"),
        ];
        for (millis, said) in cases {
            assert_eq!(period(Texts::ENGLISH, Duration::from_millis(millis)), said);
        }
    }
}
