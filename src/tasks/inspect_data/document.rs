//! Reading a document of JSON element by element, without ever having it whole.

use std::ops::ControlFlow;

use memchr::memchr2;

use super::{
    LONGEST,
    element::{error_at, error_words},
    rows::Rows,
    text::Text,
};

const SPACE: &[u8] = b" \t\r\n";

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

/// The search for the end of a value.
#[derive(Debug, Default)]
struct Scan {
    at: usize,
    depth: usize,
    in_text: bool,
}

impl DocumentReader {
    pub(super) fn new() -> Self {
        Self {
            expected: Expected::Value,
            open: Vec::new(),
            name: None,
            scan: None,
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

    /// Reads as far as the text goes; breaks where it cannot go on.
    pub(super) fn read(&mut self, text: &mut Text, rows: &mut Rows, end: bool) -> ControlFlow<()> {
        loop {
            if self.scan.is_none() {
                text.skip(SPACE);
                let Some(byte) = text.rest().bytes().next() else {
                    break;
                };
                if self.token(byte) {
                    text.read(1, &mut rows.problems);
                    continue;
                }
                if !self.begins(byte) {
                    return self.broken(text, rows);
                }
            }
            let scan = self.scan.get_or_insert_default();
            let rest = text.rest().as_bytes();
            let most = rest.len().min(LONGEST);
            let Some(length) = scan.end(&rest[..most], end && most == rest.len()) else {
                if most < LONGEST {
                    break;
                }
                let what = || {
                    format!(
                        "This value has more than {} MB: nothing more is read",
                        LONGEST >> 20
                    )
                };
                rows.problems.add(|| text.place(), what);
                return ControlFlow::Break(());
            };
            self.scan = None;
            self.element(text, rows, length)?;
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
            _ => return false,
        };
        self.expected = expected;
        true
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
            true => serde_json::from_str(raw).map(|name| self.name = Some(name)),
            false => rows.element(self.name.as_deref(), raw, |at| text.place_at(at)),
        };
        if let Err(error) = read {
            let place = || text.place_at(error_at(raw, &error));
            let what = || format!("Not JSON ({}): nothing more is read", error_words(&error));
            rows.problems.add(place, what);
            return ControlFlow::Break(());
        }
        text.read(length, &mut rows.problems);
        self.expected = match (is_name, self.open.is_empty()) {
            (true, _) => Expected::Colon,
            (false, true) => Expected::Nothing,
            (false, false) => Expected::CommaOrEnd,
        };
        ControlFlow::Continue(())
    }

    fn broken(&self, text: &Text, rows: &mut Rows) -> ControlFlow<()> {
        let what = || format!("Not JSON ({}): nothing more is read", self.wanted());
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

impl Scan {
    /// Where the value ends; `None` when it goes on after these bytes. `last` says that nothing does.
    fn end(&mut self, bytes: &[u8], last: bool) -> Option<usize> {
        if self.depth == 0 && !self.in_text && !matches!(bytes.first(), Some(b'"' | b'{' | b'[')) {
            let is_end =
                |byte: &u8| matches!(byte, b',' | b']' | b'}' | b':') || SPACE.contains(byte);
            let end = bytes[self.at..].iter().position(is_end);
            let found = end.map(|end| self.at + end).or(last.then_some(bytes.len()));
            self.at = bytes.len();
            return found;
        }
        while self.at < bytes.len() {
            if self.in_text {
                match memchr2(b'"', b'\\', &bytes[self.at..]) {
                    None => self.at = bytes.len(),
                    Some(found) if bytes[self.at + found] == b'\\' => {
                        // What is escaped may be in the next piece.
                        self.at += found + 2;
                    }
                    Some(found) => {
                        self.at += found + 1;
                        self.in_text = false;
                        if self.depth == 0 {
                            return Some(self.at);
                        }
                    }
                }
                continue;
            }
            let is_sign = |byte: &u8| matches!(byte, b'"' | b'{' | b'[' | b'}' | b']');
            let Some(found) = bytes[self.at..].iter().position(is_sign) else {
                self.at = bytes.len();
                return None;
            };
            let sign = bytes[self.at + found];
            self.at += found + 1;
            match sign {
                b'"' => self.in_text = true,
                b'{' | b'[' => self.depth += 1,
                _ => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.depth == 0 {
                        return Some(self.at);
                    }
                }
            }
        }
        None
    }
}
