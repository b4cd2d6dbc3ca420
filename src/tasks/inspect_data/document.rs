//! Reading a document of JSON element by element, without ever having it whole.

use std::ops::ControlFlow;

use memchr::memchr2;

use super::{
    LONGEST,
    element::{error_at, error_words},
    rows::Rows,
    scan::{Scan, is_balanced},
    skip::{Opening, Skip, skip_blanks},
    text::Text,
};

/// How faults that are read over begin.
const NOT_JSON: &str = "Not JSON";

/// Reads the elements of a document: those of a list; of an object its members, and of a member that
/// is a list the elements of that.
#[derive(Debug)]
pub(super) struct DocumentReader {
    expected: Expected,
    /// What is open around the elements, the outermost first.
    open: Vec<Open>,
    /// The name of the member of the outermost object.
    name: Option<String>,
    scan: Option<Scan>,
    /// Lines that are left out, up to the next element.
    skip: Option<Skip>,
    /// The line in which the last sign or element was.
    last: u64,
    /// How many documents follow the first one.
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
            scan: None,
            skip: None,
            last: 0,
            others: 0,
        }
    }

    /// Whether the document is an object, as far as was read.
    pub(super) fn is_object(&self) -> bool {
        self.name.is_some()
    }

    /// Whether nothing was read yet.
    pub(super) fn is_blank(&self) -> bool {
        self.expected == Expected::Value && self.open.is_empty()
    }

    /// How many documents there are, one after the other.
    pub(super) fn count(&self) -> u64 {
        1 + self.others
    }

    /// Reads as far as the text goes; breaks where it cannot go on.
    pub(super) fn read(&mut self, text: &mut Text, rows: &mut Rows, end: bool) -> ControlFlow<()> {
        loop {
            if let Some(skip) = &mut self.skip {
                if !skip.go_on(text, &mut rows.problems, end) {
                    return ControlFlow::Continue(());
                }
                self.skip = None;
            }
            if self.scan.is_none() {
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
            }
            let scan = self.scan.get_or_insert_default();
            let rest = text.rest().as_bytes();
            let most = rest.len().min(LONGEST);
            if let Some(length) = scan.end(&rest[..most], end && most == rest.len()) {
                self.scan = None;
                self.element(text, rows, length)?;
            } else if most == LONGEST {
                return too_long(text, rows);
            } else if !end || !self.is_left_out(text, most) {
                break;
            }
        }
        if end {
            self.end(text, rows);
        }
        ControlFlow::Continue(())
    }

    /// Whether this is a sign between elements, and goes past it.
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

    /// Whether this is a comma too many, which is a problem and no more than that, or what closes the
    /// list or the object after one.
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
        let what = || format!("{NOT_JSON} ({}): a comma too many", self.wanted());
        rows.problems.add(|| text.place(), what);
        self.expected = expected;
        true
    }

    /// Whether an element begins here without a comma before it, which is a problem and no more than
    /// that.
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
            let what = || format!("{NOT_JSON} ({}): a comma is missing", self.wanted());
            rows.problems.add(|| text.place(), what);
            self.expected = if is_list {
                Expected::Value
            } else {
                Expected::Name
            };
        }
        begins
    }

    /// Leaves a comment out. Returns whether there was one; `None` when that is not known yet.
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
            || format!("{NOT_JSON} (a comment): left out"),
        );
        text.read(length, &mut rows.problems);
        Some(true)
    }

    /// Whether something that is no value stands here for one, within a list or an object: it is read
    /// as far as the next sign.
    fn is_unknown(&self, byte: u8) -> bool {
        let is_expected = matches!(self.expected, Expected::Value | Expected::ValueOrEnd);
        is_expected && !self.open.is_empty() && !matches!(byte, b',' | b':' | b']' | b'}')
    }

    /// Whether a value or a name that is expected here begins so.
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

    /// A value or a name of this length is whole.
    fn element(&mut self, text: &mut Text, rows: &mut Rows, length: usize) -> ControlFlow<()> {
        let raw = &text.rest()[..length];
        let is_name = matches!(self.expected, Expected::Name | Expected::NameOrEnd);
        let read = match is_name {
            true => name_of(raw).map(|name| self.name = Some(name)),
            false => rows.element(self.name.as_deref(), raw, |at| text.place_at(at)),
        };
        if let Err(error) = read {
            if is_name || self.open.is_empty() {
                let place = || text.place_at(error_at(raw, &error));
                let what = || format!("{NOT_JSON} ({}): nothing more is read", error_words(&error));
                rows.problems.add(place, what);
                return ControlFlow::Break(());
            }
            if !is_balanced(raw) {
                if self.is_left_out(text, length) {
                    return ControlFlow::Continue(());
                }
                let place = || text.place_at(error_at(raw, &error));
                let what = || format!("{NOT_JSON} ({}): nothing more is read", error_words(&error));
                rows.problems.add(place, what);
                return ControlFlow::Break(());
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

    /// Leaves out the element that begins here and is broken, with its lines, if it is the first one of
    /// its line and a later line begins as it does: with another element of the same list.
    fn is_left_out(&mut self, text: &Text, length: usize) -> bool {
        let place = text.place();
        let rest = text.rest();
        let byte = rest.bytes().next().unwrap_or_default();
        let is_element = self.open.last() == Some(&Open::List) && matches!(byte, b'{' | b'[');
        if !is_element || place.line == self.last {
            return false;
        }
        let raw = &rest[..length];
        let Err(error) = serde_json::from_str::<&serde_json::value::RawValue>(raw) else {
            return false;
        };
        let blanks = place.column as usize - 1;
        let opening = Opening { blanks, byte };
        let at = error_at(raw, &error);
        let Some(next) = opening.find(rest.as_bytes(), 0, rest.len()) else {
            return false;
        };
        let (at, words) = match next <= at {
            true => (
                rest[..next].trim_end_matches([' ', '\t', '\r', '\n']).len(),
                "it ends too early".to_owned(),
            ),
            false => (at, error_words(&error)),
        };
        let fault = (text.place_at(at), format!("{NOT_JSON} ({words})"));
        self.skip = Some(Skip::new(text, fault, Some(opening)));
        self.scan = None;
        self.expected = Expected::Value;
        true
    }

    fn broken(&self, text: &Text, rows: &mut Rows) -> ControlFlow<()> {
        let what = || format!("{NOT_JSON} ({}): nothing more is read", self.wanted());
        rows.problems.add(|| text.place(), what);
        ControlFlow::Break(())
    }

    fn wanted(&self) -> &'static str {
        let is_list = self.open.last() == Some(&Open::List);
        match self.expected {
            Expected::Value => "expected value",
            Expected::ValueOrEnd => "expected value or `]`",
            Expected::Name => "expected name",
            Expected::NameOrEnd => "expected name or `}`",
            Expected::Colon => "expected `:`",
            Expected::CommaOrEnd if is_list => "expected `,` or `]`",
            Expected::CommaOrEnd => "expected `,` or `}`",
            Expected::Nothing => "the file goes on after its end",
        }
    }

    /// The file ends here.
    fn end(&self, text: &mut Text, rows: &mut Rows) {
        let rest = text.rest();
        if self.scan.is_some() {
            // It may be broken before its end.
            let error = serde_json::from_str::<&serde_json::value::RawValue>(rest).err();
            let what = match error.as_ref().filter(|error| !error.is_eof()) {
                Some(error) => format!("Not JSON ({})", error_words(error)),
                None => format!("The file ends within what begins at {}", text.place()),
            };
            let at = error.map_or(rest.len(), |error| error_at(rest, &error));
            rows.problems.add(|| text.place_at(at), || what);
        } else if self.expected != Expected::Nothing && !self.is_blank() {
            let what = || format!("The file ends too early ({})", self.wanted());
            rows.problems.add(|| text.place(), what);
        }
        text.read(text.rest().len(), &mut rows.problems);
    }
}

/// What is said of an element that is left out.
fn left_out(text: &Text, length: usize, error: &serde_json::Error) -> String {
    let (first, last) = (text.place().line, text.place_at(length).line);
    let words = error_words(error);
    match first == last {
        true => format!("{NOT_JSON} ({words}): this value is left out"),
        false => format!("{NOT_JSON} ({words}): lines {first} to {last} are left out"),
    }
}

fn too_long(text: &Text, rows: &mut Rows) -> ControlFlow<()> {
    let what = || {
        format!(
            "This value has more than {} MB: nothing more is read",
            LONGEST >> 20
        )
    };
    rows.problems.add(|| text.place(), what);
    ControlFlow::Break(())
}

/// The name that a member has; one with half a character in it stays as it is written.
fn name_of(raw: &str) -> Result<String, serde_json::Error> {
    serde_json::from_str(raw).or_else(|error| {
        serde_json::from_str::<&serde_json::value::RawValue>(raw)
            .map(|raw| raw.get().to_owned())
            .map_err(|_| error)
    })
}
