//! One row and its fields.

use memchr::{memchr, memchr_iter, memchr2};

use super::{
    dialect::Dialect,
    parser::{Found, Outcome, Parser, after_line_end},
};
use crate::tasks::inspect_data::rows::{Fields, Span};

/// A row: its fields as parts of the text, or of a copy where quotes were escaped.
#[derive(Debug, Default)]
pub(in crate::tasks::inspect_data) struct Record {
    found: Vec<Found>,
    spans: Vec<Span>,
    copy: String,
    is_copied: bool,
    /// The end of the row without its line end, and its delimiter, if that sign occurs only as a delimiter.
    line: Option<(usize, u8)>,
    /// Whether the row is one line, with its end.
    is_line: bool,
}

impl Record {
    /// Reads the row that begins the text. `end` is whether the file ends with the text; `width` is the number of
    /// fields that a row should have, or 0.
    pub(in crate::tasks::inspect_data) fn read(
        &mut self,
        dialect: Dialect,
        text: &str,
        end: bool,
        width: usize,
    ) -> Outcome {
        let raw = text.as_bytes();
        let line = memchr2(b'\n', b'\r', raw);
        let Some(quote) = dialect.quote else {
            return self.plain_row(dialect, text, line, end);
        };
        let first = &raw[..line.unwrap_or(raw.len())];
        if memchr(quote, first).is_none() {
            return self.plain_row(dialect, text, line, end);
        }
        let parser = Parser {
            dialect,
            quote,
            raw,
            end,
            width,
        };
        self.line = None;
        self.is_line = false;
        let outcome = parser.row(&mut self.found);
        if let Outcome::Row { .. } = outcome {
            self.take_fields(dialect, quote, text);
        }
        outcome
    }

    /// Returns the fields of the last row, which was read from this text.
    pub(in crate::tasks::inspect_data) fn fields<'a>(&'a self, text: &'a str) -> Fields<'a> {
        Fields {
            text: if self.is_copied { &self.copy } else { text },
            spans: &self.spans,
            line: self
                .line
                .map(|(stop, delimiter)| (&text[..stop], delimiter)),
        }
    }

    /// Returns whether the last row is one line with its end.
    pub(in crate::tasks::inspect_data) fn is_line(&self) -> bool {
        self.is_line
    }

    /// Returns the start of a field of the last row in the text.
    pub(in crate::tasks::inspect_data) fn start_of(&self, index: usize) -> Option<usize> {
        if self.is_copied {
            self.found.get(index).map(|field| field.start)
        } else {
            self.spans.get(index).map(|span| span.start)
        }
    }

    /// Takes a row without quotes.
    fn plain_row(
        &mut self,
        dialect: Dialect,
        text: &str,
        line: Option<usize>,
        end: bool,
    ) -> Outcome {
        let raw = text.as_bytes();
        if line.is_none() && !end {
            return Outcome::More;
        }
        let stop = line.unwrap_or(raw.len());
        self.is_copied = false;
        self.spans.clear();
        let blank = |start: usize| {
            start + usize::from(dialect.blank && raw[..stop].get(start) == Some(&b' '))
        };
        let mut start = 0;
        for at in memchr_iter(dialect.delimiter, &raw[..stop]) {
            self.spans.push(Span::plain(start, at));
            start = blank(at + 1);
        }
        self.spans.push(Span::plain(start, stop));
        self.line = (!dialect.blank).then_some((stop, dialect.delimiter));
        let length = after_line_end(raw, stop);
        self.is_line = length > stop;
        Outcome::Row {
            length,
            fault: None,
        }
    }

    /// Makes spans of what was found; copies the row where a quote was escaped.
    fn take_fields(&mut self, dialect: Dialect, quote: u8, text: &str) {
        self.spans.clear();
        self.is_copied = self.found.iter().any(|field| field.escaped);
        if !self.is_copied {
            let spans = self.found.iter().map(|field| Span {
                start: field.start,
                end: field.end,
                quoted: field.quoted,
            });
            self.spans.extend(spans);
            return;
        }
        self.copy.clear();
        for field in &self.found {
            let start = self.copy.len();
            let part = &text[field.start..field.end];
            if field.escaped {
                unescape(dialect, quote, part, &mut self.copy);
            } else {
                self.copy.push_str(part);
            }
            self.spans.push(Span {
                start,
                end: self.copy.len(),
                quoted: field.quoted,
            });
        }
    }
}

/// Appends a quoted field without its escapes.
fn unescape(dialect: Dialect, quote: u8, mut part: &str, out: &mut String) {
    loop {
        let bytes = part.as_bytes();
        let found = if dialect.backslash {
            memchr2(quote, b'\\', bytes)
        } else {
            memchr(quote, bytes)
        };
        let Some(at) = found else {
            return out.push_str(part);
        };
        out.push_str(&part[..at]);
        let next = bytes.get(at + 1).copied();
        let is_escape = if bytes[at] == quote {
            next == Some(quote)
        } else {
            next == Some(quote) || next == Some(b'\\')
        };
        let kept = at + usize::from(is_escape);
        out.push(char::from(bytes[kept]));
        part = &part[kept + 1..];
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
#[path = "record_tests.rs"]
mod tests;
