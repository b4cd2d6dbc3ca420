//! What a value is: that of a field of a CSV, or one in JSON.

use std::cmp::Ordering;

/// What kind a value is. Numbers, truths and nothing are what JSON can write of them with the same
/// characters: `007` and `TRUE` are text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// Nothing at all, or `null`.
    Empty,
    Truth,
    Integer,
    Number,
    /// A date of ISO 8601, with or without a time.
    Date,
    Text,
    Object,
    List,
}

impl Kind {
    pub(super) const COUNT: usize = 8;

    /// Those that are something.
    pub(super) const SOMETHING: [(Self, &str); Self::COUNT - 1] = [
        (Self::Truth, "true/false"),
        (Self::Integer, "integer"),
        (Self::Number, "number"),
        (Self::Date, "date"),
        (Self::Text, "text"),
        (Self::Object, "object"),
        (Self::List, "list"),
    ];
}

/// A value: its kind, and what it is ordered by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Value {
    Empty,
    Truth,
    Integer(f64),
    Number(f64),
    Date(Moment),
    Text,
    Object,
    List,
}

impl Value {
    /// What a field of a CSV is.
    pub(super) fn of_field(text: &str) -> Self {
        match text.as_bytes() {
            [] => Self::Empty,
            [b'0'..=b'9' | b'-', ..] => number(text)
                .or_else(|| Moment::parse(text).map(Self::Date))
                .unwrap_or(Self::Text),
            b"true" | b"false" => Self::Truth,
            _ => Self::Text,
        }
    }

    /// What a text is that is known to be one.
    pub(super) fn of_text(text: &str) -> Self {
        match text.as_bytes() {
            [] => Self::Empty,
            [b'0'..=b'9', ..] => Moment::parse(text).map_or(Self::Text, Self::Date),
            _ => Self::Text,
        }
    }

    /// What a value is that JSON has written so, unless it is a text.
    pub(super) fn of_json(raw: &str) -> Self {
        match raw.as_bytes() {
            [b'{', ..] => Self::Object,
            [b'[', ..] => Self::List,
            [b't' | b'f', ..] => Self::Truth,
            [b'n', ..] => Self::Empty,
            _ => number(raw).unwrap_or(Self::Text),
        }
    }

    pub(super) fn kind(self) -> Kind {
        match self {
            Self::Empty => Kind::Empty,
            Self::Truth => Kind::Truth,
            Self::Integer(_) => Kind::Integer,
            Self::Number(_) => Kind::Number,
            Self::Date(_) => Kind::Date,
            Self::Text => Kind::Text,
            Self::Object => Kind::Object,
            Self::List => Kind::List,
        }
    }
}

/// A number by the grammar of JSON.
fn number(text: &str) -> Option<Value> {
    let unsigned = text.strip_prefix('-').unwrap_or(text).as_bytes();
    let digits = digits(unsigned);
    match (unsigned, digits) {
        (_, 0) | ([b'0', ..], 2..) => return None,
        _ => {}
    }
    if digits == unsigned.len() {
        // Up to 15 digits are exact.
        let value = if digits <= 15 {
            let fold = |sum: i64, digit: &u8| sum * 10 + i64::from(digit - b'0');
            let value = unsigned.iter().fold(0, fold) as f64;
            if unsigned.len() < text.len() {
                -value
            } else {
                value
            }
        } else {
            text.parse().ok()?
        };
        return Some(Value::Integer(value));
    }
    let mut rest = &unsigned[digits..];
    if let [b'.', fraction @ ..] = rest {
        rest = after_digits(fraction)?;
    }
    if let [b'e' | b'E', exponent @ ..] = rest {
        rest = match exponent {
            [b'+' | b'-', exponent @ ..] => after_digits(exponent)?,
            exponent => after_digits(exponent)?,
        };
    }
    (rest.is_empty()).then(|| text.parse().ok().map(Value::Number))?
}

/// How many digits there are at the start.
fn digits(bytes: &[u8]) -> usize {
    let end = bytes.iter().position(|byte| !byte.is_ascii_digit());
    end.unwrap_or(bytes.len())
}

fn after_digits(bytes: &[u8]) -> Option<&[u8]> {
    match digits(bytes) {
        0 => None,
        some => Some(&bytes[some..]),
    }
}

/// Which of two numbers is the greater, also where they differ only beyond what a float can hold.
pub(super) fn by_number(a: (f64, &str), b: (f64, &str)) -> Ordering {
    let whole = |text: &str| {
        text.bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'-')
    };
    let order = a.0.total_cmp(&b.0);
    if order != Ordering::Equal || !whole(a.1) || !whole(b.1) {
        return order;
    }
    let by_digits = a.1.len().cmp(&b.1.len()).then_with(|| a.1.cmp(b.1));
    if a.0 < 0.0 {
        by_digits.reverse()
    } else {
        by_digits
    }
}

/// A moment that a date names; one without a time is its first moment, one without a zone is taken
/// for UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment {
    seconds: i64,
    nanoseconds: u32,
}

impl Moment {
    /// `2026-11-20`, `2026-11-20T12:30`, `2026-11-20 12:30:05.25+01:00`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let (date, rest) = bytes.split_at_checked(10)?;
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = date else {
            return None;
        };
        let year = two(*y1, *y2)? * 100 + two(*y3, *y4)?;
        let (month, day) = (two(*m1, *m2)?, two(*d1, *d2)?);
        if !(1..=12).contains(&month) || day < 1 || day > days_in(year, month) {
            return None;
        }
        let midnight = days_before(year, month, day) * 86_400;
        let [b'T' | b't' | b' ', time @ ..] = rest else {
            return rest.is_empty().then_some(Self {
                seconds: midnight,
                nanoseconds: 0,
            });
        };
        let (hour, time) = take_two(time)?;
        let (minute, mut time) = take_two(time.strip_prefix(b":")?)?;
        let mut second = 0;
        let mut nanoseconds = 0;
        if let [b':', rest @ ..] = time {
            (second, time) = take_two(rest)?;
            if let [b'.' | b',', rest @ ..] = time {
                time = after_digits(rest)?;
                let fraction = &rest[..rest.len() - time.len()];
                let digits = fraction.iter().chain(std::iter::repeat(&b'0')).take(9);
                nanoseconds = digits.fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'));
            }
        }
        if hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        let seconds = midnight + hour * 3_600 + minute * 60 + second - zone(time)?;
        Some(Self {
            seconds,
            nanoseconds,
        })
    }
}

/// How many seconds a zone is before UTC: none, `Z`, `+01`, `+0100`, `+01:00`.
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

/// The days before this one, counted from some day in the past. A year begins in March here, so that
/// its leap day is its last.
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

    fn kind(text: &str) -> Kind {
        Value::of_field(text).kind()
    }

    #[test]
    fn a_field_is_what_json_would_write_with_the_same_characters() {
        let cases = [
            (Kind::Empty, &[""][..]),
            (Kind::Truth, &["true", "false"]),
            (
                Kind::Integer,
                &["0", "-0", "7", "-12", "123456789012345678901234567890"],
            ),
            (
                Kind::Number,
                &["0.5", "-1.50", "1e9", "2E-3", "1.0e+10", "1e999"],
            ),
            (
                Kind::Text,
                &[
                    "007", "-", "+1", ".5", "5.", "1e", "1e+", "1.e2", "--1", "1 ", " 1", "1,5",
                ],
            ),
            (
                Kind::Text,
                &[
                    "TRUE", "null", "NaN", "Infinity", "0x10", "-a", "00", "1_000", "٣",
                ],
            ),
        ];
        for (expected, texts) in cases {
            for text in texts {
                assert_eq!(kind(text), expected, "{text:?}");
                let json: Result<serde_json::Value, _> = serde_json::from_str(text);
                let typed = !matches!(expected, Kind::Empty | Kind::Text);
                // What is typed is JSON; 1e999 is too, though serde_json holds no such number.
                assert!(!typed || json.is_ok() || *text == "1e999", "{text:?}");
            }
        }
    }

    #[test]
    fn dates_are_of_iso_8601_and_exist() {
        for text in [
            "2026-11-20",
            "2024-02-29",
            "2000-02-29",
            "2026-11-20T12:30",
            "2026-11-20 12:30:05",
            "2026-11-20T12:30:05.123456789Z",
            "2026-11-20T12:30:05,5+0130",
            "2026-11-20T12:30-01:00",
        ] {
            assert_eq!(kind(text), Kind::Date, "{text}");
        }
        for text in [
            "2026-13-01",
            "2026-00-01",
            "2026-02-29",
            "1900-02-29",
            "2026-11-31",
            "2026-11-20T24:00",
            "2026-11-20T12",
            "2026-11-20T12:30:05.",
            "2026-11-20T12:30:05+1",
            "2026-11-20x",
            "20-11-2026",
            "2026-11-2ä",
        ] {
            assert_eq!(kind(text), Kind::Text, "{text}");
        }
    }

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

    #[test]
    fn numbers_are_in_the_order_of_numbers_also_very_large_ones() {
        let order = |a: &str, b: &str| {
            let value = |text: &str| text.parse().unwrap();
            by_number((value(a), a), (value(b), b))
        };
        assert_eq!(order("9", "10"), Ordering::Less);
        assert_eq!(order("-9", "-10"), Ordering::Greater);
        assert_eq!(order("1e3", "999"), Ordering::Greater);
        assert_eq!(
            order("90071992547409931", "90071992547409932"),
            Ordering::Less
        );
        assert_eq!(
            order("-90071992547409931", "-90071992547409932"),
            Ordering::Greater
        );
    }
}
