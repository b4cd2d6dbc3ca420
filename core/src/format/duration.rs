//! Lengths of time.

use std::time::Duration;

use super::{Figure, count, decimals};

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeUnit {
    /// A thousandth of a second.
    Millisecond,
    /// 1,000 ms.
    Second,
    /// 60 s.
    Minute,
    /// 60 min.
    Hour,
    /// 24 h.
    Day,
}

/// The units that whole seconds are divided into, and the seconds in each.
const UNITS: [(TimeUnit, u64); 4] = [
    (TimeUnit::Day, 86_400),
    (TimeUnit::Hour, 3_600),
    (TimeUnit::Minute, 60),
    (TimeUnit::Second, 1),
];

/// The most decimals of a length.
const PLACES: u32 = 3;

/// Writes a length of time to the millisecond, as for a limit: *250 ms*, *1.5 s*, *1 h 30 min*, *2 days*.
#[must_use]
pub fn length(length: Duration) -> String {
    let mut text = String::new();
    for Figure {
        number,
        places,
        unit,
    } in length_figures(length)
    {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&decimals(number, places));
        text.push_str(match unit {
            TimeUnit::Millisecond => " ms",
            TimeUnit::Second => " s",
            TimeUnit::Minute => " min",
            TimeUnit::Hour => " h",
            TimeUnit::Day if number == 1.0 => " day",
            TimeUnit::Day => " days",
        });
    }
    text
}

/// Writes a time in whole milliseconds, for columns in which times are compared: *1,234 ms*.
#[must_use]
pub fn millis(time: Duration) -> String {
    format!("{} ms", count(time.as_millis() as u64))
}

/// Returns the figures that a length of time is written with, to the millisecond.
#[must_use]
pub fn length_figures(length: Duration) -> Vec<Figure<TimeUnit>> {
    let exact = |number, unit| Figure {
        number,
        places: PLACES,
        unit,
    };
    if length < Duration::from_secs(1) {
        let number = length.as_secs_f64() * 1_000.0;
        return vec![exact(number, TimeUnit::Millisecond)];
    }
    let millis = (length.subsec_micros() + 500) / 1_000;
    let seconds = length.as_secs().saturating_add(u64::from(millis / 1_000));
    let mut figures = whole_figures(seconds, UNITS.len());
    let fraction = f64::from(millis % 1_000) / 1_000.0;
    if fraction > 0.0 {
        match figures.last_mut() {
            Some(last) if last.unit == TimeUnit::Second => {
                *last = exact(last.number + fraction, TimeUnit::Second);
            }
            _ => figures.push(exact(fraction, TimeUnit::Second)),
        }
    }
    figures
}

/// Returns the figures of whole seconds: the largest unit, and as many of the next smaller ones as make this many.
/// Zeros are left out, as in *1 h* or *1 day 5 min*.
#[must_use]
pub fn whole_figures(seconds: u64, most: usize) -> Vec<Figure<TimeUnit>> {
    let largest = UNITS.iter().position(|(_, length)| seconds >= *length);
    let Some(largest) = largest else {
        return vec![whole(0, TimeUnit::Second)];
    };
    let mut rest = seconds;
    let mut figures = Vec::with_capacity(most);
    for (unit, length) in UNITS.into_iter().skip(largest).take(most) {
        if rest >= length {
            figures.push(whole(rest / length, unit));
        }
        rest %= length;
    }
    figures
}

fn whole(number: u64, unit: TimeUnit) -> Figure<TimeUnit> {
    Figure {
        number: number as f64,
        places: 0,
        unit,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_written_to_the_millisecond() {
        let cases = [
            (0, "0 ms"),
            (500, "0.5 ms"),
            (10_000, "10 ms"),
            (1_000_000, "1 s"),
            (1_500_000, "1.5 s"),
            (59_999_600, "1 min"),
            (60_000_000, "1 min"),
            (60_250_000, "1 min 0.25 s"),
            (90_500_000, "1 min 30.5 s"),
            (5_400_000_000, "1 h 30 min"),
            (86_400_000_000, "1 day"),
            (86_700_000_000, "1 day 5 min"),
            (30 * 86_400_000_000, "30 days"),
        ];
        for (micros, text) in cases {
            assert_eq!(length(Duration::from_micros(micros)), text);
        }
        assert_eq!(length(Duration::MAX), "213503982334601 days 7 h 15 s");
    }

    #[test]
    fn a_length_has_at_most_so_many_units() {
        let units = |seconds, most| {
            let figures = whole_figures(seconds, most).into_iter();
            figures.map(|figure| figure.number).collect::<Vec<_>>()
        };
        assert_eq!(units(0, 2), [0.0]);
        assert_eq!(units(184, 2), [3.0, 4.0]);
        assert_eq!(units(3_604, 2), [1.0]);
        assert_eq!(units(3_604, 3), [1.0, 4.0]);
        assert_eq!(units(7_859, 2), [2.0, 10.0]);
    }

    #[test]
    fn times_in_a_column_have_one_unit() {
        assert_eq!(millis(Duration::from_micros(1_234_567)), "1,234 ms");
    }
}
