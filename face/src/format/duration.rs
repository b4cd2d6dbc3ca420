//! Lengths of time. All are written in one form, *3 min 4 s*: at most two units, and none that is zero.

use std::time::Duration;

use taskdeck_core::format::{Figure, TimeUnit, length_figures, whole_figures};

use super::number::number;
use crate::texts::{Texts, text, tr};

/// The most units of a length that was measured.
const UNITS: usize = 2;

/// Writes how long something took: *400 ms*, *9.5 s*, *12 s*, *3 min 5 s*, *2 h 10 min*.
pub fn duration(texts: Texts, time: Duration) -> String {
    let seconds = time.as_secs_f64();
    let (number, places, unit) = if seconds < 0.9995 {
        (time.subsec_millis().into(), 0, TimeUnit::Millisecond)
    } else if seconds < 9.95 {
        (seconds, 1, TimeUnit::Second)
    } else {
        return in_units(texts, seconds.round() as u64);
    };
    one(texts, number, places, unit)
}

/// Writes how long something took, as finely as a browser's clock measures: *< 0.1 ms*, *3.2 ms*, *120 ms*.
pub fn fine_duration(texts: Texts, time: Duration) -> String {
    let millis = time.as_secs_f64() * 1_000.0;
    if millis >= 9.95 {
        duration(texts, time)
    } else if millis < 0.1 {
        tr!(texts, "< {number} ms", number = number(texts, 0.1, 1))
    } else {
        one(texts, millis, 1, TimeUnit::Millisecond)
    }
}

/// Writes how long something has been going on, in whole seconds.
pub fn whole_seconds(texts: Texts, length: Duration) -> String {
    in_units(texts, length.as_secs())
}

/// Writes how long something will still take; coarser from ten minutes on, because it is a guess.
pub fn time_left(texts: Texts, left: Duration) -> String {
    let seconds = left.as_secs_f64().ceil().max(1.0) as u64;
    let time = match seconds {
        600..3_600 => minutes(texts, seconds),
        _ => in_units(texts, seconds),
    };
    tr!(texts, "{time} left", time = time)
}

/// Writes seconds as minutes, rounded up.
pub fn minutes(texts: Texts, seconds: u64) -> String {
    one(texts, seconds.div_ceil(60) as f64, 0, TimeUnit::Minute)
}

/// Writes the time that is left until something happens, to the second. It is no guess, and is 1 s until it is over.
pub fn countdown(texts: Texts, left: Duration) -> String {
    let begun = u64::from(left.subsec_micros() > 0);
    in_units(texts, left.as_secs().saturating_add(begun).max(1))
}

/// Returns how long it takes until a countdown changes.
pub fn next_second(left: Duration) -> Duration {
    match left.subsec_micros() {
        0 => Duration::from_secs(1),
        micros => Duration::from_micros(u64::from(micros)),
    }
}

/// Rounds how long something took to what [`duration`] writes of it, for a message, which writes each time as a
/// [`period`]. A time below 10 s becomes one of whole seconds too.
pub fn rounded(time: Duration) -> Duration {
    let seconds = time.as_secs_f64().round() as u64;
    let unit = match seconds {
        0..3_600 => 1,
        3_600..86_400 => 60,
        _ => 3_600,
    };
    Duration::from_secs(seconds - seconds % unit)
}

/// Writes a length that was chosen, as of a limit, in all its units: *250 ms*, *1.5 s*, *1 h 30 min*, *2 days*.
pub fn period(texts: Texts, length: Duration) -> String {
    joined(texts, length_figures(length))
}

fn in_units(texts: Texts, seconds: u64) -> String {
    joined(texts, whole_figures(seconds, UNITS))
}

fn joined(texts: Texts, figures: Vec<Figure<TimeUnit>>) -> String {
    let mut text = String::new();
    for Figure {
        number,
        places,
        unit,
    } in figures
    {
        if !text.is_empty() {
            text.push(' ');
        }
        text += &one(texts, number, places, unit);
    }
    text
}

fn one(texts: Texts, of: f64, places: u32, unit: TimeUnit) -> String {
    let unit = match unit {
        TimeUnit::Millisecond => text!("{number} ms"),
        TimeUnit::Second => text!("{number} s"),
        TimeUnit::Minute => text!("{number} min"),
        TimeUnit::Hour => text!("{number} h"),
        // Days are always whole.
        TimeUnit::Day => return tr!(texts, "1 day|{count} days", count: of as usize),
    };
    texts.say(unit, &[("number", &number(texts, of, places))])
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
            (1_000, "1 s"),
            (9_949, "9.9 s"),
            (9_960, "10 s"),
            (59_400, "59 s"),
            (59_600, "1 min"),
            (184_000, "3 min 4 s"),
            (3_604_000, "1 h"),
            (7_859_000, "2 h 10 min"),
            (180_000_000, "2 days 2 h"),
        ];
        for (millis, said) in cases {
            let time = Duration::from_millis(millis);
            assert_eq!(duration(Texts::ENGLISH, time), said);
        }
    }

    #[test]
    fn a_rounded_time_is_written_as_a_duration_in_a_message() {
        for millis in [10_400, 59_600, 184_499, 3_604_000, 7_859_000, 180_000_000] {
            let time = Duration::from_millis(millis);
            let written = period(Texts::ENGLISH, rounded(time));
            assert_eq!(written, duration(Texts::ENGLISH, time));
        }
    }

    #[test]
    fn a_chosen_length_is_written_as_the_core_writes_it() {
        for millis in [
            10,
            1_500,
            60_000,
            90_500,
            5_400_000,
            86_400_000,
            176_405_000,
        ] {
            let length = Duration::from_millis(millis);
            let english = taskdeck_core::format::length(length);
            assert_eq!(period(Texts::ENGLISH, length), english);
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
            (59_500, "1 min"),
            (61_500, "1 min 2 s"),
            (3_600_000, "1 h"),
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
        let left = |millis| time_left(Texts::ENGLISH, Duration::from_millis(millis));
        assert_eq!(left(0), "1 s left");
        assert_eq!(left(5_100), "6 s left");
        assert_eq!(left(65_000), "1 min 5 s left");
        assert_eq!(left(700_000), "12 min left");
    }
}
