//! Reads a document of JSON element by element, without keeping all of it.

use std::ops::ControlFlow;

use memchr::memchr2;
use serde_json::value::RawValue;
use taskdeck_core::{Message, message};

use super::{
    LONGEST,
    brackets::{Brackets, Extent, is_balanced},
    element::{error_at, error_words},
    rows::Rows,
    skip::{Opening, Skip, skip_blanks},
    text::Text,
    unread::{left_out, not_json, not_read_further, nothing_more, too_long, unreadable},
};

/// Reads the elements of a document: those of a list, or the members of an object. Of a member that is a list, it
/// reads the elements.
#[derive(Debug)]
pub(super) struct DocumentReader {
    expected: Expected,
    /// What is open around the elements, the outermost first.
    open: Vec<Open>,
    /// The name of the member of the outermost object.
    name: Option<String>,
    brackets: Brackets,
    /// Lines that are left out, up to the next element.
    skip: Option<Skip>,
    /// The line of the last sign or element.
    last: u64,
    /// The number of documents after the first one.
    others: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    List,
    Object,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expected {
    Value,
    ValueOrEnd,
    Name,
    NameOrEnd,
    Colon,
    CommaOrEnd,
    Nothing,
}

impl DocumentReader {
    pub(super) fn new() -> Self {
        Self {
            expected: Expected::Value,
            open: Vec::new(),
            name: None,
            brackets: Brackets::default(),
            skip: None,
            last: 0,
            others: 0,
        }
    }

    /// Returns whether the document is an object, as far as it was read.
    pub(super) fn is_object(&self) -> bool {
        self.name.is_some()
    }

    /// Returns whether nothing was read yet.
    pub(super) fn is_blank(&self) -> bool {
        self.expected == Expected::Value && self.open.is_empty()
    }

    /// Returns the number of documents.
    pub(super) fn count(&self) -> u64 {
        1 + self.others
    }

    /// Reads to the end of the text. Breaks where nothing more can be read.
    pub(super) fn read(&mut self, text: &mut Text, rows: &mut Rows, end: bool) -> ControlFlow<()> {
        loop {
            if let Some(skip) = &mut self.skip {
                if !skip.go_on(text, &mut rows.problems, end) {
                    return ControlFlow::Continue(());
                }
                self.skip = None;
            }
            skip_blanks(text, rows);
            let Some(byte) = text.rest().bytes().next() else {
                break;
            };
            if self.token(byte) || (!self.begins(byte) && self.is_forgiven(byte, text, rows)) {
                self.last = text.place().line;
                text.read(1, &mut rows.problems);
                continue;
            }
            if !self.begins(byte) {
                match self.comment(text, rows, end) {
                    Some(true) => continue,
                    Some(false) => {}
                    None => break,
                }
                if !self.is_unknown(byte) && !self.lacks_comma(byte, text, rows) {
                    return self.broken(text, rows);
                }
            }
            let rest = text.rest().as_bytes();
            let most = rest.len().min(LONGEST);
            let is_last = end && most == rest.len();
            let is_all = is_last || most == LONGEST;
            match self.brackets.end(text.offset(), &rest[..most], is_last) {
                Extent::Closed(length) => self.element(text, rows, length)?,
                Extent::Open if !is_all => break,
                Extent::Open | Extent::Never if self.is_left_out(text, most) => {}
                Extent::Open if is_last => break,
                Extent::Open => return too_long(text, rows),
                // The line where reading can continue may be in the next piece.
                Extent::Never if !is_all && self.can_be_left_out(text) => break,
                Extent::Never => return unreadable(text, rows, most),
            }
        }
        if end {
            self.end(text, rows);
        }
        ControlFlow::Continue(())
    }

    /// Goes past a sign between elements. Returns whether this is one.
    fn token(&mut self, byte: u8) -> bool {
        use Expected::{Colon, CommaOrEnd, Name, NameOrEnd, Nothing, Value, ValueOrEnd};
        let around = self.open.last().copied();
        let expected = match (self.expected, byte, around) {
            (Value | ValueOrEnd, b'[', None | Some(Open::Object)) => {
                self.open.push(Open::List);
                ValueOrEnd
            }
            (Value, b'{', None) => {
                self.open.push(Open::Object);
                NameOrEnd
            }
            (ValueOrEnd | CommaOrEnd, b']', Some(Open::List))
            | (NameOrEnd | CommaOrEnd, b'}', Some(Open::Object)) => {
                self.open.pop();
                if self.open.is_empty() {
                    Nothing
                } else {
                    CommaOrEnd
                }
            }
            (Colon, b':', _) => Value,
            (CommaOrEnd, b',', Some(Open::List)) => Value,
            (CommaOrEnd, b',', Some(Open::Object)) => Name,
            // Another document.
            (Nothing, b'[', None) => {
                self.others += 1;
                self.open.push(Open::List);
                ValueOrEnd
            }
            (Nothing, b'{', None) if self.is_object() => {
                self.others += 1;
                self.open.push(Open::Object);
                NameOrEnd
            }
            _ => return false,
        };
        self.expected = expected;
        true
    }

    /// Accepts a surplus comma as a problem, or the bracket after one. Returns whether this is one of them.
    fn is_forgiven(&mut self, byte: u8, text: &Text, rows: &mut Rows) -> bool {
        let around = self.open.last().copied();
        let expected = match (self.expected, byte, around) {
            (Expected::Value, b']', Some(Open::List))
            | (Expected::Name, b'}', Some(Open::Object)) => {
                self.open.pop();
                match self.open.is_empty() {
                    true => Expected::Nothing,
                    false => Expected::CommaOrEnd,
                }
            }
            (Expected::Value, b',', Some(Open::List)) => Expected::Value,
            (Expected::Name, b',', Some(Open::Object)) => Expected::Name,
            _ => return false,
        };
        let what = || {
            message!(
                "Not JSON ({why}): a comma too many",
                why = self.expectation()
            )
        };
        rows.problems.add(|| text.place(), what);
        self.expected = expected;
        true
    }

    /// Accepts a missing comma before an element as a problem. Returns whether an element begins here.
    fn lacks_comma(&mut self, byte: u8, text: &Text, rows: &mut Rows) -> bool {
        if self.expected != Expected::CommaOrEnd {
            return false;
        }
        let is_list = self.open.last() == Some(&Open::List);
        let begins = match is_list {
            true => matches!(byte, b'{' | b'[' | b'"'),
            false => byte == b'"',
        };
        if begins {
            let what = || {
                message!(
                    "Not JSON ({why}): a comma is missing",
                    why = self.expectation()
                )
            };
            rows.problems.add(|| text.place(), what);
            self.expected = if is_list {
                Expected::Value
            } else {
                Expected::Name
            };
        }
        begins
    }

    /// Skips a comment. Returns whether there was one; `None` when that is not known yet.
    fn comment(&self, text: &mut Text, rows: &mut Rows, end: bool) -> Option<bool> {
        let rest = text.rest().as_bytes();
        let length = match rest {
            [b'#', ..] | [b'/', b'/', ..] => memchr2(b'\n', b'\r', rest),
            [b'/', b'*', inner @ ..] => {
                let close = memchr::memmem::find(inner, b"*/");
                close.map(|at| at + 4)
            }
            [b'/'] if !end => return None,
            _ => return Some(false),
        };
        let length = match length {
            Some(length) => length,
            None if end => rest.len(),
            None => return None,
        };
        rows.problems.add(
            || text.place(),
            || message!("Not JSON (a comment): left out"),
        );
        text.read(length, &mut rows.problems);
        Some(true)
    }

    /// Returns whether something other than a value is in the place of one, within a list or an object. It is read up
    /// to the next sign.
    fn is_unknown(&self, byte: u8) -> bool {
        let is_expected = matches!(self.expected, Expected::Value | Expected::ValueOrEnd);
        is_expected && !self.open.is_empty() && !matches!(byte, b',' | b':' | b']' | b'}')
    }

    /// Returns whether this byte begins the value or the name that is expected.
    fn begins(&self, byte: u8) -> bool {
        match self.expected {
            Expected::Value | Expected::ValueOrEnd => {
                matches!(
                    byte,
                    b'{' | b'[' | b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n'
                )
            }
            Expected::Name | Expected::NameOrEnd => byte == b'"',
            Expected::Colon | Expected::CommaOrEnd | Expected::Nothing => false,
        }
    }

    /// Takes a complete value or name of this length.
    fn element(&mut self, text: &mut Text, rows: &mut Rows, length: usize) -> ControlFlow<()> {
        let raw = &text.rest()[..length];
        let is_name = matches!(self.expected, Expected::Name | Expected::NameOrEnd);
        let read = match is_name {
            true => name_of(raw).map(|name| self.name = Some(name)),
            false => rows.element(self.name.as_deref(), raw, |at| text.place_at(at)),
        };
        if let Err(error) = read {
            if is_name || self.open.is_empty() || !is_balanced(raw) {
                return nothing_more(text, rows, raw, &error);
            }
            let place = || text.place_at(error_at(raw, &error));
            let what = || left_out(text, length, &error);
            rows.problems.add(place, what);
        }
        text.read(length, &mut rows.problems);
        self.last = text.place().line;
        self.expected = match (is_name, self.open.is_empty()) {
            (true, _) => Expected::Colon,
            (false, true) => Expected::Nothing,
            (false, false) => Expected::CommaOrEnd,
        };
        ControlFlow::Continue(())
    }

    /// Returns whether the element that begins here is the first one of its line, and an object or a list in a list.
    fn can_be_left_out(&self, text: &Text) -> bool {
        let is_in_list = self.open.last() == Some(&Open::List);
        is_in_list && text.rest().starts_with(['{', '[']) && text.place().line != self.last
    }

    /// Skips the lines of an element that is never closed, if a later line begins with another element of the same
    /// list. Reads no further than that line. Returns whether it skips.
    fn is_left_out(&mut self, text: &Text, most: usize) -> bool {
        if !self.can_be_left_out(text) {
            return false;
        }
        let rest = text.rest();
        let opening = Opening {
            blanks: text.place().column as usize - 1,
            byte: rest.as_bytes()[0],
        };
        let Some(next) = opening.find(&rest.as_bytes()[..most], 0, most) else {
            return false;
        };
        let raw = &rest[..next];
        let Err(error) = serde_json::from_str::<&RawValue>(raw) else {
            return false;
        };
        let at = error_at(raw, &error);
        let (at, words) = match at == next {
            true => (
                raw.trim_end_matches([' ', '\t', '\r', '\n']).len(),
                message!("it ends too early"),
            ),
            false => (at, error_words(&error)),
        };
        let fault = (text.place_at(at), not_json(words));
        self.skip = Some(Skip::new(text, fault, Some(opening)));
        self.expected = Expected::Value;
        true
    }

    fn broken(&self, text: &Text, rows: &mut Rows) -> ControlFlow<()> {
        let what = || not_read_further(self.expectation());
        rows.problems.add(|| text.place(), what);
        ControlFlow::Break(())
    }

    fn expectation(&self) -> Message {
        let is_list = self.open.last() == Some(&Open::List);
        match self.expected {
            Expected::Value => message!("expected value"),
            Expected::ValueOrEnd => message!("expected value or {sign}", sign = "`]`"),
            Expected::Name => message!("expected name"),
            Expected::NameOrEnd => message!("expected name or {sign}", sign = "`}`"),
            Expected::Colon => message!("expected {sign}", sign = "`:`"),
            Expected::CommaOrEnd => message!(
                "expected {sign} or {other}",
                sign = "`,`",
                other = if is_list { "`]`" } else { "`}`" }
            ),
            Expected::Nothing => message!("the file goes on after its end"),
        }
    }

    /// Takes the end of the file.
    fn end(&self, text: &mut Text, rows: &mut Rows) {
        let rest = text.rest();
        if !rest.is_empty() {
            // The fault may be before the end.
            let error = serde_json::from_str::<&RawValue>(rest).err();
            let what = match error.as_ref().filter(|error| !error.is_eof()) {
                Some(error) => not_json(error_words(error)),
                None => message!(
                    "The file ends within what begins at line {line}, column {column}",
                    line = text.place().line.to_string(),
                    column = text.place().column.to_string()
                ),
            };
            let at = error.map_or(rest.len(), |error| error_at(rest, &error));
            rows.problems.add(|| text.place_at(at), || what);
        } else if self.expected != Expected::Nothing && !self.is_blank() {
            let what = || message!("The file ends too early ({why})", why = self.expectation());
            rows.problems.add(|| text.place(), what);
        }
        text.read(text.rest().len(), &mut rows.problems);
    }
}

/// Returns the name of a member. One with half a surrogate pair stays as it is written.
fn name_of(raw: &str) -> Result<String, serde_json::Error> {
    serde_json::from_str(raw).or_else(|error| {
        serde_json::from_str::<&RawValue>(raw)
            .map(|raw| raw.get().to_owned())
            .map_err(|_| error)
    })
}
