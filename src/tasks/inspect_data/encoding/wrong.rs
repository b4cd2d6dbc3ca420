//! Faults that were found while bytes were decoded.

use taskdeck_core::{Message, message};

use super::{found::Other, name::Encoding};

pub(super) const REPLACED: &str = "\u{fffd}";

/// A fault in the bytes, and its offset in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Wrong {
    pub(in super::super) at: usize,
    pub(super) what: What,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// Bytes that the encoding does not have; none if they are not known.
    Replaced(Encoding, Vec<u8>),
    /// This many NUL characters in a row.
    Nul(u64),
    /// The control character of this code.
    Control(u8),
    /// The file seems to have the first encoding, and is read in the second.
    Other(Other, Encoding),
}

impl Wrong {
    /// Returns what is wrong, for a list of problems.
    pub(in super::super) fn in_words(&self) -> Message {
        match &self.what {
            What::Replaced(encoding, bytes) => not_in(encoding.name(), bytes),
            What::Nul(count) => message!(
                "A NUL character (code 0) is in the text: kept|{count} NUL characters (code 0) are in the text: kept",
                count = *count
            ),
            What::Control(code) => message!(
                "Control character U+{code}: kept. It is most likely Windows-1252 that was saved as Latin-1",
                code = format!("{code:04X}")
            ),
            What::Other(other, chosen) => {
                let (name, chosen) = (other.encoding.name(), chosen.name());
                match other.by_mark {
                    true => message!(
                        "The file begins with the mark of {name}, and is read as {chosen}, which was chosen",
                        name = name,
                        chosen = chosen
                    ),
                    false => message!(
                        "The file looks like {name}, and is read as {chosen}, which was chosen",
                        name = name,
                        chosen = chosen
                    ),
                }
            }
        }
    }
}

/// Returns the problem of bytes that the encoding of this name does not have.
fn not_in(name: &str, bytes: &[u8]) -> Message {
    let each: Vec<String> = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
    match &each[..] {
        [] => message!(
            "Not {encoding}: replaced by {sign}",
            encoding = name,
            sign = REPLACED
        ),
        [byte] => message!(
            "Not {encoding}: byte {byte}, replaced by {sign}",
            encoding = name,
            byte = byte,
            sign = REPLACED
        ),
        several => message!(
            "Not {encoding}: bytes {bytes}, replaced by {sign}",
            encoding = name,
            bytes = several.join(" "),
            sign = REPLACED
        ),
    }
}
