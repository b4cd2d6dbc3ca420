//! Reading one row, also where its quotes break the rule.
//!
//! The rule is that of RFC 4180: a field that begins with a quote ends with the next single one, and a delimiter
//! or a line end follows. A row that breaks it is read in other ways, and the first that gives the expected number
//! of fields is taken.

use memchr::{memchr, memchr_iter, memchr2, memchr3};

use super::dialect::Dialect;
use crate::tasks::inspect_data::rows::{Fields, Span};

/// How far a row that breaks the rule is looked at in other ways.
const WINDOW: usize = 16 << 10;

/// How many lines of a quoted field are looked at to see whether they are rows.
const LINES: usize = 8;

/// How the quotes of a row are understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reading {
    /// By the rule; stops where it is broken.
    Strict,
    /// A quote closes a field only before a delimiter or a line end; any other one is a character.
    Lenient,
    /// As `Lenient`, and a doubled quote is two characters.
    Undoubled,
    /// A field that breaks the rule has no quotes: they are characters.
    Literal,
    /// There are no quotes: each is a character.
    Plain,
}

/// How a row breaks the rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tasks::inspect_data) enum Fault {
    /// An unquoted field has a quote in it.
    QuoteInField,
    /// Something follows a closing quote.
    TextAfterQuote,
    /// A quoted field has no end.
    NeverClosed,
    /// A quoted field has lines in it that are rows.
    SwallowsRows,
    /// A quoted field by the rule has many lines that look like rows.
    HoldsRows,
}

impl Fault {
    /// Returns what is wrong, and how it was read.
    pub(in crate::tasks::inspect_data) fn in_words(self) -> &'static str {
        match self {
            Self::QuoteInField => "Quote in the middle of a field: kept as it stands",
            Self::TextAfterQuote => "Text after a closing quote: the quotes are kept as they stand",
            Self::NeverClosed => "This quote is never closed: its line is read as it stands",
            Self::SwallowsRows => {
                "This quote closes only after further rows: it is kept as it stands"
            }
            Self::HoldsRows => "This field goes over several lines that look like rows",
        }
    }
}

/// What became of a try to read a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tasks::inspect_data) enum Outcome {
    /// A row of so many bytes, its line end included, and what is wrong with it first, and where.
    Row {
        length: usize,
        fault: Option<(Fault, usize)>,
    },
    /// The row goes on after the text.
    More,
}

/// A row: its fields as parts of the text, or of a copy where quotes were escaped.
#[derive(Debug, Default)]
pub(in crate::tasks::inspect_data) struct Record {
    found: Vec<Found>,
    spans: Vec<Span>,
    copy: String,
    is_copied: bool,
    /// Where the row ends, without its line end, and its delimiter, where each one of that sign is one.
    line: Option<(usize, u8)>,
    /// Whether the row is one line, with its end.
    is_line: bool,
}

/// A field in the text, without its quotes.
#[derive(Clone, Copy, Debug)]
struct Found {
    start: usize,
    end: usize,
    quoted: bool,
    escaped: bool,
}

/// The end of a quoted field.
enum Quoted {
    /// It closes at `close`, and what follows begins at `after`.
    Closed {
        close: usize,
        after: usize,
        escaped: bool,
    },
    Broken(Fault, usize),
    More,
}

impl Record {
    /// Reads the row that begins the text. `end` says that nothing follows the text; `width` is the number of
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

    /// Returns the fields of the row that was read last from this text.
    pub(in crate::tasks::inspect_data) fn fields<'a>(&'a self, text: &'a str) -> Fields<'a> {
        Fields {
            text: if self.is_copied { &self.copy } else { text },
            spans: &self.spans,
            line: self
                .line
                .map(|(stop, delimiter)| (&text[..stop], delimiter)),
        }
    }

    /// Whether the row that was read last is one line, with its end.
    pub(in crate::tasks::inspect_data) fn is_line(&self) -> bool {
        self.is_line
    }

    /// Where a field of the row that was read last begins in the text.
    pub(in crate::tasks::inspect_data) fn start_of(&self, index: usize) -> Option<usize> {
        if self.is_copied {
            self.found.get(index).map(|field| field.start)
        } else {
            self.spans.get(index).map(|span| span.start)
        }
    }

    /// A row without quotes.
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

/// Appends a quoted field as it reads.
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

/// Where the next line begins, given where this one ends.
fn after_line_end(raw: &[u8], stop: usize) -> usize {
    match raw.get(stop..) {
        Some([b'\r', b'\n', ..]) => stop + 2,
        Some([_, ..]) => stop + 1,
        _ => stop,
    }
}

/// Reads rows that have quotes.
#[derive(Clone, Copy)]
struct Parser<'a> {
    dialect: Dialect,
    quote: u8,
    raw: &'a [u8],
    end: bool,
    width: usize,
}

impl Parser<'_> {
    fn row(self, found: &mut Vec<Found>) -> Outcome {
        let strict = self.read(Reading::Strict, found);
        let Outcome::Row { length, fault } = strict else {
            return strict;
        };
        let fits = self.width == 0 || found.len() == self.width;
        match fault {
            None if fits => Outcome::Row {
                length,
                fault: self.holds_rows(found),
            },
            None if !self.has_lines(length) => strict,
            Some((Fault::QuoteInField, _)) if fits => strict,
            fault => self.repair(found, strict, fault),
        }
    }

    fn has_lines(self, length: usize) -> bool {
        let row = &self.raw[..length];
        memchr2(b'\n', b'\r', row).is_some_and(|at| after_line_end(row, at) < length)
    }

    /// Tells of a field most of whose inner lines have as many delimiters as a row.
    fn holds_rows(self, found: &[Found]) -> Option<(Fault, usize)> {
        let is_like_row =
            |line: &&[u8]| memchr_iter(self.dialect.delimiter, line).count() + 1 >= self.width;
        let field = found.iter().filter(|field| field.quoted).find(|field| {
            let lines = self.raw[field.start..field.end].split(|byte| *byte == b'\n');
            let lines: Vec<&[u8]> = lines.collect();
            let inner = lines.get(1..lines.len() - 1).unwrap_or_default();
            let alike = inner.iter().filter(|line| is_like_row(line)).count();
            inner.len() >= 3 && alike * 2 >= inner.len()
        });
        field
            .filter(|_| self.width > 1)
            .map(|field| (Fault::HoldsRows, field.start - 1))
    }

    /// Reads a row in other ways, and takes the first that has the expected number of fields.
    fn repair(
        self,
        found: &mut Vec<Found>,
        strict: Outcome,
        fault: Option<(Fault, usize)>,
    ) -> Outcome {
        if self.raw.len() < WINDOW && !self.end {
            return Outcome::More;
        }
        let near = Self {
            raw: &self.raw[..self.raw.len().min(WINDOW)],
            end: true,
            ..self
        };
        for (reading, parser) in [
            (Reading::Lenient, near),
            (Reading::Undoubled, near),
            (Reading::Literal, self),
            (Reading::Plain, self),
        ] {
            match parser.read(reading, found) {
                Outcome::More => return Outcome::More,
                Outcome::Row {
                    length,
                    fault: None | Some((Fault::QuoteInField, _)),
                } if found.len() == self.width => {
                    let fault = fault.or_else(|| {
                        // By the rule the row had too few fields because it went on over lines.
                        let open = memchr(self.quote, self.raw).unwrap_or_default();
                        Some((Fault::SwallowsRows, open))
                    });
                    return Outcome::Row { length, fault };
                }
                Outcome::Row { .. } => {}
            }
        }
        if fault.is_none_or(|(kind, _)| kind == Fault::QuoteInField) {
            self.read(Reading::Strict, found);
            return strict;
        }
        match self.read(Reading::Literal, found) {
            Outcome::Row { length, .. } => Outcome::Row { length, fault },
            Outcome::More => Outcome::More,
        }
    }

    /// Reads a row in one way. A strict reading ends where the rule is broken.
    fn read(self, reading: Reading, found: &mut Vec<Found>) -> Outcome {
        found.clear();
        let mut fault = None;
        let mut at = 0;
        loop {
            let open = self.opening(at, reading);
            let next = match open {
                Some(open) => match self.quoted(open, reading) {
                    Quoted::Closed {
                        close,
                        after,
                        escaped,
                    } => {
                        found.push(Found {
                            start: open + 1,
                            end: close,
                            quoted: true,
                            escaped,
                        });
                        Some(after)
                    }
                    Quoted::More => return Outcome::More,
                    Quoted::Broken(kind, place) if reading == Reading::Strict => {
                        return Outcome::Row {
                            length: 0,
                            fault: Some((kind, place)),
                        };
                    }
                    Quoted::Broken(..) => None,
                },
                None => None,
            };
            let stop = match next {
                Some(after) => after,
                None => {
                    let start = self.after_blank(at);
                    let Some(stop) = self.end_of_plain(start) else {
                        return Outcome::More;
                    };
                    if fault.is_none() && open.is_none() && self.quote == b'"' {
                        let quote = memchr(self.quote, &self.raw[start..stop]);
                        fault = quote.map(|quote| (Fault::QuoteInField, start + quote));
                    }
                    found.push(Found {
                        start,
                        end: stop,
                        quoted: false,
                        escaped: false,
                    });
                    stop
                }
            };
            if self.raw.get(stop) == Some(&self.dialect.delimiter) {
                at = stop + 1;
            } else {
                let length = after_line_end(self.raw, stop);
                return Outcome::Row { length, fault };
            }
        }
    }

    /// Where the field that begins here has its opening quote.
    fn opening(self, at: usize, reading: Reading) -> Option<usize> {
        let mut start = self.after_blank(at);
        match reading {
            Reading::Plain => return None,
            Reading::Lenient | Reading::Undoubled => {
                while self.raw.get(start) == Some(&b' ') && self.dialect.delimiter != b' ' {
                    start += 1;
                }
            }
            Reading::Strict | Reading::Literal => {}
        }
        (self.raw.get(start) == Some(&self.quote)).then_some(start)
    }

    fn after_blank(self, at: usize) -> usize {
        at + usize::from(self.dialect.blank && at > 0 && self.raw.get(at) == Some(&b' '))
    }

    /// Where an unquoted field ends; `None` when that is not known yet.
    fn end_of_plain(self, start: usize) -> Option<usize> {
        let rest = &self.raw[start.min(self.raw.len())..];
        match memchr3(self.dialect.delimiter, b'\n', b'\r', rest) {
            Some(at) => Some(start + at),
            None => self.end.then_some(self.raw.len()),
        }
    }

    /// Where the quoted field ends that opens here.
    fn quoted(self, open: usize, reading: Reading) -> Quoted {
        let is_strict = matches!(reading, Reading::Strict | Reading::Literal);
        let mut escaped = false;
        let mut at = open + 1;
        loop {
            let rest = self.raw.get(at..).unwrap_or_default();
            let found = if self.dialect.backslash {
                memchr2(self.quote, b'\\', rest)
            } else {
                memchr(self.quote, rest)
            };
            let Some(offset) = found else {
                return if self.swallows(open, None) == Some(true) {
                    Quoted::Broken(Fault::SwallowsRows, open)
                } else if self.end {
                    Quoted::Broken(Fault::NeverClosed, open)
                } else {
                    Quoted::More
                };
            };
            at += offset;
            if self.raw[at] != self.quote {
                escaped = true;
                at += 2;
                continue;
            }
            let after = match self.raw.get(at + 1) {
                None if self.end => at + 1,
                None => return Quoted::More,
                Some(byte) if *byte == self.quote && reading != Reading::Undoubled => {
                    escaped = true;
                    at += 2;
                    continue;
                }
                Some(byte) if self.ends_field(*byte) => at + 1,
                Some(_) if is_strict => {
                    let has_lines = memchr2(b'\n', b'\r', &self.raw[open..at]).is_some();
                    return if has_lines {
                        Quoted::Broken(Fault::SwallowsRows, open)
                    } else {
                        Quoted::Broken(Fault::TextAfterQuote, at + 1)
                    };
                }
                Some(_) => match self.after_blanks(at + 1) {
                    Some(after) => after,
                    None => {
                        at += 1;
                        continue;
                    }
                },
            };
            return match self.swallows(open, Some(at)) {
                None => Quoted::More,
                Some(true) => Quoted::Broken(Fault::SwallowsRows, open),
                Some(false) => Quoted::Closed {
                    close: at,
                    after,
                    escaped: escaped && reading != Reading::Undoubled,
                },
            };
        }
    }

    fn ends_field(self, byte: u8) -> bool {
        byte == self.dialect.delimiter || byte == b'\n' || byte == b'\r'
    }

    /// Where a field ends of which only blanks are left.
    fn after_blanks(self, at: usize) -> Option<usize> {
        let rest = &self.raw[at..];
        let blanks = rest.iter().take_while(|byte| **byte == b' ').count();
        match rest.get(blanks) {
            Some(byte) if self.ends_field(*byte) => Some(at + blanks),
            Some(_) => None,
            None => Some(at + blanks),
        }
    }

    /// Whether a quoted field that opens and closes at these places has swallowed rows: each line from the row's
    /// first to the one with the closing quote has the expected number of fields, with that quote as a character.
    /// A table within a field does not look so: its first line has the fields before it, its last one those after
    /// it. `None` where the text does not reach far enough.
    fn swallows(self, open: usize, close: Option<usize>) -> Option<bool> {
        let upto = close.unwrap_or(self.raw.len());
        if self.width < 2 || memchr2(b'\n', b'\r', &self.raw[open..upto]).is_none() {
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

#[cfg(all(test, not(target_arch = "wasm32")))]
#[path = "record_tests.rs"]
mod tests;
