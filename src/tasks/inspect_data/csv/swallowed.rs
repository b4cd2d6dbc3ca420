//! Rows that a stray quote would swallow.

use memchr::{memchr, memchr_iter, memchr2};

use super::{
    fault::Fault,
    parser::{Found, Parser, Reading, after_line_end},
};

/// How many lines of a quoted field are looked at to see whether they are rows.
const LINES: usize = 8;

impl Parser<'_> {
    /// Tells of a field most of whose inner lines have as many delimiters as a row.
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

    /// Whether a quoted field that opens and closes at these places has swallowed rows: each line from the row's
    /// first to the one with the closing quote has the expected number of fields, with that quote as a character.
    /// A table within a field does not look so: its first line has the fields before it, its last one those after
    /// it. `None` where the text does not reach far enough.
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
                // The quote that closes the field quotes nothing in its own line.
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

    /// The fields that a line has by itself.
    fn fields_of_line(self, line: &[u8]) -> Vec<Found> {
        let mut fields = Vec::new();
        let alone = Parser {
            raw: line,
            end: true,
            // One line swallows none.
            width: 0,
            ..self
        };
        alone.read(Reading::Literal, &mut fields);
        fields
    }
}
