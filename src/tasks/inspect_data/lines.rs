//! Reading NDJSON line by line.

use memchr::memchr2;

use super::{
    LONGEST,
    element::{error_at, error_words},
    rows::Rows,
    text::Text,
};

/// Reads a value of JSON from each line. A line that is none is a problem, and the next one is read.
#[derive(Debug, Default)]
pub(super) struct LineReader {
    /// How much of the text has no end of a line.
    searched: usize,
    /// Whether this is the rest of a line that is too long.
    is_too_long: bool,
}

impl LineReader {
    /// Reads as far as the text goes.
    pub(super) fn read(&mut self, text: &mut Text, rows: &mut Rows, end: bool) {
        loop {
            if self.searched == 0 && !self.is_too_long {
                text.skip(b" \t\r\n");
            }
            let rest = text.rest().as_bytes();
            let found = memchr2(b'\n', b'\r', &rest[self.searched..]);
            let length = found.map_or(rest.len(), |at| self.searched + at);
            if length > LONGEST && !self.is_too_long {
                self.is_too_long = true;
                let what = || format!("This line has more than {} MB: left out", LONGEST >> 20);
                rows.problems.add(|| text.place(), what);
            }
            let is_whole = found.is_some() || end;
            if !self.is_too_long && is_whole && length > 0 {
                self.line(text, rows, length);
            }
            if is_whole || self.is_too_long {
                text.read(length, &mut rows.problems);
                self.searched = 0;
            } else {
                self.searched = length;
            }
            if found.is_none() {
                return;
            }
            self.is_too_long = false;
        }
    }

    fn line(&self, text: &Text, rows: &mut Rows, length: usize) {
        let line = &text.rest()[..length];
        if let Err(error) = rows.element(None, line, |at| text.place_at(at)) {
            let place = || text.place_at(error_at(line, &error));
            let what = || format!("Not JSON ({}): this line is left out", error_words(&error));
            rows.problems.add(place, what);
        }
    }
}
