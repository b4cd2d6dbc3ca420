//! Bytes as text: UTF-8 that comes in pieces, cut anywhere.

use std::collections::VecDeque;

use super::place::{Place, Problems, Walk};

const MARK: char = '\u{feff}';
const REPLACED: &str = "\u{fffd}";

/// The text that was decoded and not yet read, and the place where it begins. What is not UTF-8 is
/// replaced, and is a problem when it is read.
#[derive(Debug)]
pub(super) struct Text {
    text: String,
    start: usize,
    walk: Walk,
    wrong: VecDeque<Wrong>,
    /// The beginning of a character whose end is in the next piece.
    cut: Vec<u8>,
    at_start: bool,
}

/// Bytes that are not UTF-8, and where their replacement is in the text.
#[derive(Debug)]
struct Wrong {
    at: usize,
    bytes: Vec<u8>,
}

impl Text {
    pub(super) fn new() -> Self {
        Self {
            text: String::new(),
            start: 0,
            walk: Walk::new(),
            wrong: VecDeque::new(),
            cut: Vec::new(),
            at_start: true,
        }
    }

    /// What is not yet read.
    pub(super) fn rest(&self) -> &str {
        &self.text[self.start..]
    }

    /// The place where the rest begins.
    pub(super) fn place(&self) -> Place {
        self.walk.place()
    }

    /// The place so many bytes into the rest.
    pub(super) fn place_at(&self, at: usize) -> Place {
        self.walk.place_after(&self.rest().as_bytes()[..at])
    }

    /// So many bytes of the rest are read.
    pub(super) fn read(&mut self, length: usize, problems: &mut Problems) {
        let end = self.start + length;
        while self.wrong.front().is_some_and(|wrong| wrong.at < end) {
            let Some(wrong) = self.wrong.pop_front() else {
                break;
            };
            problems.add(|| self.place_at(wrong.at - self.start), || wrong.in_words());
        }
        self.walk.pass(&self.text.as_bytes()[self.start..end]);
        self.start = end;
    }

    /// Reads over what begins the rest, as long as it is one of these bytes of ASCII.
    pub(super) fn skip(&mut self, skipped: &[u8]) {
        let rest = self.rest().as_bytes();
        let length = rest.iter().position(|byte| !skipped.contains(byte));
        let length = length.unwrap_or(rest.len());
        // None of them is a replacement.
        let end = self.start + length;
        self.walk.pass(&self.text.as_bytes()[self.start..end]);
        self.start = end;
    }

    /// Decodes a piece; `end` says that it is the last one.
    pub(super) fn decode(&mut self, piece: &[u8], end: bool) {
        self.text.drain(..self.start);
        for wrong in &mut self.wrong {
            wrong.at -= self.start;
        }
        self.start = 0;
        if self.cut.is_empty() {
            self.append(piece, end);
        } else {
            let mut joined = std::mem::take(&mut self.cut);
            joined.extend_from_slice(piece);
            self.append(&joined, end);
        }
    }

    fn append(&mut self, mut piece: &[u8], end: bool) {
        loop {
            let error = match std::str::from_utf8(piece) {
                Ok(valid) => return self.append_valid(valid),
                Err(error) => error,
            };
            let (valid, rest) = piece.split_at(error.valid_up_to());
            self.append_valid(std::str::from_utf8(valid).unwrap_or_default());
            let length = match error.error_len() {
                Some(length) => length,
                None if end => rest.len(),
                None => {
                    self.cut = rest.to_vec();
                    return;
                }
            };
            self.wrong.push_back(Wrong {
                at: self.text.len(),
                bytes: rest[..length].to_vec(),
            });
            self.append_valid(REPLACED);
            piece = &rest[length..];
        }
    }

    fn append_valid(&mut self, valid: &str) {
        if valid.is_empty() {
            return;
        }
        let at_start = std::mem::take(&mut self.at_start);
        match valid.strip_prefix(MARK) {
            Some(rest) if at_start => self.text.push_str(rest),
            _ => self.text.push_str(valid),
        }
    }
}

impl Wrong {
    fn in_words(&self) -> String {
        let bytes: Vec<String> = self
            .bytes
            .iter()
            .map(|byte| format!("{byte:02X}"))
            .collect();
        let which = if bytes.len() == 1 { "byte" } else { "bytes" };
        format!(
            "Not UTF-8: {which} {}, replaced by {REPLACED}",
            bytes.join(" ")
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(pieces: &[&[u8]]) -> (String, Vec<(u64, u64, String)>) {
        let mut text = Text::new();
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
        let what = |bytes: &str| format!("Not UTF-8: {bytes}, replaced by \u{fffd}");
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
