//! Decodes a text that arrives in pieces, cut anywhere.

use std::collections::VecDeque;

use taskdeck_core::Message;

use super::{
    evidence::Evidence,
    found::{Found, narrow},
    name::{Bytes, Encoding},
    stream::Stream,
    table::Table,
    wide::Wide,
    wrong::{REPLACED, What, Wrong},
};

const MARK: char = '\u{feff}';

/// The bytes from which the encoding is decided where a text stops being ASCII.
const AHEAD: usize = 64 << 10;

/// The decoded text, and its faults.
#[derive(Debug)]
pub(in super::super) struct Sink<'a> {
    pub(in super::super) text: &'a mut String,
    pub(in super::super) wrong: &'a mut VecDeque<Wrong>,
}

/// Decodes bytes that arrive in pieces. While they are ASCII the encoding is open, and is decided at the first other
/// byte.
#[derive(Debug)]
pub(in super::super) struct Decoder {
    found: Found,
    state: State,
    /// The bytes that are skipped at the start: a mark of another encoding.
    skip: usize,
    at_start: bool,
    /// The evidence for UTF-8, if an encoding of single bytes was guessed.
    for_utf_8: Evidence,
}

#[derive(Debug)]
enum State {
    /// Only ASCII so far, and the bytes from the first other one on.
    Ascii(Vec<u8>),
    /// The beginning of a character whose end is in the next piece.
    Utf8(Vec<u8>),
    Wide(Wide),
    Single(Box<Table>),
    Several(Box<Stream>),
}

impl Decoder {
    /// Creates a decoder that decides the encoding where the text stops being ASCII.
    pub(in super::super) fn open() -> Self {
        Self {
            found: Found::open(),
            state: State::Ascii(Vec::new()),
            skip: 0,
            at_start: true,
            for_utf_8: Evidence::default(),
        }
    }

    /// Creates a decoder for a file of this encoding.
    ///
    /// # Errors
    ///
    /// The browser does not know the encoding.
    pub(in super::super) fn new(found: Found) -> Result<Self, Message> {
        let state = match found.encoding() {
            Encoding::Utf8 if found.is_open() => State::Ascii(Vec::new()),
            encoding => State::of(encoding)?,
        };
        let mark = found.other().filter(|other| other.by_mark);
        let skip = mark.map_or(0, |other| other.encoding.mark().len());
        Ok(Self {
            found,
            state,
            skip,
            at_start: true,
            for_utf_8: Evidence::default(),
        })
    }

    /// Returns the encoding as far as it is known.
    pub(in super::super) fn found(&self) -> Found {
        self.found
    }

    /// Returns the number of characters that are valid UTF-8 and that are not, if another encoding was guessed too
    /// early.
    pub(in super::super) fn looks_like_utf_8(&self) -> Option<(usize, usize)> {
        let Evidence { valid, bad } = self.for_utf_8;
        (valid > bad).then_some((valid, bad))
    }

    /// Decodes a piece. `end` is whether it is the last one. Returns the offset at which the encoding was decided, if
    /// that was now.
    pub(in super::super) fn decode(
        &mut self,
        mut piece: &[u8],
        end: bool,
        sink: &mut Sink<'_>,
    ) -> Option<usize> {
        if self.skip > 0 {
            let skipped = self.skip.min(piece.len());
            self.skip -= skipped;
            piece = &piece[skipped..];
        }
        let (before, faults) = (sink.text.len(), sink.wrong.len());
        let decided = match &mut self.state {
            State::Ascii(_) => self.ascii(piece, end, sink),
            state => {
                state.decode(piece, end, sink);
                None
            }
        };
        if matches!(self.state, State::Single(_)) && self.found.is_guessed() {
            self.for_utf_8.add(Evidence::of(piece, false));
        }
        if self.at_start && sink.text.len() > before {
            self.begin(before, faults, sink);
        }
        nul(before, sink);
        controls(before, sink);
        if !sink.wrong.is_empty() {
            sink.wrong.make_contiguous().sort_by_key(|wrong| wrong.at);
        }
        decided
    }

    /// Removes a mark that is the first character.
    fn begin(&mut self, before: usize, faults: usize, sink: &mut Sink<'_>) {
        self.at_start = false;
        if sink.text[before..].starts_with(MARK) {
            sink.text.drain(before..before + MARK.len_utf8());
            for wrong in sink.wrong.iter_mut().skip(faults) {
                wrong.at -= MARK.len_utf8();
            }
        }
        if let Some(other) = self.found.other() {
            let what = What::Other(other, self.found.encoding());
            sink.wrong.push_front(Wrong { at: before, what });
        }
    }

    fn ascii(&mut self, piece: &[u8], end: bool, sink: &mut Sink<'_>) -> Option<usize> {
        let State::Ascii(held) = &mut self.state else {
            return None;
        };
        if held.is_empty() {
            let ascii = ascii_start(piece);
            sink.text.push_str(ascii);
            held.extend_from_slice(&piece[ascii.len()..]);
        } else {
            held.extend_from_slice(piece);
        }
        if held.is_empty() || (held.len() < AHEAD && !end) {
            return None;
        }
        let held = std::mem::take(held);
        let ahead = &held[..held.len().min(AHEAD)];
        let found = narrow(ahead, end && ahead.len() == held.len());
        (self.found, self.state) = match State::of(found.encoding()) {
            Ok(state) => (found, state),
            Err(_) => (Found::utf_8(), State::Utf8(Vec::new())),
        };
        let at = sink.text.len();
        self.state.decode(&held, end, sink);
        Some(at)
    }
}

impl State {
    fn of(encoding: Encoding) -> Result<Self, Message> {
        Ok(match encoding {
            Encoding::Utf8 => Self::Utf8(Vec::new()),
            Encoding::Utf16(_) | Encoding::Utf32(_) => Self::Wide(Wide::new(encoding)),
            Encoding::Legacy(legacy) if legacy.bytes == Bytes::Several => {
                Self::Several(Box::new(Stream::new(legacy)?))
            }
            Encoding::Legacy(legacy) => Self::Single(Box::new(Table::new(legacy)?)),
        })
    }

    fn decode(&mut self, piece: &[u8], end: bool, sink: &mut Sink<'_>) {
        match self {
            Self::Ascii(_) => {}
            Self::Utf8(cut) if cut.is_empty() => utf_8(piece, end, cut, sink),
            Self::Utf8(cut) => {
                let mut joined = std::mem::take(cut);
                joined.extend_from_slice(piece);
                utf_8(&joined, end, cut, sink);
            }
            Self::Wide(wide) => wide.decode(piece, end, sink),
            Self::Single(table) => table.decode(piece, sink),
            Self::Several(stream) => stream.decode(piece, end, sink),
        }
    }
}

impl Sink<'_> {
    /// Puts a replacement in the place of these bytes.
    pub(super) fn replace(&mut self, encoding: Encoding, bytes: &[u8]) {
        self.wrong.push_back(Wrong {
            at: self.text.len(),
            what: What::Replaced(encoding, bytes.to_vec()),
        });
        self.text.push_str(REPLACED);
    }
}

/// Returns the part of a piece before its first byte beyond ASCII.
fn ascii_start(piece: &[u8]) -> &str {
    let length = match piece.is_ascii() {
        true => piece.len(),
        false => piece.iter().position(|byte| !byte.is_ascii()).unwrap_or(0),
    };
    std::str::from_utf8(&piece[..length]).unwrap_or_default()
}

fn utf_8(mut piece: &[u8], end: bool, cut: &mut Vec<u8>, sink: &mut Sink<'_>) {
    loop {
        let error = match std::str::from_utf8(piece) {
            Ok(valid) => return sink.text.push_str(valid),
            Err(error) => error,
        };
        let (valid, rest) = piece.split_at(error.valid_up_to());
        sink.text
            .push_str(std::str::from_utf8(valid).unwrap_or_default());
        let length = match error.error_len() {
            Some(length) => length,
            None if end => rest.len(),
            None => {
                *cut = rest.to_vec();
                return;
            }
        };
        sink.replace(Encoding::Utf8, &rest[..length]);
        piece = &rest[length..];
    }
}

/// Adds the NUL characters from here on. Those in a row are one fault.
fn nul(from: usize, sink: &mut Sink<'_>) {
    let text = &sink.text.as_bytes()[from..];
    let mut next = memchr::memchr(0, text);
    while let Some(at) = next {
        let run = text[at..].iter().take_while(|byte| **byte == 0).count();
        if at > 0 || !goes_on(sink.wrong, from, run) {
            let (at, what) = (from + at, What::Nul(run as u64));
            sink.wrong.push_back(Wrong { at, what });
        }
        let after = at + run;
        next = memchr::memchr(0, &text[after..]).map(|at| after + at);
    }
}

/// Adds the control characters from U+0080 to U+009F: punctuation of Windows-1252 that was once read as Latin-1.
fn controls(from: usize, sink: &mut Sink<'_>) {
    const FIRST_BYTE: u8 = 0xc2;
    let text = &sink.text.as_bytes()[from..];
    for at in memchr::memchr_iter(FIRST_BYTE, text) {
        if let Some(code @ 0x80..=0x9f) = text.get(at + 1) {
            let what = What::Control(*code);
            let at = from + at;
            sink.wrong.push_back(Wrong { at, what });
        }
    }
}

/// Adds to the run that ends where the new text begins, if there is one.
fn goes_on(wrong: &mut VecDeque<Wrong>, from: usize, run: usize) -> bool {
    let before = wrong.iter_mut().rev().find(|wrong| wrong.at < from);
    match before {
        Some(Wrong {
            at,
            what: What::Nul(count),
        }) if *at as u64 + *count == from as u64 => {
            *count += run as u64;
            true
        }
        _ => false,
    }
}

/// Decodes these pieces in a chosen encoding.
#[cfg(test)]
pub(super) fn decoded(encoding: Encoding, pieces: &[&[u8]]) -> (String, Vec<(usize, String)>) {
    decoded_as(Found::chosen(encoding, &[]), pieces)
}

#[cfg(test)]
pub(super) fn decoded_as(found: Found, pieces: &[&[u8]]) -> (String, Vec<(usize, String)>) {
    let (mut text, mut wrong) = (String::new(), VecDeque::new());
    let mut decoder = Decoder::new(found).unwrap();
    for (index, piece) in pieces.iter().enumerate() {
        let mut sink = Sink {
            text: &mut text,
            wrong: &mut wrong,
        };
        decoder.decode(piece, index + 1 == pieces.len(), &mut sink);
    }
    let wrong = wrong
        .iter()
        .map(|wrong| (wrong.at, wrong.in_words().to_string()));
    (text, wrong.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_in_a_row_are_told_once_wherever_they_are_cut() {
        let told = |pieces: &[&[u8]]| decoded(Encoding::Utf8, pieces).1;
        let three = "3 NUL characters (code 0) are in the text: kept".to_owned();
        let one = "A NUL character (code 0) is in the text: kept".to_owned();
        let wrong = "Not UTF-8: byte FF, replaced by \u{fffd}".to_owned();
        let expected = [(1, three), (5, wrong), (8, one)];
        assert_eq!(told(&[b"a\0\0\0b\xff\0"]), expected);
        assert_eq!(told(&[b"a\0", b"\0\0", b"b\xff", b"\0"]), expected);
    }
}
