//! Skips lines up to one where reading can continue.

use memchr::memchr2;
use taskdeck_core::{Message, message};

use super::{
    place::{Place, Problems},
    rows::Rows,
    text::Text,
};

/// The blank space of JSON.
pub(super) const SPACE: &[u8] = b" \t\r\n";

/// Lines that are skipped because of a fault in them.
#[derive(Debug)]
pub(super) struct Skip {
    place: Place,
    what: Message,
    /// The first of these lines.
    first: u64,
    /// Whether the start of the first line was read.
    is_rest: bool,
    /// The beginning of a line where reading can continue; any line if it is `None`.
    opening: Option<Opening>,
    is_at_start: bool,
}

/// The beginning of the line of a value: blanks, and its first byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Opening {
    pub(super) blanks: usize,
    pub(super) byte: u8,
}

impl Opening {
    /// Returns whether a line has this beginning; `None` when that is not known yet.
    fn is_of(self, line: &[u8]) -> Option<bool> {
        let blanks = line
            .iter()
            .take_while(|byte| matches!(byte, b' ' | b'\t'))
            .count();
        match line.get(blanks) {
            Some(byte) => Some(blanks == self.blanks && *byte == self.byte),
            None if blanks > self.blanks => Some(false),
            None => None,
        }
    }

    /// Returns the offset of the first line with this beginning in a part of a text.
    pub(super) fn find(self, text: &[u8], mut from: usize, to: usize) -> Option<usize> {
        while let Some(end) = memchr2(b'\n', b'\r', text.get(from..)?) {
            from += end + 1;
            if from > to {
                return None;
            }
            if self.is_of(&text[from..]) == Some(true) {
                return Some(from);
            }
        }
        None
    }
}

impl Skip {
    /// Skips from here on, because of a fault at a place.
    pub(super) fn new(text: &Text, fault: (Place, Message), opening: Option<Opening>) -> Self {
        let (place, what) = fault;
        Self {
            place,
            what,
            first: text.place().line,
            is_rest: false,
            opening,
            is_at_start: false,
        }
    }

    /// Sets whether the start of the first line was read.
    pub(super) fn rest_of_line(mut self, is_rest: bool) -> Self {
        self.is_rest = is_rest;
        self
    }

    /// Skips to the end of the text. Returns whether reading can continue; the fault is among the problems then.
    pub(super) fn go_on(&mut self, text: &mut Text, problems: &mut Problems, end: bool) -> bool {
        loop {
            let rest = text.rest().as_bytes();
            if self.is_at_start {
                let is_found = match self.opening {
                    None => Some(true),
                    Some(opening) => opening.is_of(rest),
                };
                match is_found {
                    Some(true) => return self.is_over(text, problems),
                    None if !end => return false,
                    Some(false) | None => {}
                }
            }
            if rest.is_empty() {
                return end && self.is_over(text, problems);
            }
            let found = memchr2(b'\n', b'\r', rest);
            let length = found.map_or(rest.len(), |at| at + 1);
            self.is_at_start = found.is_some();
            text.read(length, problems);
        }
    }

    fn is_over(&self, text: &Text, problems: &mut Problems) -> bool {
        let here = text.place();
        let last = here.line - u64::from(here.column == 1 && here.line > self.first);
        let what = || match (last > self.first, self.is_rest) {
            (true, _) => message!(
                "{what}: lines {first} to {last} are left out",
                what = &self.what,
                first = self.first.to_string(),
                last = last.to_string()
            ),
            (false, true) => message!(
                "{what}: the rest of this line is left out",
                what = &self.what
            ),
            (false, false) => message!("{what}: this line is left out", what = &self.what),
        };
        problems.add(|| self.place, what);
        true
    }
}

/// Skips blank space, byte order marks of concatenated files, and record separators.
pub(super) fn skip_blanks(text: &mut Text, rows: &mut Rows) {
    const MARK: char = '\u{feff}';
    loop {
        text.skip(b" \t\r\n\x1e");
        if !text.rest().starts_with(MARK) {
            return;
        }
        text.read(MARK.len_utf8(), &mut rows.problems);
    }
}
