//! What a file is, by its name and how it begins.

use super::{
    csv::{Dialect, first_rows},
    form::Form,
    shape::shape,
    value::{Kind, Value},
};

/// The delimiters that are looked for: their value and label. The first is taken where none fits.
pub(super) const DELIMITERS: [(&str, &str, u8); 4] = [
    ("comma", "Comma", b','),
    ("semicolon", "Semicolon", b';'),
    ("tab", "Tab", b'\t'),
    ("pipe", "Pipe", b'|'),
];

/// How many rows are looked at.
const ROWS: usize = 50;

/// What is said of a file; what is not is found out.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    /// The name of the file.
    pub(super) name: String,
    pub(super) form: Option<Form>,
    pub(super) delimiter: Option<u8>,
    pub(super) header: Option<bool>,
}

/// The form of a file that begins so.
pub(super) fn form(said: &Said, start: &str) -> Form {
    let ending = said.name.rsplit_once('.').map_or("", |(_, ending)| ending);
    match ending.to_ascii_lowercase().as_str() {
        "csv" | "tsv" | "tab" | "psv" => return Form::Csv,
        "ndjson" | "jsonl" | "ldjson" => return shape(start, true),
        _ => {}
    }
    let is_json = ending.eq_ignore_ascii_case("json");
    if is_json || may_be_json(start.trim_start_matches(|c: char| c.is_whitespace() || c == '\x1e'))
    {
        shape(start, false)
    } else {
        Form::Csv
    }
}

/// Whether an object or a list of JSON may begin so.
fn may_be_json(start: &str) -> bool {
    let mut letters = start.chars();
    let first = letters.next();
    let second = letters.find(|letter| !letter.is_ascii_whitespace());
    match (first, second) {
        (Some('{'), second) => matches!(second, None | Some('"' | '}')),
        (Some('['), Some(second)) => "{[]\"-0123456789tfn".contains(second),
        (Some('['), None) => true,
        _ => false,
    }
}

/// How a CSV is written that begins so.
pub(super) fn dialect(said: &Said, start: &str) -> Dialect {
    let delimiter = said.delimiter.unwrap_or_else(|| delimiter(start));
    // A single row without a line end is one as well.
    let rows = first_rows(&format!("{start}\n"), delimiter, 2);
    let header = said.header.unwrap_or_else(|| has_header(&rows));
    Dialect { delimiter, header }
}

/// The delimiter with which the most rows have the same number of fields; of several, the one with
/// which that is the most.
fn delimiter(start: &str) -> u8 {
    let score = |delimiter: u8| {
        let rows = first_rows(&format!("{start}\n"), delimiter, ROWS);
        let fields = rows.first().map_or(0, Vec::len);
        let alike = rows.iter().filter(|row| row.len() == fields).count();
        (fields > 1).then(|| (alike * 100 / rows.len(), fields))
    };
    let best = DELIMITERS
        .iter()
        .rev()
        .max_by_key(|(.., byte)| score(*byte));
    best.map_or(b',', |(.., byte)| *byte)
}

/// Whether the first row has names: none of its fields is a number, a date or a truth, or it is text
/// where the next row has one.
fn has_header(rows: &[Vec<String>]) -> bool {
    let is_typed = |field: &String| {
        let kind = Value::of_field(field).kind();
        !matches!(kind, Kind::Empty | Kind::Text)
    };
    let is_name = |field: &String| Value::of_field(field).kind() == Kind::Text;
    let Some(first) = rows.first() else {
        return true;
    };
    let names_typed = rows.get(1).is_some_and(|second| {
        let both = first.iter().zip(second);
        both.into_iter().any(|(a, b)| is_name(a) && is_typed(b))
    });
    names_typed || !first.iter().any(is_typed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form_of(name: &str, start: &str) -> Form {
        let said = Said {
            name: name.to_owned(),
            ..Said::default()
        };
        form(&said, start)
    }

    #[test]
    fn the_form_is_known_by_the_name_or_by_how_the_file_begins() {
        let cases = [
            (Form::Csv, "a.CSV", "{\"a\":1}"),
            (Form::Csv, "a.tsv", "a\tb"),
            (Form::Ndjson, "a.jsonl", "a"),
            (Form::Json, "a.json", "nonsense"),
            (Form::Json, "a.json", "[{\"a\":1}]"),
            (Form::Ndjson, "a.json", "{\"a\":1}\n{\"a\":2}\n"),
            (Form::Json, "a.json", "{\"a\":1}\n"),
            (Form::Json, "a", "{\n  \"a\": 1\n}"),
            (Form::Json, "a", "[\n1]"),
            (Form::Ndjson, "a", "[1]\r\n[2]"),
            (Form::Csv, "a.txt", "[id],name\n1,b"),
            (Form::Csv, "a.txt", "{id},name"),
            (Form::Csv, "a.log", "1,2"),
        ];
        for (expected, name, start) in cases {
            assert_eq!(form_of(name, start), expected, "{name} {start}");
        }
    }

    #[test]
    fn the_delimiter_is_the_one_with_which_the_rows_are_alike() {
        let cases = [
            (b',', "a,b\n1,2"),
            (b';', "a;b\n1,5;2,5\n1;2"),
            (b'\t', "a b\tc\n1, 2\t3"),
            (b'|', "a|b;c\n1|2"),
            (b',', "a,\"b;c;d\"\n1,2"),
            (b',', "a\nb"),
            (b',', ""),
        ];
        for (expected, start) in cases {
            let found = dialect(&Said::default(), start).delimiter;
            assert_eq!(found as char, expected as char, "{start:?}");
        }
    }

    #[test]
    fn the_first_row_has_names_unless_it_looks_like_all_others() {
        let header = |start: &str| dialect(&Said::default(), start).header;
        assert!(header("a,b\n1,2"));
        assert!(header("a,b\nc,d"));
        assert!(header("a,b"));
        assert!(header("country,2019\n7,1.5"));
        assert!(!header("1,2\n3,4"));
        assert!(!header("2026-01-01,a\n2026-01-02,b"));
    }
}
