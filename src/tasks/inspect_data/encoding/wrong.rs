//! What was found wrong while bytes were decoded.

use super::{found::Other, name::Encoding};

pub(super) const REPLACED: &str = "\u{fffd}";

/// A fault in the bytes, and where it is in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Wrong {
    pub(in super::super) at: usize,
    pub(super) what: What,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// Bytes that the encoding does not have; none where they are not known.
    Replaced(Encoding, Vec<u8>),
    /// So many characters of code 0, one after the other.
    Nul(u64),
    /// The control character of this code.
    Control(u8),
    /// The file seems to be of the first encoding, and is read as the second.
    Other(Other, Encoding),
}

impl Wrong {
    /// Returns what is wrong, for a list of problems.
    pub(in super::super) fn in_words(&self) -> String {
        match &self.what {
            What::Replaced(encoding, bytes) if bytes.is_empty() => {
                format!("Not {}: replaced by {REPLACED}", encoding.name())
            }
            What::Replaced(encoding, bytes) => {
                let each: Vec<String> = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
                let which = if bytes.len() == 1 { "byte" } else { "bytes" };
                let (name, bytes) = (encoding.name(), each.join(" "));
                format!("Not {name}: {which} {bytes}, replaced by {REPLACED}")
            }
            What::Nul(1) => "A NUL character (code 0) is in the text: kept".to_owned(),
            What::Nul(count) => format!("{count} NUL characters (code 0) are in the text: kept"),
            What::Control(code) => format!(
                "Control character U+{code:04X}: kept. It is most likely Windows-1252 that was saved as Latin-1"
            ),
            What::Other(other, chosen) => {
                let (name, chosen) = (other.encoding.name(), chosen.name());
                let why = match other.by_mark {
                    true => "begins with the mark of",
                    false => "looks like",
                };
                format!("The file {why} {name}, and is read as {chosen}, which was chosen")
            }
        }
    }
}
