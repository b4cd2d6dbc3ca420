//! Reads values of JSON one after the other: NDJSON, and values that take several lines or share one.

use memchr::memchr2;
use serde_json::value::RawValue;
use taskdeck_core::{Arg, Message, message};

use super::{
    LONGEST,
    element::{error_at, error_words},
    place::Place,
    rows::Rows,
    skip::{Opening, Skip, skip_blanks},
    syntax::{End, Syntax},
    text::Text,
    unread::not_json,
};

/// The length of an unfinished line at which values are searched for in it.
const LINE: usize = 64 << 10;

/// Reads values of JSON one after the other. A fault is a problem, and reading continues in the next line that can
/// begin a value.
#[derive(Debug, Default)]
pub(super) struct LineReader {
    /// The length of the text in which no line end was found.
    searched: usize,
    /// Whether a value is being read that is not a whole line.
    is_in_value: bool,
    syntax: Syntax,
    skip: Option<Skip>,
    /// The line in which the last value ended.
    last: u64,
    /// Whether a value takes several lines, or shares one.
    is_free: bool,
}

impl LineReader {
    /// Returns whether each value has its own line.
    pub(super) fn is_by_lines(&self) -> bool {
        !self.is_free
    }

    /// Reads to the end of the text.
    pub(super) fn read(&mut self, text: &mut Text, rows: &mut Rows, end: bool) {
        loop {
            if let Some(skip) = &mut self.skip {
                if !skip.go_on(text, &mut rows.problems, end) {
                    return;
                }
                self.skip = None;
            }
            if !self.is_in_value && self.searched == 0 {
                skip_blanks(text, rows);
            }
            if text.rest().is_empty() {
                return;
            }
            let goes_on = if self.is_in_value {
                self.value(text, rows, end)
            } else {
                self.line(text, rows, end)
            };
            if !goes_on {
                return;
            }
        }
    }

    /// Reads a whole line as one value. Returns whether there may be more to read. Searches for the end of the line
    /// once, and no further than the values of a long line need.
    fn line(&mut self, text: &mut Text, rows: &mut Rows, end: bool) -> bool {
        if text.place().line == self.last {
            // A value after another one in its line is not a whole line.
            self.is_in_value = true;
            return true;
        }
        let rest = text.rest();
        let most = rest.len().min(LINE);
        let found = memchr2(b'\n', b'\r', &rest.as_bytes()[self.searched..most]);
        let length = found.map_or(most, |at| self.searched + at);
        if found.is_none() && !end && length < LINE {
            self.searched = length;
            return false;
        }
        self.searched = 0;
        let is_line = found.is_some() || (end && most == rest.len());
        let is_read = is_line
            && rows
                .element(None, &rest[..length], |at| text.place_at(at))
                .is_ok();
        if is_read {
            self.is_value(text, rows, length);
        } else {
            self.is_in_value = true;
        }
        true
    }

    /// Reads a value that is not a whole line. Returns whether there may be more to read.
    fn value(&mut self, text: &mut Text, rows: &mut Rows, end: bool) -> bool {
        let rest = text.rest();
        let most = rest.len().min(LONGEST);
        let is_last = end && most == rest.len();
        let bytes = &rest.as_bytes()[..most];
        match self.syntax.end(text.offset(), bytes, is_last) {
            End::Open if most == LONGEST => {
                let what = message!("A value of more than {size}", size = Arg::bytes(LONGEST));
                self.leave_out(Skip::new(text, (text.place(), what), None), text);
            }
            End::Open if is_last => self.fault(text, most),
            End::Open => return false,
            End::Wrong(at) => self.fault(text, at),
            End::Whole(length) => match wrong_after(bytes, length, is_last) {
                None => return false,
                Some(Some(at)) => self.fault(text, at),
                Some(None) => {
                    let raw = &rest[..length];
                    match rows.element(None, raw, |at| text.place_at(at)) {
                        Ok(()) => self.is_value(text, rows, length),
                        Err(error) => self.fault(text, error_at(raw, &error)),
                    }
                }
            },
        }
        true
    }

    /// Takes a value of this length, which was read.
    fn is_value(&mut self, text: &mut Text, rows: &mut Rows, length: usize) {
        let first = text.place().line;
        text.read(length, &mut rows.problems);
        let last = text.place().line;
        self.is_free |= first == self.last || first != last;
        self.last = last;
        self.is_in_value = false;
    }

    /// Skips a value that is not JSON from this byte on, or ends too early.
    fn fault(&mut self, text: &mut Text, at: usize) {
        let rest = text.rest();
        let line = memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
        let start = text.place();
        let is_rest = start.line == self.last;
        if at <= line && at < rest.len() {
            let skip = Skip::new(text, fault(text, line), None).rest_of_line(is_rest);
            return self.leave_out(skip, text);
        }
        let opening = Opening {
            blanks: if is_rest {
                0
            } else {
                start.column as usize - 1
            },
            byte: rest.as_bytes()[0],
        };
        // The line may be unfinished, and the next one may have the next value.
        let next = opening.find(rest.as_bytes(), 0, at);
        let end = next.unwrap_or_else(|| {
            let after = memchr2(b'\n', b'\r', &rest.as_bytes()[at..]);
            after.map_or(rest.len(), |end| at + end)
        });
        let fault = fault(
            text,
            rest[..end].trim_end_matches([' ', '\t', '\r', '\n']).len(),
        );
        let skip = Skip::new(text, fault, Some(opening)).rest_of_line(is_rest);
        self.leave_out(skip, text);
    }

    fn leave_out(&mut self, skip: Skip, text: &Text) {
        self.is_in_value = false;
        self.last = text.place().line;
        self.skip = Some(skip);
    }
}

/// Returns the fault in this many bytes of the rest: its place and its problem.
fn fault(text: &Text, length: usize) -> (Place, Message) {
    let raw = &text.rest()[..length];
    match serde_json::from_str::<&RawValue>(raw) {
        Err(error) => {
            let what = not_json(error_words(&error));
            (text.place_at(error_at(raw, &error)), what)
        }
        Ok(_) => (text.place_at(length), message!("Not JSON")),
    }
}

/// Returns the offset of a fault after a value of this length, or `Some(None)`; `None` when that is not known yet.
/// Anything may follow an object or a list, and is read as the next value. A number or a text is a value only before
/// another value or the end of the line: `12 apples` is not a number.
fn wrong_after(bytes: &[u8], length: usize, is_last: bool) -> Option<Option<usize>> {
    if matches!(bytes[0], b'{' | b'[') {
        return Some(None);
    }
    let after = &bytes[length..];
    let blanks = after
        .iter()
        .take_while(|byte| matches!(byte, b' ' | b'\t'))
        .count();
    let at = length + blanks;
    match bytes.get(at) {
        None => is_last.then_some(None),
        // The end of a line, a separator, a mark, or another value.
        Some(b'\n' | b'\r' | 0x1e | 0xef | b'{' | b'[' | b'"' | b'-' | b'0'..=b'9') => Some(None),
        Some(b't' | b'f' | b'n') if blanks > 0 => Some(None),
        Some(_) => Some(Some(at)),
    }
}
