//! The parts of a number in any notation: its digits, and the marks between them.

use super::{
    float::{GREATEST_WHOLE, MOST_DIGITS, decimal, digits_of},
    look::{can, seen},
    numeral::Numeral,
};

/// The parts of a number: digits, and the marks between them.
pub(super) struct Parts<'a> {
    is_negative: bool,
    /// The digits before the first mark.
    pub(super) first: &'a [u8],
    /// The mark that groups thousands, and how many groups follow.
    pub(super) group: Option<(Mark, usize)>,
    /// The last mark, and the digits after it.
    last: Option<(Mark, &'a [u8])>,
    /// What follows `e`, with its sign.
    exponent: Option<&'a str>,
    /// Everything but the sign and the exponent.
    mantissa: &'a [u8],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Point,
    Comma,
    Blank,
    /// An apostrophe, or a blank that does not break lines.
    Other,
}

impl<'a> Parts<'a> {
    /// Splits a number; `None` when it is not one.
    pub(super) fn of(bytes: &'a [u8]) -> Option<Self> {
        let (is_negative, bytes) = match bytes {
            [b'-', rest @ ..] => (true, rest),
            bytes => (false, bytes),
        };
        let (first, mut rest) = digits(bytes)?;
        let mut parts = Self {
            is_negative,
            first,
            group: None,
            last: None,
            exponent: None,
            mantissa: bytes,
        };
        while let Some((mark, after)) = Mark::of(rest) {
            // The mark before this one groups thousands.
            if let Some((mark, group)) = parts.last {
                let groups = match parts.group {
                    None => 0,
                    Some((same, groups)) if same == mark => groups,
                    Some(_) => return None,
                };
                (group.len() == 3).then_some(())?;
                parts.group = Some((mark, groups + 1));
            }
            let (group, after) = digits(after)?;
            parts.last = Some((mark, group));
            rest = after;
        }
        parts.mantissa = &bytes[..bytes.len() - rest.len()];
        if let [b'e' | b'E', exponent @ ..] = rest {
            let unsigned = match exponent {
                [b'+' | b'-', unsigned @ ..] => unsigned,
                unsigned => unsigned,
            };
            let (_, after) = digits(unsigned)?;
            parts.exponent = std::str::from_utf8(exponent).ok();
            rest = after;
        }
        (rest.is_empty() && parts.is_well_grouped()).then_some(parts)
    }

    /// Returns whether thousands, if they are grouped, are in groups of three digits.
    fn is_well_grouped(&self) -> bool {
        let can_be_grouped = self.first.len() <= 3 && self.first[0] != b'0';
        match (self.group, self.last) {
            (Some((mark, _)), Some((last, digits))) => {
                let is_group = last == mark;
                let is_decimal = matches!(last, Mark::Point | Mark::Comma);
                can_be_grouped && (is_decimal || is_group) && (!is_group || digits.len() == 3)
            }
            (None, Some((Mark::Blank | Mark::Other, digits))) => {
                can_be_grouped && digits.len() == 3
            }
            _ => true,
        }
    }

    /// Returns the number in its readings; `None` when it has none.
    pub(super) fn numeral(&self) -> Option<Numeral> {
        let Some((last, decimals)) = self.last else {
            return Some(self.without_marks());
        };
        let last_groups = match self.group {
            Some((mark, _)) => mark == last,
            None => matches!(last, Mark::Blank | Mark::Other),
        };
        if self.exponent.is_some() {
            return self.group.is_none().then(|| self.with_exponent());
        }
        let group = self.group.map_or(0, |(mark, _)| match mark {
            Mark::Point => seen::POINTS,
            Mark::Comma => seen::COMMAS,
            Mark::Blank => seen::BLANKS,
            Mark::Other => seen::OTHER_GROUPS,
        });
        if last_groups {
            let (can, what) = match last {
                // 192.168.100.101 is not a number.
                Mark::Point if self.is_address() => return None,
                Mark::Point => (can::COMMA, seen::POINTS),
                Mark::Comma => (can::POINT, seen::COMMAS),
                Mark::Blank => (can::POINT | can::COMMA, seen::BLANKS),
                Mark::Other => (can::POINT | can::COMMA, seen::OTHER_GROUPS),
            };
            return Some(self.valued(can, what | group, 0));
        }
        let may_group = self.group.is_none()
            && decimals.len() == 3
            && self.first.len() <= 3
            && self.first[0] != b'0';
        let mut numeral = self.valued(0, group, decimals.len());
        if numeral.seen & seen::LONG == 0 {
            numeral.one_mark(last == Mark::Comma, may_group);
        }
        Some(numeral)
    }

    fn without_marks(&self) -> Numeral {
        if self.exponent.is_some() {
            return self.with_exponent();
        }
        self.valued(can::POINT | can::COMMA, seen::WHOLE, 0)
    }

    /// Returns a number with this many decimals that has the same value in every reading.
    fn valued(&self, can: u8, mut what: u32, decimals: usize) -> Numeral {
        let Some(value) = self.value(decimals) else {
            return Numeral::lossy(seen::LONG);
        };
        if self.group.is_none() && self.first.len() > 3 {
            what |= seen::UNGROUPED;
        }
        Numeral {
            can: can::LOOK_LIKE_NUMBERS | can,
            seen: what,
            point: value,
            comma: value,
            point_decimals: decimals,
            comma_decimals: decimals,
            ends_in_zero: decimals > 1 && self.mantissa.ends_with(b"0"),
        }
    }

    /// Returns the value of the digits; `None` if a float would lose some of them.
    fn value(&self, decimals: usize) -> Option<f64> {
        let (digits, significant) = digits_of(self.mantissa);
        let size = if decimals == 0 {
            (significant <= 16 && digits <= GREATEST_WHOLE).then_some(digits as f64)?
        } else if significant <= MOST_DIGITS {
            decimal(digits, decimals, None)?
        } else {
            self.long_value(decimals)?
        };
        Some(if self.is_negative { -size } else { size })
    }

    /// Returns the value of more digits than fit into 64 bits. A float keeps them only if all but a few are zeros.
    fn long_value(&self, decimals: usize) -> Option<f64> {
        let digits = self.digits();
        let significant = digits.trim_end_matches('0').trim_start_matches('0');
        let zeros = digits.len() - digits.trim_end_matches('0').len();
        if significant.len() > MOST_DIGITS {
            return None;
        }
        let value = significant.parse().ok()?;
        match decimals.checked_sub(zeros) {
            Some(decimals) => decimal(value, decimals, None),
            None => digits[..digits.len() - decimals].parse().ok(),
        }
    }

    /// Returns all digits but those of the exponent.
    fn digits(&self) -> String {
        let digits = self.mantissa.iter().filter(|byte| byte.is_ascii_digit());
        digits.map(|byte| char::from(*byte)).collect()
    }

    /// Returns a number with an exponent: `1.5e10`, `1e+05`, `1E-7`.
    fn with_exponent(&self) -> Numeral {
        let decimals = self.last.map_or(0, |(_, decimals)| decimals.len());
        let mantissa = self.valued(0, 0, decimals);
        if mantissa.seen & seen::LONG != 0 {
            return mantissa;
        }
        let exponent = self.exponent.unwrap_or_default();
        let power: i64 = exponent.parse().unwrap_or(i64::MAX);
        let digits = self.digits();
        let shift = power.saturating_sub(decimals as i64);
        let size: f64 = format!("{digits}e{shift}").parse().unwrap_or(f64::INFINITY);
        let is_zero = digits.bytes().all(|byte| byte == b'0');
        let is_kept = size.is_finite() && (size == 0.0) == is_zero;
        // Programs write one digit before the mark, and no power of zero.
        let is_usual = self.first.len() == 1 && (self.first[0] != b'0' || is_zero && power == 0);
        if !is_kept || !is_usual {
            return Numeral::lossy(seen::ODD_EXPONENT);
        }
        let (can, mark) = match self.last {
            None => (can::POINT | can::COMMA, 0),
            Some((Mark::Comma, _)) => (can::COMMA, seen::DECIMAL_COMMA),
            Some(_) => (can::POINT, seen::DECIMAL_POINT),
        };
        let is_bare = decimals == 0 && !exponent.starts_with(['+', '-']);
        let exponent = match is_bare {
            true => seen::BARE_EXPONENT,
            false => seen::EXPONENT,
        };
        let value = if self.is_negative { -size } else { size };
        Numeral {
            can: can::LOOK_LIKE_NUMBERS | can,
            seen: mark | exponent,
            point: value,
            comma: value,
            ..mantissa
        }
    }

    /// Returns whether this may be an IP address: `192.168.100.101`.
    fn is_address(&self) -> bool {
        let text = std::str::from_utf8(self.mantissa).unwrap_or_default();
        let parts = text.split('.');
        parts.clone().count() == 4 && parts.clone().all(|part| part.parse::<u8>().is_ok())
    }
}

impl Mark {
    /// Returns the mark that begins this text, and the rest.
    fn of(bytes: &[u8]) -> Option<(Self, &[u8])> {
        Some(match bytes {
            [b'.', rest @ ..] => (Self::Point, rest),
            [b',', rest @ ..] => (Self::Comma, rest),
            [b' ', rest @ ..] => (Self::Blank, rest),
            [b'\'', rest @ ..] => (Self::Other, rest),
            // A no-break space, a thin space, a narrow no-break space, an apostrophe.
            [0xc2, 0xa0, rest @ ..]
            | [0xe2, 0x80, 0x89, rest @ ..]
            | [0xe2, 0x80, 0xaf, rest @ ..]
            | [0xe2, 0x80, 0x99, rest @ ..] => (Self::Other, rest),
            _ => return None,
        })
    }
}

/// Returns the digits that begin this text, at least one, and the rest.
fn digits(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut end = 0;
    while end < bytes.len() && bytes[end].is_ascii_digit() {
        end += 1;
    }
    let (digits, rest) = bytes.split_at(end);
    (end > 0).then_some((digits, rest))
}
