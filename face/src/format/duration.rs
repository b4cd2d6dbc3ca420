//! Times as people read them.

use std::time::Duration;

use taskdeck_core::number::fixed;

use crate::texts::{Texts, tr};

/// How long something took or takes: *0.4 s*, *12 s*, *3 min 05 s*, *2 h 10 min*.
pub fn duration(texts: Texts, duration: Duration) -> String {
    let seconds = duration.as_secs_f64();
    if seconds < 0.9995 {
        return tr!(
            texts,
            "{number} ms",
            number = duration.subsec_millis().to_string()
        );
    }
    if seconds < 9.95 {
        let number = texts.number(seconds, 1);
        let number = number.unwrap_or_else(|| fixed(seconds, 1));
        return tr!(texts, "{number} s", number = number);
    }
    in_units(texts, seconds.round() as u64)
}

/// How long something took, as fine as a browser's clock is: *< 0.1 ms*, *3.2 ms*, *120 ms*.
pub fn fine_duration(texts: Texts, time: Duration) -> String {
    let millis = time.as_secs_f64() * 1_000.0;
    if millis >= 9.95 {
        return duration(texts, time);
    }
    let least = millis < 0.1;
    let shown = if least { 0.1 } else { millis };
    let number = texts.number(shown, 1).unwrap_or_else(|| fixed(shown, 1));
    match least {
        true => tr!(texts, "< {number} ms", number = number),
        false => tr!(texts, "{number} ms", number = number),
    }
}

/// Whole seconds in two units at most.
fn in_units(texts: Texts, seconds: u64) -> String {
    match seconds {
        0..60 => tr!(texts, "{number} s", number = seconds.to_string()),
        60..3_600 => tr!(
            texts,
            "{minutes} min {seconds} s",
            minutes = (seconds / 60).to_string(),
            seconds = format!("{:02}", seconds % 60)
        ),
        _ => tr!(
            texts,
            "{hours} h {minutes} min",
            hours = (seconds / 3_600).to_string(),
            minutes = format!("{:02}", seconds % 3_600 / 60)
        ),
    }
}

/// How long something has been going on: whole seconds.
pub fn whole_seconds(texts: Texts, length: Duration) -> String {
    in_units(texts, length.as_secs())
}

/// How long it will still take; coarser the further away it is, because it is a guess.
pub fn time_left(texts: Texts, left: Duration) -> String {
    let seconds = left.as_secs_f64().ceil().max(1.0) as u64;
    let time = match seconds {
        600..3_600 => minutes(texts, seconds),
        _ => in_units(texts, seconds),
    };
    tr!(texts, "{time} left", time = time)
}

/// Minutes, begun ones too.
pub fn minutes(texts: Texts, seconds: u64) -> String {
    let minutes = seconds.div_ceil(60).to_string();
    tr!(texts, "{number} min", number = minutes)
}

/// How long there is still to wait, by the second: *12 s*, *3 min 05 s*, *2 h 10 min*. It is no guess, and
/// says 1 s until it is over.
pub fn countdown(texts: Texts, left: Duration) -> String {
    let seconds = left.as_micros().div_ceil(1_000_000).max(1);
    in_units(texts, u64::try_from(seconds).unwrap_or(u64::MAX))
}

/// How long it takes until a countdown says something else.
pub fn next_second(left: Duration) -> Duration {
    let part = left.as_micros() % 1_000_000;
    let micros = if part == 0 { 1_000_000 } else { part };
    Duration::from_micros(u64::try_from(micros).unwrap_or(1_000_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fine_duration_is_honest_about_the_clock() {
        let cases = [
            (0, "< 0.1 ms"),
            (99, "< 0.1 ms"),
            (100, "0.1 ms"),
            (3_249, "3.2 ms"),
            (9_949, "9.9 ms"),
            (120_000, "120 ms"),
            (2_500_000, "2.5 s"),
        ];
        for (micros, text) in cases {
            let time = Duration::from_micros(micros);
            assert_eq!(fine_duration(Texts::ENGLISH, time), text, "{micros}");
        }
    }

    #[test]
    fn a_duration_says_no_more_than_matters() {
        let cases = [
            (400, "400 ms"),
            (1_000, "1.0 s"),
            (9_949, "9.9 s"),
            (9_960, "10 s"),
            (59_400, "59 s"),
            (59_600, "1 min 00 s"),
            (185_000, "3 min 05 s"),
            (7_800_000, "2 h 10 min"),
        ];
        for (millis, said) in cases {
            assert_eq!(
                duration(Texts::ENGLISH, Duration::from_millis(millis)),
                said
            );
        }
    }

    #[test]
    fn a_countdown_says_each_second_until_it_is_over() {
        let cases = [
            (12_000, "12 s"),
            (11_001, "12 s"),
            (11_000, "11 s"),
            (1, "1 s"),
            (0, "1 s"),
            (59_500, "1 min 00 s"),
            (3_600_000, "1 h 00 min"),
        ];
        for (millis, said) in cases {
            assert_eq!(
                countdown(Texts::ENGLISH, Duration::from_millis(millis)),
                said
            );
        }
        let mut left = Duration::from_millis(11_500);
        for seconds in (2..=11).rev() {
            left -= next_second(left);
            assert_eq!(countdown(Texts::ENGLISH, left), format!("{seconds} s"));
        }
    }

    #[test]
    fn time_left_is_never_zero() {
        assert_eq!(time_left(Texts::ENGLISH, Duration::ZERO), "1 s left");
        assert_eq!(
            time_left(Texts::ENGLISH, Duration::from_millis(5_100)),
            "6 s left"
        );
        assert_eq!(
            time_left(Texts::ENGLISH, Duration::from_secs(65)),
            "1 min 05 s left"
        );
        assert_eq!(
            time_left(Texts::ENGLISH, Duration::from_secs(700)),
            "12 min left"
        );
    }
}
