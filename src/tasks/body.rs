//! Whether the body of an answer came whole.

use taskdeck::browser::Answer;
use taskdeck_core::{Message, TaskError, message};

/// Why a body ended before its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Broken {
    /// The connection was cut.
    Cut,
    /// All bytes arrived, but could not be decoded from this encoding.
    Encoding(String),
    /// One of the two; the encoding is not known where its header is hidden.
    CutOrEncoding(Option<String>),
}

impl Broken {
    /// Finds out why the body of an answer ended with this error.
    pub(super) async fn find_out(answer: &Answer, error: &TaskError) -> Self {
        let encoding = answer.encoding();
        if encoding.is_none() && answer.shows_all_headers() {
            return Self::Cut;
        }
        let all_came = match answer.sent_length() {
            Some(length) => answer.received().await == Some(length),
            None => false,
        };
        // The message of Firefox.
        let is_decoding = error.message().english().starts_with("Decoding failed");
        match encoding {
            Some(encoding) if all_came || is_decoding => Self::Encoding(encoding),
            encoding => Self::CutOrEncoding(encoding),
        }
    }

    /// Returns what happened to an answer of this status.
    pub(super) fn after(&self, status: &str) -> Message {
        match self {
            Self::Cut => message!("{status}, then the connection was cut", status = status),
            Self::Encoding(encoding) => message!(
                "{status}, then its encoding, {encoding}, was broken",
                status = status,
                encoding = encoding
            ),
            Self::CutOrEncoding(Some(encoding)) => message!(
                "{status}, then the connection was cut, or its encoding, {encoding}, was broken",
                status = status,
                encoding = encoding
            ),
            Self::CutOrEncoding(None) => message!(
                "{status}, then the connection was cut, or its encoding was broken",
                status = status
            ),
        }
    }
}

/// A body whose length differs from the one that was announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WrongLength {
    /// The bytes that arrived.
    pub(super) came: u64,
    /// The bytes that the server announced.
    pub(super) announced: u64,
}

/// Compares a body of this size, which came to its end, with what the server announced. A browser may take part of a packed body
/// for the whole.
pub(super) async fn wrong_length(answer: &Answer, size: u64) -> Option<WrongLength> {
    let announced = answer.sent_length().filter(|length| *length != size)?;
    if answer.encoding().is_none() && answer.shows_all_headers() {
        let came = size;
        return Some(WrongLength { came, announced });
    }
    let came = answer.received().await?;
    (came < announced).then_some(WrongLength { came, announced })
}
