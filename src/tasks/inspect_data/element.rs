//! One value of JSON as a row: an object's members are its cells, anything else is one cell.

use std::{borrow::Cow, fmt};

use memchr::memchr2;
use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::{Error, value::RawValue};
use taskdeck_core::{Message, message};

use super::{
    columns::{Columns, Source},
    convert::json_text,
    value::Value,
};

/// An element as a row.
#[derive(Debug, Default)]
pub(super) struct Row<'a> {
    /// The cells, in the order of their columns.
    pub(super) cells: Vec<Cell<'a>>,
    /// The number of members without a column.
    pub(super) left_out: usize,
    /// The members whose name occurs before in the same object.
    pub(super) repeated: Vec<Repeated>,
}

/// A value of a row.
#[derive(Debug)]
pub(super) struct Cell<'a> {
    pub(super) column: usize,
    /// A text without its escapes, nothing for `null`, anything else as it is written.
    pub(super) text: Cow<'a, str>,
    pub(super) value: Value,
    /// Where it begins in the element, in bytes.
    at: usize,
}

/// A member whose name occurs before in the same object.
#[derive(Debug)]
pub(super) struct Repeated {
    /// The column of its name, which the first such member has.
    pub(super) first: usize,
    /// Its own column.
    pub(super) column: usize,
    /// Where its value begins in the element, in bytes.
    pub(super) at: usize,
}

/// Reads an element as a row, with its name if it has one.
///
/// # Errors
///
/// The element is not JSON, or something follows its end.
pub(super) fn row<'a>(
    name: Option<&'a str>,
    raw: &'a str,
    columns: &mut Columns,
) -> Result<Row<'a>, Error> {
    let mut row = Row::default();
    let is_object = raw.trim_start().starts_with('{');
    let members = match is_object {
        true => members(raw)?,
        false => {
            serde_json::from_str::<&RawValue>(raw)?;
            Vec::new()
        }
    };
    if let Some(name) = name {
        row.push(columns.of_source(Source::Key), cell(Cow::from(name)), 0);
    }
    if !is_object {
        row.push(columns.of_source(Source::Value), cell_of(raw.trim()), 0);
    }
    for (name, value) in &members {
        let column = columns.of_name(name, row.cells.len());
        row.push(column, cell_of(value.get()), offset(value, raw));
    }
    if !row.cells.is_sorted_by(|a, b| a.column < b.column) {
        row.cells.sort_by_key(|cell| cell.column);
        row.tell_apart(columns);
    }
    Ok(row)
}

impl<'a> Row<'a> {
    fn push(&mut self, column: Option<usize>, (text, value): (Cow<'a, str>, Value), at: usize) {
        match column {
            Some(column) => self.cells.push(Cell {
                column,
                text,
                value,
                at,
            }),
            None => self.left_out += 1,
        }
    }

    /// Gives each cell its own column. The first one keeps the column of its name.
    fn tell_apart(&mut self, columns: &mut Columns) {
        let mut before = 0;
        let mut first = None;
        for cell in &mut self.cells {
            before = if first == Some(cell.column) {
                before + 1
            } else {
                0
            };
            first = Some(cell.column);
            if before == 0 {
                continue;
            }
            let first = cell.column;
            // Cells without a column are removed below.
            let column = columns.of_source(Source::Repeated(first, before));
            cell.column = column.unwrap_or(usize::MAX);
            let at = cell.at;
            self.repeated
                .extend(column.map(|column| Repeated { first, column, at }));
        }
        let found = self.cells.len();
        self.cells.retain(|cell| cell.column < usize::MAX);
        self.left_out += found - self.cells.len();
        self.cells.sort_by_key(|cell| cell.column);
        self.repeated.sort_by_key(|repeated| repeated.at);
    }
}

/// Returns the offset of a part in its text, in bytes.
fn offset(part: &RawValue, whole: &str) -> usize {
    (part.get().as_ptr() as usize).saturating_sub(whole.as_ptr() as usize)
}

fn cell(text: Cow<'_, str>) -> (Cow<'_, str>, Value) {
    let value = Value::of_text(&text);
    (text, value)
}

/// Returns a value of JSON as a cell.
fn cell_of(raw: &str) -> (Cow<'_, str>, Value) {
    match (text_of(raw), Value::of_json(raw)) {
        (Some(text), _) => cell(text),
        (None, Value::Empty) => (Cow::from(""), Value::Empty),
        (None, value) => (Cow::from(raw), value),
    }
}

/// Decodes a text of JSON; `None` when it is not one, or has half a surrogate pair.
fn text_of(raw: &str) -> Option<Cow<'_, str>> {
    let inner = raw.strip_prefix('"')?.strip_suffix('"')?;
    if inner.contains('\\') {
        serde_json::from_str(raw).ok().map(Cow::Owned)
    } else {
        Some(Cow::Borrowed(inner))
    }
}

/// Writes an element as compact JSON, with its name as the first member if it has one. Repeated members get the names
/// of their columns.
pub(super) fn write_whole(
    name: Option<&str>,
    raw: &str,
    repeated: &[Repeated],
    columns: &Columns,
    out: &mut Vec<u8>,
) {
    let whole = raw;
    let raw = raw.trim();
    if name.is_none() && repeated.is_empty() {
        return compact(raw, out);
    }
    out.push(b'{');
    if let Some(name) = name {
        json_text(columns.name_of(Source::Key), out);
        out.push(b':');
        json_text(name, out);
    }
    let comma: &[u8] = if name.is_some() { b"," } else { b"" };
    match raw.strip_prefix('{').map(str::trim_start) {
        Some("}") => out.push(b'}'),
        Some(_) if !repeated.is_empty() => {
            out.extend_from_slice(comma);
            write_members(whole, repeated, columns, out);
            out.push(b'}');
        }
        Some(members) => {
            out.extend_from_slice(comma);
            compact(members, out);
        }
        None => {
            out.extend_from_slice(comma);
            json_text(columns.name_of(Source::Value), out);
            out.push(b':');
            compact(raw, out);
            out.push(b'}');
        }
    }
}

/// Writes the members of an object. Repeated ones get the names of their columns.
fn write_members(raw: &str, repeated: &[Repeated], columns: &Columns, out: &mut Vec<u8>) {
    // It was read before.
    let mut repeated = repeated.iter().peekable();
    for (index, (name, value)) in members(raw).unwrap_or_default().iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        let at = offset(value, raw);
        let again = repeated.next_if(|again| again.at == at);
        json_text(
            again.map_or(name, |again| &columns.list()[again.column].name),
            out,
        );
        out.push(b':');
        compact(value.get(), out);
    }
}

/// Writes JSON without the spaces between its parts.
pub(super) fn compact(raw: &str, out: &mut Vec<u8>) {
    let mut rest = raw.as_bytes();
    while let Some(at) = rest
        .iter()
        .position(|byte| matches!(byte, b'"' | b' ' | b'\n' | b'\r' | b'\t'))
    {
        out.extend_from_slice(&rest[..at]);
        if rest[at] != b'"' {
            rest = &rest[at + 1..];
            continue;
        }
        let mut end = at + 1;
        while let Some(next) = memchr2(b'"', b'\\', &rest[end.min(rest.len())..]) {
            end += next;
            if rest[end] == b'"' {
                break;
            }
            end += 2;
        }
        let end = (end + 1).min(rest.len());
        out.extend_from_slice(&rest[at..end]);
        rest = &rest[end..];
    }
    out.extend_from_slice(rest);
}

/// The members of an object, in their order.
type Members<'a> = Vec<(Cow<'a, str>, &'a RawValue)>;

/// Reads the members of an object.
///
/// # Errors
///
/// It is not JSON, or something follows its end.
fn members(raw: &str) -> Result<Members<'_>, Error> {
    let read = |reader: MembersReader| {
        let mut json = serde_json::Deserializer::from_str(raw);
        let members = json.deserialize_map(reader)?;
        json.end().map(|()| members)
    };
    let has_raw_names = false;
    read(MembersReader { has_raw_names }).or_else(|error| {
        // A name with half a surrogate pair stays as it is written.
        let has_raw_names = true;
        read(MembersReader { has_raw_names }).map_err(|_| error)
    })
}

/// Reads the members of an object, with decoded names or names as they are written.
struct MembersReader {
    has_raw_names: bool,
}

/// A name that is borrowed where it has no escapes.
#[derive(Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de> Visitor<'de> for MembersReader {
    type Value = Members<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let mut members = Vec::new();
        if !self.has_raw_names {
            while let Some((Name(name), value)) = map.next_entry()? {
                members.push((name, value));
            }
            return Ok(members);
        }
        while let Some((name, value)) = map.next_entry::<&RawValue, &RawValue>()? {
            let raw = name.get();
            members.push((text_of(raw).unwrap_or(Cow::Borrowed(raw)), value));
        }
        Ok(members)
    }
}

/// Returns the offset of an error in a text of JSON, in bytes.
pub(super) fn error_at(raw: &str, error: &Error) -> usize {
    if error.is_eof() {
        return raw.len();
    }
    let before = error.line().saturating_sub(1);
    let line: usize = raw.split_inclusive('\n').take(before).map(str::len).sum();
    let mut at = (line + error.column().saturating_sub(1)).min(raw.len());
    while !raw.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Returns the message of an error of JSON, without its place.
pub(super) fn error_words(error: &Error) -> Message {
    if error.is_eof() {
        return message!("it ends too early");
    }
    let words = error.to_string();
    match words.rsplit_once(" at line ") {
        Some((words, _)) => words.into(),
        None => words.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_written_without_spaces_between_its_parts_and_with_those_in_texts() {
        let cases = [
            (r#" { "a b" : [ 1 , 2 ] } "#, r#"{"a b":[1,2]}"#),
            (r#""a \" b \\" "#, r#""a \" b \\""#),
            (r#"[ "\\" , " " ]"#, r#"["\\"," "]"#),
        ];
        for (raw, expected) in cases {
            let mut out = Vec::new();
            compact(raw, &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), expected);
        }
    }

    fn texts(raw: &str, columns: &mut Columns) -> Vec<(usize, String)> {
        let found = row(None, raw, columns).unwrap();
        let cells = found.cells.iter();
        cells
            .map(|cell| (cell.column, cell.text.to_string()))
            .collect()
    }

    fn whole(name: Option<&str>, raw: &str) -> String {
        let mut columns = Columns::default();
        let found = row(name, raw, &mut columns).unwrap();
        let mut out = Vec::new();
        write_whole(name, raw, &found.repeated, &columns, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn an_element_with_a_name_has_it_as_its_first_member() {
        assert_eq!(whole(Some("n"), r#"{ "a": 1 }"#), r#"{"$key":"n","a":1}"#);
        assert_eq!(whole(Some("n"), "{ }"), r#"{"$key":"n"}"#);
        assert_eq!(whole(Some("n"), "[1, 2]"), r#"{"$key":"n","value":[1,2]}"#);
        let expected = r#"{"$key_2":"n","$key":1}"#;
        assert_eq!(whole(Some("n"), r#"{"$key": 1}"#), expected);
    }

    #[test]
    fn members_of_one_name_are_told_apart() {
        let raw = r#"{"a": 1, "b": [ ], "a": 2, "a_2": 3, "a": {"c":1, "c":2}}"#;
        let expected = r#"{"a":1,"b":[],"a_2_2":2,"a_2":3,"a_3":{"c":1,"c":2}}"#;
        assert_eq!(whole(None, raw), expected);
        let expected = r#"{"$key":"n","a":1,"a_2":2}"#;
        assert_eq!(whole(Some("n"), r#"{"a": 1, "a": 2}"#), expected);
        let mut columns = Columns::default();
        row(None, r#"{"a":1,"b":2}"#, &mut columns).unwrap();
        let raw = "{\"b\":\"x\\n\",\"c\":null,\"b\":3,\"a\":\"y\"}";
        let expected = [(0, "y"), (1, "x\n"), (2, ""), (3, "3")];
        assert_eq!(
            texts(raw, &mut columns),
            expected.map(|(at, text)| (at, text.to_owned()))
        );
        let found = row(None, raw, &mut columns).unwrap().repeated;
        assert_eq!((found[0].at, found[0].first), (raw.find('3').unwrap(), 1));
    }

    #[test]
    fn half_a_character_stays_as_it_is_written() {
        let mut columns = Columns::default();
        let found = texts(r#"{"a":"\ud800","\udc00":1}"#, &mut columns);
        assert_eq!(found[0].1, r#""\ud800""#);
        assert_eq!(columns.list()[1].name, r#""\udc00""#);
    }
}
