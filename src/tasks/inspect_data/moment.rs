//! Moments, as ISO 8601 writes them.

use super::value::after_digits;

/// The moment of a date. A date without a time is its first moment; one without a zone is in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment {
    seconds: i64,
    nanoseconds: u32,
}

impl Moment {
    /// Returns the first moment of a day; `None` when the year has no such day.
    pub(super) fn midnight(year: i64, month: i64, day: i64) -> Option<Self> {
        let exists = (1..=12).contains(&month) && day >= 1 && day <= days_in(year, month);
        exists.then(|| Self {
            seconds: days_before(year, month, day) * 86_400,
            nanoseconds: 0,
        })
    }

    /// Returns the moment this much later.
    pub(super) fn plus(self, seconds: i64, nanoseconds: u32) -> Self {
        Self {
            seconds: self.seconds + seconds,
            nanoseconds,
        }
    }

    /// Reads `2026-11-20`, `2026-11-20T12:30`, `2026-11-20 12:30:05.25+01:00`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let (date, rest) = bytes.split_at_checked(10)?;
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = date else {
            return None;
        };
        let year = two(*y1, *y2)? * 100 + two(*y3, *y4)?;
        let (month, day) = (two(*m1, *m2)?, two(*d1, *d2)?);
        let midnight = Self::midnight(year, month, day)?;
        let [b'T' | b't' | b' ', time @ ..] = rest else {
            return rest.is_empty().then_some(midnight);
        };
        let (hour, time) = take_two(time)?;
        let (minute, mut time) = take_two(time.strip_prefix(b":")?)?;
        let mut second = 0;
        let mut nanoseconds = 0;
        if let [b':', rest @ ..] = time {
            (second, time) = take_two(rest)?;
            if let [b'.' | b',', rest @ ..] = time {
                time = after_digits(rest)?;
                nanoseconds = nanoseconds_of(&rest[..rest.len() - time.len()]);
            }
        }
        if hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        let seconds = midnight.seconds + hour * 3_600 + minute * 60 + second - zone(time)?;
        Some(Self {
            seconds,
            nanoseconds,
        })
    }
}

/// Returns the fraction of a second with these decimals. A tenth decimal is cut off.
pub(super) fn nanoseconds_of(decimals: &[u8]) -> u32 {
    let digits = decimals.iter().chain(std::iter::repeat(&b'0')).take(9);
    digits.fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'))
}

/// Returns the seconds that a zone is ahead of UTC: none, `Z`, `+01`, `+0100`, `+01:00`.
fn zone(text: &[u8]) -> Option<i64> {
    let (sign, text) = match text {
        [] | [b'Z' | b'z'] => return Some(0),
        [b'+', rest @ ..] => (1, rest),
        [b'-', rest @ ..] => (-1, rest),
        _ => return None,
    };
    let (hours, rest) = take_two(text)?;
    let minutes = match rest.strip_prefix(b":").unwrap_or(rest) {
        [] => 0,
        [a, b] => two(*a, *b)?,
        _ => return None,
    };
    (hours < 24 && minutes < 60).then_some(sign * (hours * 3_600 + minutes * 60))
}

fn two(a: u8, b: u8) -> Option<i64> {
    let both = a.is_ascii_digit() && b.is_ascii_digit();
    both.then(|| i64::from(a - b'0') * 10 + i64::from(b - b'0'))
}

fn take_two(bytes: &[u8]) -> Option<(i64, &[u8])> {
    let [a, b, rest @ ..] = bytes else {
        return None;
    };
    Some((two(*a, *b)?, rest))
}

fn days_in(year: i64, month: i64) -> i64 {
    let leaps = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if leaps => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Returns the days before this one, from some day in the past. A year begins in March here, so its leap day is its
/// last day.
fn days_before(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = match month {
        1 | 2 => (year - 1, month + 9),
        month => (year, month - 3),
    };
    year * 365 + year.div_euclid(4) - year.div_euclid(100)
        + year.div_euclid(400)
        + (153 * month + 2) / 5
        + day
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_in_the_order_of_time_whatever_their_zone() {
        let texts = [
            "1969-12-31",
            "1999-12-31T23:59:59.9",
            "2000-01-01",
            "2000-01-01T00:00:00.000000001",
            "2000-03-01T00:30+01:00",
            "2000-03-01",
            "2000-03-01T00:30-00:30",
            "2000-12-31",
            "2001-01-01",
        ];
        let moments: Vec<Moment> = texts.map(|text| Moment::parse(text).unwrap()).to_vec();
        assert!(moments.is_sorted_by(|a, b| a < b), "{moments:?}");
        let apart = moments[7].seconds - moments[2].seconds;
        assert_eq!(apart, 365 * 86_400);
    }
}
