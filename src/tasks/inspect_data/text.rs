//! The text of a file, decoded piece by piece and read in order.

use std::collections::VecDeque;

use taskdeck_core::{Message, message};

use super::{
    encoding::{Decoder, Encoding, Found, Sink, Wrong},
    place::{Place, Problems, Walk},
};

/// The text that is decoded and not yet read, and the place where it begins. Bytes that cannot be decoded are
/// replaced, and are a problem when they are read.
#[derive(Debug)]
pub(super) struct Text {
    text: String,
    start: usize,
    /// The bytes that were read before this text.
    before: u64,
    walk: Walk,
    wrong: VecDeque<Wrong>,
    decoder: Decoder,
    /// The place where the encoding was decided, if that was after the start.
    decided: Option<Place>,
}

impl Text {
    /// Creates the text of a file of unknown encoding, which is decided where the text stops being ASCII.
    pub(super) fn new() -> Self {
        Self::decoded_by(Decoder::open())
    }

    /// Creates the text of a file of this encoding.
    ///
    /// # Errors
    ///
    /// The browser does not know the encoding.
    pub(super) fn of(found: Found) -> Result<Self, Message> {
        Ok(Self::decoded_by(Decoder::new(found)?))
    }

    fn decoded_by(decoder: Decoder) -> Self {
        Self {
            text: String::new(),
            start: 0,
            before: 0,
            walk: Walk::new(),
            wrong: VecDeque::new(),
            decoder,
            decided: None,
        }
    }

    /// Returns the encoding and how it was found: *UTF-16 LE (by its mark)*.
    pub(super) fn encoding_in_words(&self) -> Message {
        let found = self.decoder.found();
        match self.decided {
            Some(place) if found.encoding() != Encoding::Utf8 => {
                message!(
                    "{name} (guessed at line {line}, ASCII before it)",
                    name = found.encoding().name(),
                    line = place.line
                )
            }
            _ => found.in_words(),
        }
    }

    /// Returns whether the encoding is only the most probable one.
    pub(super) fn is_guessed(&self) -> bool {
        self.decoder.found().is_guessed()
    }

    /// Returns the evidence against a guessed encoding.
    pub(super) fn doubt(&self) -> Option<Message> {
        let (valid, bad) = self.decoder.looks_like_utf_8()?;
        Some(message!(
            "{valid} characters look like UTF-8, which would be wrong in 1 place.|{valid} characters look like UTF-8, which would be wrong in {count} places.",
            valid = valid,
            count = bad
        ))
    }

    /// Returns whether the encoding is UTF-8, or ASCII, which is a part of it.
    pub(super) fn is_utf_8(&self) -> bool {
        self.decoder.found().encoding() == Encoding::Utf8
    }

    /// Returns the text that is not yet read.
    pub(super) fn rest(&self) -> &str {
        &self.text[self.start..]
    }

    /// Returns the number of bytes that were read.
    pub(super) fn offset(&self) -> u64 {
        self.before + self.start as u64
    }

    /// Returns the place where the rest begins.
    pub(super) fn place(&self) -> Place {
        self.walk.place()
    }

    /// Returns the place at this offset in the rest.
    pub(super) fn place_at(&self, at: usize) -> Place {
        self.walk.place_after(&self.rest().as_bytes()[..at])
    }

    /// Reads this many bytes of the rest.
    pub(super) fn read(&mut self, length: usize, problems: &mut Problems) {
        let end = self.start + length;
        self.add_problems(end, problems);
        self.walk.pass(&self.text.as_bytes()[self.start..end]);
        self.start = end;
    }

    /// Reads this many bytes of the rest, which are one line with its end.
    pub(super) fn read_line(&mut self, length: usize, problems: &mut Problems) {
        let end = self.start + length;
        self.add_problems(end, problems);
        self.walk.pass_line(self.text.as_bytes()[end - 1] == b'\r');
        self.start = end;
    }

    /// Adds the problems up to this offset.
    fn add_problems(&mut self, end: usize, problems: &mut Problems) {
        while self.wrong.front().is_some_and(|wrong| wrong.at < end) {
            let Some(wrong) = self.wrong.pop_front() else {
                break;
            };
            problems.add(
                || self.place_at(wrong.at.saturating_sub(self.start)),
                || wrong.in_words(),
            );
        }
    }

    /// Skips these ASCII bytes at the start of the rest.
    pub(super) fn skip(&mut self, skipped: &[u8]) {
        let rest = self.rest().as_bytes();
        if rest.first().is_none_or(|first| !skipped.contains(first)) {
            return;
        }
        let length = rest.iter().position(|byte| !skipped.contains(byte));
        let length = length.unwrap_or(rest.len());
        // None of them is a replacement.
        let end = self.start + length;
        self.walk.pass(&self.text.as_bytes()[self.start..end]);
        self.start = end;
    }

    /// Decodes a piece. `end` is whether it is the last one.
    pub(super) fn decode(&mut self, piece: &[u8], end: bool) {
        self.text.drain(..self.start);
        for wrong in &mut self.wrong {
            wrong.at = wrong.at.saturating_sub(self.start);
        }
        self.before += self.start as u64;
        self.start = 0;
        let mut sink = Sink {
            text: &mut self.text,
            wrong: &mut self.wrong,
        };
        let decided = self.decoder.decode(piece, end, &mut sink);
        self.decided = self.decided.or(decided.map(|at| self.place_at(at)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(pieces: &[&[u8]]) -> (String, Vec<(u64, u64, Message)>) {
        let mut text = Text::of(Found::chosen(Encoding::Utf8, pieces[0])).unwrap();
        for (index, piece) in pieces.iter().enumerate() {
            text.decode(piece, index + 1 == pieces.len());
        }
        let whole = text.rest().to_owned();
        let mut problems = Problems::default();
        text.read(whole.len(), &mut problems);
        let found = problems.into_first().into_iter();
        let found = found.map(|found| (found.place.line, found.place.column, found.what));
        (whole, found.collect())
    }

    #[test]
    fn a_mark_at_the_start_is_no_text_and_later_it_is() {
        let (text, found) = decoded(&[b"\xef\xbb", b"\xbfa\xef\xbb\xbf\xff"]);
        assert_eq!(text, "a\u{feff}\u{fffd}");
        assert_eq!((found[0].0, found[0].1), (1, 3));
    }

    #[test]
    fn what_is_not_utf_8_is_replaced_and_its_place_is_known() {
        let (text, found) = decoded(&[b"a\n\xc3\xa4b\xe9c\xf0\x9f"]);
        assert_eq!(text, "a\n\u{e4}b\u{fffd}c\u{fffd}");
        let what = |bytes: &str| Message::from(format!("Not UTF-8: {bytes}, replaced by \u{fffd}"));
        assert_eq!(
            found,
            [(2, 3, what("byte E9")), (2, 5, what("bytes F0 9F"))]
        );
    }

    #[test]
    fn it_is_the_same_wherever_it_is_cut() {
        let whole = b"\xef\xbb\xbfa\r\n\xf0\x9d\x84\x9e\xf0\x9f\x41\xff\xe2\x82\xac\xe2\x82";
        let expected = decoded(&[whole]);
        for at in 0..=whole.len() {
            let (before, after) = whole.split_at(at);
            assert_eq!(decoded(&[before, after]), expected, "cut at {at}");
        }
        let bytes: Vec<&[u8]> = whole.chunks(1).collect();
        assert_eq!(decoded(&bytes), expected);
    }
}
