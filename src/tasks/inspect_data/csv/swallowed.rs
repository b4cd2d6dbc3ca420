//! Rows that a stray quote would swallow.

use memchr::{memchr, memchr_iter, memchr2};

use super::{
    fault::Fault,
    parser::{Found, Parser, Reading, after_line_end},
};

/// The lines of a quoted field that are compared with rows.
const LINES: usize = 8;

impl Parser<'_> {
    /// Returns the fault of a field if most of its inner lines have as many delimiters as a row.
    pub(super) fn holds_rows(self, found: &[Found]) -> Option<(Fault, usize)> {
        // Lines with one comma are usual in texts.
        let needed = match self.width {
            0 | 1 => return None,
            2 => 8,
            _ => 3,
        };
        let is_like_row =
            |line: &&&[u8]| memchr_iter(self.dialect.delimiter, line).count() + 1 == self.width;
        let field = found.iter().filter(|field| field.quoted).find(|field| {
            let text = &self.raw[field.start..field.end];
            if memchr(b'\n', text).is_none() {
                return false;
            }
            let lines: Vec<&[u8]> = text.split(|byte| *byte == b'\n').collect();
            let inner = &lines[1..lines.len() - 1];
            let alike = inner.iter().filter(is_like_row).count();
            inner.len() >= needed && alike * 2 >= inner.len()
        });
        field.map(|field| (Fault::HoldsRows, field.start - 1))
    }

    /// Returns whether a quoted field that opens and closes at these offsets has swallowed rows: each line from the
    /// row's first to the one with the closing quote has the expected number of fields, with that quote as a
    /// character. A table within a field does not look like that: its first line follows the fields before it, and
    /// its last line precedes those after it. `None` if the text is too short.
    pub(super) fn swallows(self, open: usize, close: Option<usize>) -> Option<bool> {
        let upto = close.unwrap_or(self.raw.len());
        let has_line_end = |part: &[u8]| memchr2(b'\n', b'\r', part).is_some();
        let is_first = !has_line_end(&self.raw[..open]);
        if self.width < 2 || !is_first || !has_line_end(&self.raw[open..upto]) {
            return Some(false);
        }
        let needed = if self.width == 2 { 4 } else { 3 };
        let mut start = 0;
        for count in 1..=LINES {
            let rest = &self.raw[start..];
            let stop = memchr2(b'\n', b'\r', rest);
            if stop.is_none() && !self.end {
                return None;
            }
            let line = &rest[..stop.unwrap_or(rest.len())];
            let fields = self.fields_of_line(line);
            if fields.len() != self.width {
                return Some(false);
            }
            let end = start + line.len();
            if let Some(close) = close.filter(|close| *close <= end) {
                // The closing quote quotes nothing in its own line.
                let is_stray = |field: &Found| {
                    !field.quoted && (field.start..field.end).contains(&(close - start))
                };
                return Some(count >= needed && fields.iter().any(is_stray));
            }
            let Some(stop) = stop else {
                return Some(false);
            };
            start += after_line_end(rest, stop);
        }
        Some(true)
    }

    /// Returns the fields of a line by itself.
    fn fields_of_line(self, line: &[u8]) -> Vec<Found> {
        let mut fields = Vec::new();
        let alone = Parser {
            raw: line,
            end: true,
            // One line swallows no other.
            width: 0,
            ..self
        };
        alone.read(Reading::Literal, &mut fields);
        fields
    }
}
