//! How a row breaks the rule of quotes.

use taskdeck_core::{Message, message};

/// How a row breaks the rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// An unquoted field has a quote in it.
    QuoteInField,
    /// Something follows a closing quote.
    TextAfterQuote,
    /// A quoted field has no end.
    NeverClosed,
    /// A quoted field contains lines that are rows.
    SwallowsRows,
    /// A quoted field that follows the rule has many lines that look like rows.
    HoldsRows,
}

impl Fault {
    /// Returns what is wrong, and how it was read.
    pub(super) fn in_words(self) -> Message {
        match self {
            Self::QuoteInField => message!("Quote in the middle of a field: kept as it stands"),
            Self::TextAfterQuote => {
                message!("Text after a closing quote: the quotes are kept as they stand")
            }
            Self::NeverClosed => {
                message!("This quote is never closed: its line is read as it stands")
            }
            Self::SwallowsRows => {
                message!("This quote closes only after further rows: it is kept as it stands")
            }
            Self::HoldsRows => message!("This field goes over several lines that look like rows"),
        }
    }
}
