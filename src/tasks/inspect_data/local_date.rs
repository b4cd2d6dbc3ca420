//! Dates that are not in the form of ISO 8601: `31.12.2026`, `12/31/2026 2:30 PM`, `2026/12/31`.

use super::{
    look::{can, seen},
    moment::{Moment, nanoseconds_of},
};

/// A date in any order that its digits allow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct LocalDate {
    pub(super) can: u8,
    pub(super) seen: u32,
    /// The moment with the day first, or the only possible one.
    pub(super) day_first: Option<Moment>,
    /// The moment with the month first, or the only possible one.
    pub(super) month_first: Option<Moment>,
}

/// The numbers of a date, in the order in which they are written.
struct Parts<'a> {
    year: i64,
    first: i64,
    second: i64,
    is_year_first: bool,
    time: Option<Time<'a>>,
}

/// A time of the day.
struct Time<'a> {
    hour: i64,
    minute: i64,
    /// The seconds, and their decimals.
    second: Option<(i64, &'a [u8])>,
}

impl LocalDate {
    /// Reads a field; `None` when it is not such a date.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let parts = Parts::of(text.as_bytes())?;
        if parts.is_year_first {
            let moment = parts.moment(parts.first, parts.second);
            return moment.map(|moment| Self {
                can: can::DATE,
                seen: seen::YEAR_FIRST | seen::LOCAL_DATE,
                day_first: Some(moment),
                month_first: Some(moment),
            });
        }
        let day_first = parts.moment(parts.second, parts.first);
        let month_first = parts.moment(parts.first, parts.second);
        let way = |way, moment: Option<Moment>| if moment.is_some() { way } else { 0 };
        let ways = way(can::DAY_FIRST, day_first) | way(can::MONTH_FIRST, month_first);
        let has_two = day_first.is_some() && month_first.is_some() && day_first != month_first;
        (ways != 0).then_some(Self {
            can: can::LOOK_LIKE_DATES | ways,
            seen: seen::LOCAL_DATE | if has_two { seen::TWO_DATES } else { 0 },
            day_first,
            month_first,
        })
    }
}

/// Writes a date in the form of ISO 8601. Returns whether it was one.
pub(super) fn write_date(text: &str, is_month_first: bool, out: &mut Vec<u8>) -> bool {
    let Some(parts) = Parts::of(text.as_bytes()) else {
        return false;
    };
    let (month, day) = match parts.is_year_first || is_month_first {
        true => (parts.first, parts.second),
        false => (parts.second, parts.first),
    };
    let mut written = format!("{:04}-{month:02}-{day:02}", parts.year);
    if let Some(time) = parts.time {
        written.push_str(&format!("T{:02}:{:02}", time.hour, time.minute));
        if let Some((second, decimals)) = time.second {
            written.push_str(&format!(":{second:02}"));
            if !decimals.is_empty() {
                written.push('.');
                written.extend(decimals.iter().map(|digit| char::from(*digit)));
            }
        }
    }
    out.extend_from_slice(written.as_bytes());
    true
}

impl<'a> Parts<'a> {
    fn of(bytes: &'a [u8]) -> Option<Self> {
        if let [a, b, mark @ (b'.' | b'/' | b'-'), c, d, same, year @ ..] = bytes {
            let is_usual = year.len() == 4 && mark == same;
            let digits = [a, b, c, d].into_iter().chain(year);
            if is_usual && digits.clone().all(u8::is_ascii_digit) {
                let two = |a: u8, b: u8| i64::from(a - b'0') * 10 + i64::from(b - b'0');
                return Some(Self {
                    year: two(year[0], year[1]) * 100 + two(year[2], year[3]),
                    first: two(*a, *b),
                    second: two(*c, *d),
                    is_year_first: false,
                    time: None,
                });
            }
        }
        let (first, length, rest) = number(bytes, 4)?;
        let [mark @ (b'.' | b'/' | b'-'), rest @ ..] = rest else {
            return None;
        };
        let (second, second_length, rest) = number(rest, 2)?;
        let (third, third_length, rest) = number(rest.strip_prefix(&[*mark])?, 4)?;
        let time = match rest {
            [] => None,
            rest => Some(Time::of(rest)?),
        };
        let is_year_first = length == 4;
        if is_year_first != (third_length <= 2) || second_length > 2 {
            return None;
        }
        match (is_year_first, length, third_length) {
            (true, ..) => Some(Self {
                year: first,
                first: second,
                second: third,
                is_year_first,
                time,
            }),
            (false, 1 | 2, 4) => Some(Self {
                year: third,
                first,
                second,
                is_year_first,
                time,
            }),
            _ => None,
        }
    }

    fn moment(&self, month: i64, day: i64) -> Option<Moment> {
        let midnight = Moment::midnight(self.year, month, day)?;
        let Some(time) = &self.time else {
            return Some(midnight);
        };
        let (second, decimals) = time.second.unwrap_or_default();
        let seconds = time.hour * 3_600 + time.minute * 60 + second;
        Some(midnight.plus(seconds, nanoseconds_of(decimals)))
    }
}

impl<'a> Time<'a> {
    /// Reads the time after a date: ` 14:30`, `, 2:30:05.25 PM`.
    fn of(bytes: &'a [u8]) -> Option<Self> {
        let bytes = match bytes {
            [b',', b' ', rest @ ..] | [b' ' | b'T', rest @ ..] => rest,
            _ => return None,
        };
        let (mut hour, _, rest) = number(bytes, 2)?;
        let (minute, 2, mut rest) = number(rest.strip_prefix(b":")?, 2)? else {
            return None;
        };
        let mut second = None;
        if let [b':', after @ ..] = rest {
            let (value, 2, after) = number(after, 2)? else {
                return None;
            };
            let (decimals, after) = match after {
                [b'.' | b',', after @ ..] => {
                    let end = after.iter().position(|byte| !byte.is_ascii_digit());
                    after.split_at(end.unwrap_or(after.len()))
                }
                after => (&after[..0], after),
            };
            second = Some((value, decimals));
            rest = after;
        }
        let half = rest.strip_prefix(b" ").unwrap_or(rest);
        match half.to_ascii_lowercase().as_slice() {
            [] if rest.is_empty() => {}
            b"am" | b"pm" if !(1..=12).contains(&hour) => return None,
            b"am" => hour %= 12,
            b"pm" => hour = hour % 12 + 12,
            _ => return None,
        }
        let is_time = hour < 24 && minute < 60 && second.is_none_or(|(second, _)| second < 60);
        is_time.then_some(Self {
            hour,
            minute,
            second,
        })
    }
}

/// Reads a number of at most `most` digits. Returns it, the number of its digits, and the rest.
fn number(bytes: &[u8], most: usize) -> Option<(i64, usize, &[u8])> {
    let end = bytes.iter().position(|byte| !byte.is_ascii_digit());
    let length = end.unwrap_or(bytes.len());
    if length == 0 || length > most {
        return None;
    }
    let (digits, rest) = bytes.split_at(length);
    let value = digits
        .iter()
        .fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0'));
    Some((value, length, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_can_be_read_in_the_orders_in_which_it_exists() {
        let cases = [
            ("31.12.2026", can::DAY_FIRST, false),
            ("31/12/2026", can::DAY_FIRST, false),
            ("31-12-2026", can::DAY_FIRST, false),
            ("12/31/2026", can::MONTH_FIRST, false),
            ("1/2/2026", can::DAY_FIRST | can::MONTH_FIRST, true),
            ("02/02/2026", can::DAY_FIRST | can::MONTH_FIRST, false),
            ("2026/12/31", can::DAY_FIRST | can::MONTH_FIRST, false),
            ("2026.1.2", can::DAY_FIRST | can::MONTH_FIRST, false),
            ("29.02.2024 23:59", can::DAY_FIRST, false),
        ];
        for (text, ways, has_two) in cases {
            let date = LocalDate::parse(text).unwrap();
            assert_eq!(date.can, can::LOOK_LIKE_DATES | ways, "{text}");
            assert_eq!(date.seen & seen::TWO_DATES != 0, has_two, "{text}");
        }
        for text in [
            "",
            "31.12.26",
            "32.12.2026",
            "31.13.2026",
            "29.02.2026",
            "31.12/2026",
            "31.12.2026 24:00",
            "31.12.2026 2:3",
            "31.12.2026 13:00 PM",
            "31.12.2026x",
            "31.12.2026 12:30:",
            "1.2.3",
            "2026/13/01",
            "001.02.2026",
            "20260.1.2",
            "31.12.2026 12:30 XM",
            "123-45-6789",
        ] {
            assert_eq!(LocalDate::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_date_is_written_as_iso_8601_does() {
        let cases = [
            ("31.12.2026", false, "2026-12-31"),
            ("1/2/2026", false, "2026-02-01"),
            ("1/2/2026", true, "2026-01-02"),
            ("2026/1/2", false, "2026-01-02"),
            ("12/31/2026 2:30 PM", true, "2026-12-31T14:30"),
            ("12/31/2026, 12:05:09am", true, "2026-12-31T00:05:09"),
            ("31.12.2026 7:05:09.250", false, "2026-12-31T07:05:09.250"),
        ];
        for (text, is_month_first, expected) in cases {
            let mut out = Vec::new();
            assert!(write_date(text, is_month_first, &mut out));
            assert_eq!(String::from_utf8(out).unwrap(), expected);
            let date = LocalDate::parse(text).unwrap();
            let moment = if is_month_first {
                date.month_first
            } else {
                date.day_first
            };
            assert_eq!(moment, Moment::parse(expected), "{text}");
        }
    }
}
