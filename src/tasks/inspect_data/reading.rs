//! What a whole column of a CSV is read as, and how its fields become values of JSON.
//!
//! A column is read in the one way that all of its fields allow; if there is none, it is text. These
//! look like numbers and are text all the same, because a reader of numbers would lose something:
//!
//! - digits: whole numbers beyond 2⁵³ − 1, decimals that do not come back from a float;
//! - zeros: `007`; `1.9` beside `1.10`, unless all decimals of the column are as many, as in prices;
//! - signs: `+5`;
//! - ids: `4e12345`, `101E10`, and `1e5` beside `100`. Programs write exponents after one digit, and with
//!   a decimal point or a sign;
//! - numbers in quotes, in a file where another column has all of its numbers without;
//! - what reads both ways: `1,234` where nothing in the column tells a decimal comma from a group of
//!   thousands, `01/02/2026` where no day is beyond 12.
//!
//! Markers like `NA` are nothing in a column that is otherwise numbers, dates or truth values.

use taskdeck_core::{Message, message};

use super::{convert::json_text, local_date::write_date, marker::is_marker, numeral::write_number};

/// How a column is read: all of its fields in one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// All fields are empty.
    Empty,
    /// Text, and why it is not numbers or dates if it looks like them.
    Text(Option<WhyText>),
    Numbers(Numbers),
    Dates {
        /// Whether they have to be converted to the form of ISO 8601.
        is_local: bool,
        is_month_first: bool,
        /// The order, if it is not that of ISO 8601.
        order: Option<DateOrder>,
    },
    Truth {
        /// Whether it has to be converted to lower case.
        has_capitals: bool,
    },
}

/// How numbers are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Numbers {
    /// Whether a comma is the decimal mark.
    pub(super) is_comma: bool,
    /// What groups thousands.
    pub(super) groups: Option<Groups>,
    /// Whether some are not whole numbers.
    pub(super) is_fraction: bool,
}

/// Why a column that looks like numbers or dates is text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WhyText {
    QuotedNumbers,
    LeadingZeros,
    PlusSigns,
    TooManyDigits,
    /// `4e12345`, or `1e5` beside `100`.
    Exponents,
    /// `1.9` beside `1.10`.
    TrailingZeros,
    AmbiguousNumbers,
    /// Some numbers have a decimal point, others a decimal comma.
    BothMarks,
    AmbiguousDates,
    /// Some dates have the day first, others the month.
    BothOrders,
}

/// What groups thousands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Groups {
    Point,
    Comma,
    Blank,
    BlankOrApostrophe,
}

/// What comes first in a date that is not written as in ISO 8601.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DateOrder {
    Day,
    Month,
    Year,
}

impl WhyText {
    fn message(self) -> Message {
        match self {
            Self::QuotedNumbers => message!("numbers in quotes"),
            Self::LeadingZeros => message!("leading zeros"),
            Self::PlusSigns => message!("plus signs"),
            Self::TooManyDigits => message!("more digits than a number keeps"),
            Self::Exponents => message!("digits around an e"),
            Self::TrailingZeros => message!("decimals that end in zeros"),
            Self::AmbiguousNumbers => message!("numbers that read both ways"),
            Self::BothMarks => message!("decimal points and decimal commas"),
            Self::AmbiguousDates => message!("dates that read both ways"),
            Self::BothOrders => message!("dates day first and month first"),
        }
    }
}

impl Groups {
    fn message(self) -> Message {
        match self {
            Self::Point => message!("thousands by point"),
            Self::Comma => message!("thousands by comma"),
            Self::Blank => message!("thousands by blank"),
            Self::BlankOrApostrophe => message!("thousands by blank or apostrophe"),
        }
    }
}

impl DateOrder {
    fn message(self) -> Message {
        match self {
            Self::Day => message!("day first"),
            Self::Month => message!("month first"),
            Self::Year => message!("year first"),
        }
    }
}

impl Reading {
    /// Returns whether markers of missing values are empty. In text they are kept.
    pub(super) fn has_markers(self) -> bool {
        !matches!(self, Self::Empty | Self::Text(_))
    }

    /// Returns the type in one word.
    pub(super) fn word(self) -> Message {
        match self {
            Self::Empty => message!("empty"),
            Self::Text(_) => message!("text"),
            Self::Numbers(Numbers {
                is_fraction: false, ..
            }) => message!("integer"),
            Self::Numbers(_) => message!("number"),
            Self::Dates { .. } => message!("date"),
            Self::Truth { .. } => message!("true/false"),
        }
    }

    /// Returns further properties of the type.
    pub(super) fn notes(self) -> Vec<Message> {
        let mut notes = Vec::new();
        match self {
            Self::Text(why) => notes.extend(why.map(WhyText::message)),
            Self::Numbers(numbers) => {
                if numbers.is_comma && numbers.is_fraction {
                    notes.push(message!("decimal comma"));
                }
                notes.extend(numbers.groups.map(Groups::message));
            }
            Self::Dates { order, .. } => notes.extend(order.map(DateOrder::message)),
            Self::Truth { has_capitals: true } => notes.push(message!("in capitals")),
            Self::Truth { .. } | Self::Empty => {}
        }
        notes
    }

    /// Writes a field as a value of JSON.
    pub(super) fn write(self, text: &str, out: &mut Vec<u8>) {
        if text.is_empty() || (self.has_markers() && is_marker(text)) {
            out.extend_from_slice(b"null");
            return;
        }
        let is_written = match self {
            Self::Numbers(numbers) => numbers.write(text, out),
            Self::Dates {
                is_local: true,
                is_month_first,
                ..
            } => {
                let start = out.len();
                out.push(b'"');
                let is_date = write_date(text, is_month_first, out);
                out.push(b'"');
                if !is_date {
                    out.truncate(start);
                }
                is_date
            }
            Self::Truth { .. } => write_truth(text, out),
            Self::Text(_) | Self::Empty | Self::Dates { .. } => false,
        };
        if !is_written {
            json_text(text, out);
        }
    }
}

impl Numbers {
    fn write(self, text: &str, out: &mut Vec<u8>) -> bool {
        if !text.ends_with(|last: char| last.is_ascii_digit()) {
            return false;
        }
        if self.groups.is_none() && !self.is_comma {
            out.extend_from_slice(text.as_bytes());
        } else {
            write_number(text, if self.is_comma { b',' } else { b'.' }, out);
        }
        true
    }
}

fn write_truth(text: &str, out: &mut Vec<u8>) -> bool {
    let word: &[u8] = match text {
        "true" | "True" | "TRUE" => b"true",
        "false" | "False" | "FALSE" => b"false",
        _ => return false,
    };
    out.extend_from_slice(word);
    true
}
