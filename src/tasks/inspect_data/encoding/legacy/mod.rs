//! Which of the encodings that Unicode has replaced a text probably has. The answer is a guess, and is
//! shown as one.

mod east_asia;
mod words;

use super::name::{Encoding, LEGACY};

/// Returns the most probable encoding of a text that is not Unicode; without evidence for another one it
/// is Windows-1252.
pub(super) fn guess(text: &[u8]) -> Encoding {
    let value = east_asia::guess(text).unwrap_or_else(|| words::guess(text));
    Encoding::of_value(value).unwrap_or(Encoding::Legacy(&LEGACY[0]))
}

/// Returns the encoding that is ASCII alone and switches its characters by escapes.
pub(super) fn by_escapes(text: &[u8]) -> Option<Encoding> {
    let first = memchr::memchr(0x1b, text)?;
    let switches = ["\x1b$B", "\x1b$@", "\x1b(J", "\x1b(I"];
    let begins = |switch: &&str| text[first..].starts_with(switch.as_bytes());
    switches.iter().find(|switch| begins(switch))?;
    Encoding::of_value("iso-2022-jp")
}
