//! Detects the form of a file by its name and its beginning.

use super::{csv, encoding::Encoding, form::Form, shape::shape};

/// What was chosen for a file, and its name. What is `None` is detected.
#[derive(Clone, Debug, Default)]
pub(super) struct Hints {
    /// The name of the file.
    pub(super) name: String,
    pub(super) form: Option<Form>,
    pub(super) csv: csv::Hints,
    pub(super) encoding: Option<Encoding>,
}

/// Returns the form of a file that begins with this text.
pub(super) fn form(hints: &Hints, start: &str) -> Form {
    let ending = hints.name.rsplit_once('.').map_or("", |(_, ending)| ending);
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

/// Returns whether this text may begin an object or a list of JSON.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn form_of(name: &str, start: &str) -> Form {
        let hints = Hints {
            name: name.to_owned(),
            ..Hints::default()
        };
        form(&hints, start)
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
}
