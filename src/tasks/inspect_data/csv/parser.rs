//! Reads a row that has quotes, also if they break the rule.
//!
//! The rule is that of RFC 4180: a field that begins with a quote ends with the next single one, and a delimiter or a
//! line end follows. A row that breaks it is read in other ways, and the first one with the expected number of fields
//! wins.

use memchr::{memchr, memchr2, memchr3};

use super::{dialect::Dialect, fault::Fault};

/// The most lines of a row that breaks the rule.
const LINES: usize = 8;

/// How the quotes of a row are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
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

/// The result of reading a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// A row of `length` bytes with its line end, and its first fault with its offset.
    Row {
        length: usize,
        fault: Option<(Fault, usize)>,
    },
    /// The row continues after the text.
    More,
}

/// A field in the text, without its quotes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) quoted: bool,
    pub(super) escaped: bool,
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

/// Returns the start of the next line, given the end of this one.
pub(super) fn after_line_end(raw: &[u8], stop: usize) -> usize {
    match raw.get(stop..) {
        Some([b'\r', b'\n', ..]) => stop + 2,
        Some([_, ..]) => stop + 1,
        _ => stop,
    }
}

/// Reads rows that have quotes.
#[derive(Clone, Copy)]
pub(super) struct Parser<'a> {
    pub(super) dialect: Dialect,
    pub(super) quote: u8,
    pub(super) raw: &'a [u8],
    pub(super) end: bool,
    pub(super) width: usize,
}

impl Parser<'_> {
    pub(super) fn row(self, found: &mut Vec<Found>) -> Outcome {
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

    /// Reads a row in other ways, and takes the first one with the expected number of fields.
    fn repair(
        self,
        found: &mut Vec<Found>,
        strict: Outcome,
        fault: Option<(Fault, usize)>,
    ) -> Outcome {
        let Some(near) = self.first_lines() else {
            return Outcome::More;
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
                        // By the rule, the row had too few fields because it continued over lines.
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

    /// Limits the text to the next lines; `None` if they have not arrived yet.
    fn first_lines(self) -> Option<Self> {
        let mut length = 0;
        for _ in 0..LINES {
            let rest = &self.raw[length..];
            match memchr2(b'\n', b'\r', rest) {
                Some(stop) => length += after_line_end(rest, stop),
                None if self.end => length = self.raw.len(),
                None => return None,
            }
        }
        Some(Self {
            raw: &self.raw[..length],
            end: true,
            ..self
        })
    }

    /// Reads a row in one way. A strict reading ends where the rule is broken.
    pub(super) fn read(self, reading: Reading, found: &mut Vec<Found>) -> Outcome {
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

    /// Returns the opening quote of the field that begins here.
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

    /// Returns the end of an unquoted field; `None` when that is not known yet.
    fn end_of_plain(self, start: usize) -> Option<usize> {
        let rest = &self.raw[start.min(self.raw.len())..];
        match memchr3(self.dialect.delimiter, b'\n', b'\r', rest) {
            Some(at) => Some(start + at),
            None => self.end.then_some(self.raw.len()),
        }
    }

    /// Returns the end of the quoted field that opens here.
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

    /// Returns the end of a field if only blanks are left of it.
    fn after_blanks(self, at: usize) -> Option<usize> {
        let rest = &self.raw[at..];
        let blanks = rest.iter().take_while(|byte| **byte == b' ').count();
        match rest.get(blanks) {
            Some(byte) if self.ends_field(*byte) => Some(at + blanks),
            Some(_) => None,
            None => Some(at + blanks),
        }
    }
}
