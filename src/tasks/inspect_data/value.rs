//! The kind of a value of JSON, or of a field of a CSV.

use std::cmp::Ordering;

use taskdeck_core::{Message, message};

use super::moment::Moment;

/// The kind of a value. A field of a CSV has the kind of the value of JSON with the same characters: `007` and `TRUE`
/// are text. How its column is read is a [`Reading`](super::reading::Reading).
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

    /// All kinds but `Empty`.
    pub(super) const SOMETHING: [Self; Self::COUNT - 1] = [
        Self::Truth,
        Self::Integer,
        Self::Number,
        Self::Date,
        Self::Text,
        Self::Object,
        Self::List,
    ];

    /// Returns the kind in one word.
    pub(super) fn word(self) -> Message {
        match self {
            Self::Empty => message!("empty"),
            Self::Truth => message!("true/false"),
            Self::Integer => message!("integer"),
            Self::Number => message!("number"),
            Self::Date => message!("date"),
            Self::Text => message!("text"),
            Self::Object => message!("object"),
            Self::List => message!("list"),
        }
    }
}

/// A value: its kind, and the key of its order.
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
    /// Returns the value of a text of JSON.
    pub(super) fn of_text(text: &str) -> Self {
        match text.as_bytes() {
            [] => Self::Empty,
            [b'0'..=b'9', ..] => Moment::parse(text).map_or(Self::Text, Self::Date),
            _ => Self::Text,
        }
    }

    /// Returns the value of JSON that is not a text.
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

/// Reads a number by the grammar of JSON.
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

/// Returns the number of leading digits.
pub(super) fn digits(bytes: &[u8]) -> usize {
    let end = bytes.iter().position(|byte| !byte.is_ascii_digit());
    end.unwrap_or(bytes.len())
}

pub(super) fn after_digits(bytes: &[u8]) -> Option<&[u8]> {
    match digits(bytes) {
        0 => None,
        some => Some(&bytes[some..]),
    }
}

/// Compares two numbers, also if they differ only beyond the precision of a float.
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the kind of a text as JSON; text if it is not JSON.
    fn kind(text: &str) -> Kind {
        let value = number(text).or_else(|| Moment::parse(text).map(Value::Date));
        let value = value.unwrap_or(match text {
            "" => Value::Empty,
            "true" | "false" => Value::of_json(text),
            _ => Value::Text,
        });
        value.kind()
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
                // A typed value is JSON. So is 1e999, though serde_json has no such number.
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
