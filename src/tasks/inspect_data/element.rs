//! One value of JSON as a row: an object's members are its cells, anything else is one cell.

use std::{borrow::Cow, fmt, marker::PhantomData};

use memchr::memchr2;
use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::{Error, value::RawValue};

use super::{column::Columns, value::Value};

/// The column of what is no object.
pub(super) const VALUE: &str = "value";

/// The column of the names by which the members of an object go that is the whole file.
pub(super) const NAME: &str = "$key";

/// A value of a row.
#[derive(Debug)]
pub(super) struct Cell<'a> {
    pub(super) column: usize,
    /// A text as it reads, nothing for `null`, anything else as it is written.
    pub(super) text: Cow<'a, str>,
    pub(super) value: Value,
}

/// The cells of an element, in the order of their columns, and how many had none to go to.
///
/// # Errors
///
/// When the element is not JSON, or goes on after its end.
pub(super) fn cells<'a>(
    name: Option<&'a str>,
    raw: &'a str,
    columns: &mut Columns,
) -> Result<(Vec<Cell<'a>>, usize), Error> {
    let mut cells = Vec::new();
    let mut left_out = 0;
    let is_object = raw.trim_start().starts_with('{');
    let members = match is_object {
        true => serde_json::from_str::<Members<'_>>(raw)?.0,
        false => vec![(Cow::from(VALUE), serde_json::from_str(raw)?)],
    };
    if let Some(name) = name {
        match columns.of_name(NAME, 0) {
            Some(column) => cells.push(cell(column, Cow::from(name))),
            None => left_out += 1,
        }
    }
    for (name, value) in members {
        let Some(column) = columns.of_name(&name, cells.len()) else {
            left_out += 1;
            continue;
        };
        let raw = value.get();
        cells.push(match (text_of(raw), Value::of_json(raw)) {
            (Some(text), _) => cell(column, text),
            (None, Value::Empty) => cell(column, Cow::from("")),
            (None, value) => Cell {
                column,
                text: Cow::from(raw),
                value,
            },
        });
    }
    if !cells.is_sorted_by(|a, b| a.column < b.column) {
        cells.sort_by_key(|cell| cell.column);
        // Of members of one name the last one counts, as it does elsewhere.
        cells.reverse();
        cells.dedup_by_key(|cell| cell.column);
        cells.reverse();
    }
    Ok((cells, left_out))
}

fn cell(column: usize, text: Cow<'_, str>) -> Cell<'_> {
    let value = Value::of_text(&text);
    Cell {
        column,
        text,
        value,
    }
}

/// What a text of JSON reads; `None` when it is none, or names half a character.
fn text_of(raw: &str) -> Option<Cow<'_, str>> {
    let inner = raw.strip_prefix('"')?.strip_suffix('"')?;
    if inner.contains('\\') {
        serde_json::from_str(raw).ok().map(Cow::Owned)
    } else {
        Some(Cow::Borrowed(inner))
    }
}

/// An element as one value of JSON without a space too many, with its name as its first member if it
/// has one.
pub(super) fn write_whole(name: Option<&str>, raw: &str, out: &mut Vec<u8>) {
    let raw = raw.trim();
    let Some(name) = name else {
        return compact(raw, out);
    };
    out.push(b'{');
    super::convert::json_text(NAME, out);
    out.push(b':');
    super::convert::json_text(name, out);
    match raw.strip_prefix('{').map(str::trim_start) {
        Some("}") => out.push(b'}'),
        Some(members) => {
            out.push(b',');
            compact(members, out);
        }
        None => {
            out.push(b',');
            super::convert::json_text(VALUE, out);
            out.push(b':');
            compact(raw, out);
            out.push(b'}');
        }
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
struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

/// A name that is borrowed where it has no escapes.
#[derive(Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor(PhantomData))
    }
}

struct MembersVisitor<'a>(PhantomData<&'a ()>);

impl<'de: 'a, 'a> Visitor<'de> for MembersVisitor<'a> {
    type Value = Members<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let mut members = Vec::new();
        while let Some((Name(name), value)) = map.next_entry()? {
            members.push((name, value));
        }
        Ok(Members(members))
    }
}

/// Where in a text an error of JSON is, in bytes.
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

/// What an error of JSON says, without its place.
pub(super) fn error_words(error: &Error) -> String {
    if error.is_eof() {
        return "it ends too early".to_owned();
    }
    let words = error.to_string();
    match words.rsplit_once(" at line ") {
        Some((words, _)) => words.to_owned(),
        None => words,
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

    #[test]
    fn an_element_with_a_name_has_it_as_its_first_member() {
        let whole = |raw: &str| {
            let mut out = Vec::new();
            write_whole(Some("n"), raw, &mut out);
            String::from_utf8(out).unwrap()
        };
        assert_eq!(whole(r#"{ "a": 1 }"#), r#"{"$key":"n","a":1}"#);
        assert_eq!(whole("{ }"), r#"{"$key":"n"}"#);
        assert_eq!(whole("[1, 2]"), r#"{"$key":"n","value":[1,2]}"#);
    }

    #[test]
    fn cells_are_in_the_order_of_columns_and_the_last_of_one_name_counts() {
        let mut columns = Columns::default();
        cells(None, r#"{"a":1,"b":2}"#, &mut columns).unwrap();
        let (found, _) =
            cells(None, r#"{"b":"x\n","c":null,"b":3,"a":"y"}"#, &mut columns).unwrap();
        let found: Vec<(usize, &str)> = found.iter().map(|c| (c.column, &*c.text)).collect();
        assert_eq!(found, [(0, "y"), (1, "3"), (2, "")]);
    }

    #[test]
    fn half_a_character_stays_as_it_is_written() {
        let mut columns = Columns::default();
        let (found, _) = cells(None, r#"{"a":"\ud800"}"#, &mut columns).unwrap();
        assert_eq!(found[0].text, r#""\ud800""#);
    }
}
