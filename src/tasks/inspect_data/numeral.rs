//! Numbers as they are written: with a decimal point or a decimal comma, with thousands in groups.

use super::{
    float::{MOST_DIGITS, SAFE_DIGITS, decimal},
    look::{can, seen},
    parts::Parts,
};

/// A field that is a number in at least one reading, or only looks like one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Numeral {
    pub(super) can: u8,
    pub(super) seen: u32,
    /// Its value with a decimal point.
    pub(super) point: f64,
    /// Its value with a decimal comma.
    pub(super) comma: f64,
    /// Its number of decimals with a decimal point.
    pub(super) point_decimals: usize,
    /// Its number of decimals with a decimal comma.
    pub(super) comma_decimals: usize,
    /// Whether its decimals end in a significant zero: `1.10`, not `1.0`.
    pub(super) ends_in_zero: bool,
}

impl Numeral {
    /// Reads a whole number of digits only; `None` for anything else.
    #[inline]
    pub(super) fn whole(text: &[u8]) -> Option<f64> {
        let (value, length, sign) = leading_digits(text)?;
        (length == text.len()).then_some(value as f64 * sign)
    }

    /// Reads a number of digits and one mark, as most are; `None` for anything else.
    fn simple(text: &[u8]) -> Option<Self> {
        let (mut value, length, sign) = leading_digits(text)?;
        let (mark, decimals) = text[length..].split_first()?;
        let first = length - usize::from(sign < 0.0);
        let is_simple = matches!(mark, b'.' | b',') && !decimals.is_empty();
        if !is_simple || first + decimals.len() > MOST_DIGITS {
            return None;
        }
        for byte in decimals {
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 {
                return None;
            }
            value = value * 10 + u64::from(digit);
        }
        let plain = match mark {
            b'.' => std::str::from_utf8(&text[length - first..]).ok(),
            _ => None,
        };
        let Some(size) = decimal(value, decimals.len(), plain) else {
            return Some(Self::lossy(seen::LONG));
        };
        let decimal = size * sign;
        let mut numeral = Self {
            can: can::LOOK_LIKE_NUMBERS,
            seen: if first > 3 { seen::UNGROUPED } else { 0 },
            point: decimal,
            comma: decimal,
            point_decimals: decimals.len(),
            comma_decimals: decimals.len(),
            ends_in_zero: decimals.len() > 1 && decimals.ends_with(b"0"),
        };
        let is_zero = text[length - first] == b'0';
        numeral.one_mark(*mark == b',', decimals.len() == 3 && first <= 3 && !is_zero);
        Some(numeral)
    }

    /// Sets what its only mark may be: a decimal mark, or one that groups thousands as well.
    pub(super) fn one_mark(&mut self, is_comma: bool, may_group: bool) {
        let (can, what) = match (is_comma, may_group) {
            (_, true) if is_comma => (can::POINT | can::COMMA, seen::ONE_COMMA),
            (_, true) => (can::POINT | can::COMMA, seen::ONE_POINT),
            (true, false) => (can::COMMA, seen::DECIMAL_COMMA),
            (false, false) => (can::POINT, seen::DECIMAL_POINT),
        };
        self.can |= can;
        self.seen |= what;
        if !may_group {
            return;
        }
        let whole = (self.point * 1_000.0).round();
        match is_comma {
            true => (self.point, self.point_decimals) = (whole, 0),
            false => (self.comma, self.comma_decimals) = (whole, 0),
        }
    }

    /// Reads a field; `None` when it does not look like a number.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if !bytes.last()?.is_ascii_digit() {
            return None;
        }
        if let Some(numeral) = Self::simple(bytes) {
            return Some(numeral);
        }
        if let [b'+', b'0'..=b'9', ..] = bytes {
            return Parts::of(&bytes[1..]).map(|_| Self::lossy(seen::PLUS));
        }
        let parts = Parts::of(bytes)?;
        if parts.first.len() > 1 && parts.first[0] == b'0' {
            let is_plain = parts.group.is_none();
            return is_plain.then(|| Self::lossy(seen::LEADING_ZERO));
        }
        parts.numeral()
    }

    /// Returns whether it is not a whole number in its first reading.
    pub(super) fn is_fraction(&self) -> bool {
        let decimals = match self.can & can::POINT {
            0 => self.comma_decimals,
            _ => self.point_decimals,
        };
        decimals > 0 || self.seen & (seen::EXPONENT | seen::BARE_EXPONENT) != 0
    }

    /// Creates a field that looks like a number and would lose something as one.
    pub(super) fn lossy(what: u32) -> Self {
        Self {
            can: can::LOOK_LIKE_NUMBERS,
            seen: what,
            ..Self::default()
        }
    }
}

/// Returns the whole number that begins this text, its length and its sign; `None` if it has a leading zero, or more
/// digits than are exact.
#[inline]
fn leading_digits(text: &[u8]) -> Option<(u64, usize, f64)> {
    let (start, sign) = match text {
        [b'-', ..] => (1, -1.0),
        _ => (0, 1.0),
    };
    let mut value = 0_u64;
    let mut at = start;
    while let Some(byte) = text.get(at) {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            break;
        }
        value = value * 10 + u64::from(digit);
        at += 1;
        if at - start > SAFE_DIGITS {
            return None;
        }
    }
    let has_zero = at - start > 1 && text[start] == b'0';
    (at > start && !has_zero).then_some((value, at, sign))
}

/// Writes a number as JSON. `mark` is its decimal mark; any other mark groups thousands.
pub(super) fn write_number(text: &str, mark: u8, out: &mut Vec<u8>) {
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' | b'-' | b'+' | b'e' | b'E' => out.push(byte),
            byte if byte == mark => out.push(b'.'),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen_in(text: &str) -> u32 {
        Numeral::parse(text).map_or(0, |numeral| numeral.seen)
    }

    #[test]
    fn a_number_has_a_value_for_each_decimal_mark_that_it_may_have() {
        let cases = [
            ("12", Some(12.0), Some(12.0)),
            ("-12.5", Some(-12.5), None),
            ("12,5", None, Some(12.5)),
            ("1.234", Some(1.234), Some(1_234.0)),
            ("-1,234", Some(-1_234.0), Some(-1.234)),
            ("0.125", Some(0.125), None),
            ("0,125", None, Some(0.125)),
            ("1234,125", None, Some(1_234.125)),
            ("1.234,5", None, Some(1_234.5)),
            ("1,234.5", Some(1_234.5), None),
            ("1.234.567", None, Some(1_234_567.0)),
            ("12,345,678", Some(12_345_678.0), None),
            ("1 234,5", None, Some(1_234.5)),
            ("1'234.5", Some(1_234.5), None),
            (
                "1\u{202f}234\u{202f}567",
                Some(1_234_567.0),
                Some(1_234_567.0),
            ),
            ("1.5e3", Some(1_500.0), None),
            ("1,5E-3", None, Some(0.0015)),
            ("1e+05", Some(100_000.0), Some(100_000.0)),
        ];
        for (text, point, comma) in cases {
            let numeral = Numeral::parse(text).unwrap();
            let read = |way, value| (numeral.can & way != 0).then_some(value);
            assert_eq!(read(can::POINT, numeral.point), point, "{text}");
            assert_eq!(read(can::COMMA, numeral.comma), comma, "{text}");
        }
    }

    #[test]
    fn what_would_lose_something_as_a_number_only_looks_like_one() {
        let cases = [
            (seen::LEADING_ZERO, &["007", "-01", "00.5", "01,5"][..]),
            (seen::PLUS, &["+5", "+1.5"]),
            (
                seen::LONG,
                &[
                    "9007199254740992",
                    "-12345678901234567890",
                    "0.1234567890123456789",
                    "9007199254740993.0",
                    "12.3456789012345678",
                ],
            ),
            (
                seen::ODD_EXPONENT,
                &[
                    "4e12345",
                    "101E10",
                    "1e-400",
                    "0e12345",
                    "12.5e3",
                    "0.5e3",
                    "1e99999999999999999999",
                ],
            ),
        ];
        for (expected, texts) in cases {
            for text in texts {
                let numeral = Numeral::parse(text).unwrap();
                assert_eq!(numeral.can, can::LOOK_LIKE_NUMBERS, "{text}");
                assert_eq!(numeral.seen, expected, "{text}");
            }
        }
    }

    #[test]
    fn digits_that_a_float_gives_back_are_kept() {
        for text in [
            "9007199254740991",
            "0.30000000000000004",
            "1.0000000000000000000000",
            "0.1000000000000000055e0",
            "123456789.012345",
            "2.2250738585072014e-308",
        ] {
            let is_kept = seen_in(text) & seen::LONG == 0;
            assert_eq!(is_kept, !text.contains("0055"), "{text}");
        }
    }

    #[test]
    fn anything_else_is_no_number() {
        for text in [
            "",
            "-",
            ".5",
            "5.",
            "1e",
            "1e+",
            "1..2",
            "1,,2",
            "1_000",
            "1,23,456",
            "1.23.4",
            "12.34.5",
            "1.2.3",
            "0.123.456",
            "1234.567.890",
            "1,234.56,7",
            "1,234.567,890",
            "1 23",
            "0 123",
            "1'23",
            "192.168.100.101",
            "1 234 5",
            "1 234 ",
            "1.234,567.8",
            "٣",
            "1,234e5.5",
            "1.234.567e5",
            "555-1234",
            "0x10",
            "1e5e5",
            "--1",
            "+-1",
        ] {
            assert_eq!(Numeral::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn numbers_are_written_with_the_digits_that_they_have() {
        let written = |text: &str, mark| {
            let mut out = Vec::new();
            write_number(text, mark, &mut out);
            String::from_utf8(out).unwrap()
        };
        assert_eq!(written("-21.419,06", b','), "-21419.06");
        assert_eq!(written("1,234.50", b'.'), "1234.50");
        assert_eq!(written("1’234 567\u{a0}890", b'.'), "1234567890");
        assert_eq!(written("1,5e-3", b','), "1.5e-3");
    }
}
