//! JSON as it comes: values one after the other, several documents, marks, and faults that are read
//! over.

use super::*;

fn named(name: &str, text: &str) -> Seen {
    let hints = Hints {
        name: name.to_owned(),
        ..Hints::default()
    };
    let inspection = Inspection::new(hints, Target::This(Form::Ndjson));
    inspect(inspection, std::iter::once(text.as_bytes()))
}

/// A file, where its problem is and what it is, and the lines that it becomes.
type Case<'a> = (&'a str, (u64, u64), &'a str, &'a [&'a str]);

/// Returns the lines that a file becomes, without a problem.
fn rows(name: &str, text: &str) -> Vec<String> {
    let seen = named(name, text);
    assert_eq!((seen.problems, seen.failure), (vec![], None), "{text}");
    seen.written.lines().map(str::to_owned).collect()
}

#[test]
fn values_one_after_the_other_are_records() {
    let records = ["{\"a\":1}", "{\"a\":2}", "{\"a\":3}"];
    for (name, text) in [
        ("a.json", "{\"a\":1}{\"a\":2}{\"a\":3}"),
        ("a.json", "{\"a\":1} {\"a\":2}\n{\"a\":3}"),
        (
            "a.json",
            "{\n  \"a\": 1\n}\n{\n  \"a\": 2\n}\n{\n  \"a\": 3\n}\n",
        ),
        ("a.jsonl", "{\"a\":1}\n{\"a\":\n2}\n{\"a\":3}"),
        ("a.ndjson", "{\"a\":1}{\"a\":2}\n{\"a\":3}\n"),
        (
            "a.json",
            "\u{1e}{\"a\":1}\n\u{1e}{\"a\":2}\n\u{1e}{\"a\":3}\n",
        ),
        (
            "a.txt",
            "\u{1e}{\"a\":1}\n\u{1e}{\"a\":2}\n\u{1e}{\"a\":3}\n",
        ),
        (
            "a.json",
            "\u{feff}{\"a\":1}\n\u{feff}{\"a\":2}\n\u{feff}\u{feff}{\"a\":3}\n",
        ),
        ("a.ndjson", "[{\"a\":1},\n{\"a\":2},\n{\"a\":3}]"),
        ("a.jsonl", "[{\"a\":1},{\"a\":2},{\"a\":3}]"),
        ("a.json", "[{\"a\":1},{\"a\":2}][{\"a\":3}]"),
        (
            "a.json",
            "[{\"a\":1}]\n[]\n\u{feff}[{\"a\":2},\u{feff}{\"a\":3}]",
        ),
    ] {
        assert_eq!(rows(name, text), records, "{text}");
    }
    assert_eq!(rows("a.json", "[1,2]\n[3,4]\n"), ["[1,2]", "[3,4]"]);
    assert_eq!(rows("a.json", "1\n\"b\"\nnull\n"), ["1", "\"b\"", "null"]);
    assert_eq!(
        rows("a.ndjson", "[{\"a\":1}]\n[{\"a\":2}]\n"),
        ["[{\"a\":1}]", "[{\"a\":2}]"]
    );
}

#[test]
fn the_summary_says_what_it_is() {
    let summary = |name: &str, text: &str| {
        let seen = named(name, text);
        seen.summary
            .split_once(", 0 B")
            .map(|(form, _)| form.to_owned())
            .unwrap()
    };
    assert_eq!(summary("a.json", "{\"a\":1}\n{\"a\":2}\n"), "NDJSON");
    let values = "JSON (values one after the other)";
    assert_eq!(summary("a.json", "{\"a\":1}{\"a\":2}"), values);
    assert_eq!(summary("a.ndjson", "{\n\"a\":1}\n{\"a\":2}"), values);
    assert_eq!(summary("a.ndjson", "[{\"a\":1},\n{\"a\":2}]"), "JSON");
    assert_eq!(
        summary("a.json", "[{\"a\":1}][{\"a\":2}]"),
        "JSON (2 documents)"
    );
}

#[test]
fn values_are_found_in_long_lines_wherever_they_are_cut() {
    let text: String = (0..50_000)
        .map(|number| format!("{{\"a\":{number}}}"))
        .collect();
    let seen = in_steps(Form::Ndjson, Form::Ndjson, text.as_bytes(), 10_007);
    assert_eq!(
        (seen.problems, seen.written.lines().count()),
        (vec![], 50_000)
    );
}

#[test]
fn numbers_and_halves_of_characters_stay_as_they_are_written() {
    let text = r#"{"a":1e999,"b":12345678901234567890.10,"c":"\ud800","\udc00":-0.0}"#;
    assert_eq!(rows("a.ndjson", text), [text]);
    let seen = whole(Form::Ndjson, Form::Csv, text);
    assert_eq!(seen.failure, None);
    assert!(seen.written.contains("1e999,12345678901234567890.10,"));
}

#[test]
fn what_follows_a_fault_is_read_and_what_is_left_out_is_told() {
    let cases: &[Case<'_>] = &[
        (
            "{\"a\":NaN}\n{\"a\":2}\n",
            (1, 6),
            "Not JSON (expected value): this line is left out",
            &["{\"a\":2}"],
        ),
        (
            "{'a':1}\n{\"a\":2}\n",
            (1, 2),
            "Not JSON (key must be a string): this line is left out",
            &["{\"a\":2}"],
        ),
        (
            "{\"a\":1,}\n{\"a\":2}\n",
            (1, 8),
            "Not JSON (key must be a string): this line is left out",
            &["{\"a\":2}"],
        ),
        (
            "{\"a\":1\n{\"a\":2}\n",
            (1, 7),
            "Not JSON (it ends too early): this line is left out",
            &["{\"a\":2}"],
        ),
        (
            "{\"a\":\"1}\n{\"a\":2}\n",
            (1, 9),
            "Not JSON (it ends too early): this line is left out",
            &["{\"a\":2}"],
        ),
        (
            "{\"a\":1} // one\n{\"a\":2}\n",
            (1, 9),
            "Not JSON (expected value): the rest of this line is left out",
            &["{\"a\":1}", "{\"a\":2}"],
        ),
        (
            "{\n  \"a\": 1\n  \"b\": 2\n}\n{\n  \"a\": 3\n}\n",
            (3, 3),
            "Not JSON (expected `,` or `}`): lines 1 to 4 are left out",
            &["{\"a\":3}"],
        ),
        (
            "12 apples\n{\"a\":2}\n",
            (1, 4),
            "Not JSON (trailing characters): this line is left out",
            &["{\"a\":2}"],
        ),
        (
            "{\"a\":2}\n{\"a\":",
            (2, 6),
            "Not JSON (it ends too early): this line is left out",
            &["{\"a\":2}"],
        ),
    ];
    for (text, (line, column), what, rows) in cases {
        let seen = whole(Form::Ndjson, Form::Ndjson, text);
        assert_eq!(
            seen.problems,
            [(*line, *column, (*what).to_owned())],
            "{text}"
        );
        assert_eq!(seen.written.lines().collect::<Vec<_>>(), *rows, "{text}");
        let pieces = in_steps(Form::Ndjson, Form::Ndjson, text.as_bytes(), 3);
        assert_eq!(pieces, seen);
    }
}

#[test]
fn a_broken_element_of_a_document_is_left_out_and_the_next_one_is_read() {
    let value = "this value is left out";
    let cases: &[Case<'_>] = &[
        (
            "[{\"a\":NaN},\n{\"a\":2}]",
            (1, 7),
            &format!("Not JSON (expected value): {value}"),
            &["{\"a\":2}"],
        ),
        (
            "[NaN, {\"a\":2}]",
            (1, 2),
            &format!("Not JSON (expected value): {value}"),
            &["{\"a\":2}"],
        ),
        (
            "[{'a':1}, {\"a\":2}]",
            (1, 3),
            &format!("Not JSON (key must be a string): {value}"),
            &["{\"a\":2}"],
        ),
        (
            "[{\"a\":1,},\n{\"a\":2}]",
            (1, 9),
            &format!("Not JSON (trailing comma): {value}"),
            &["{\"a\":2}"],
        ),
        (
            "[{\"a\":1},\n {\"a\" 2}, {\"a\":3}]",
            (2, 7),
            &format!("Not JSON (expected `:`): {value}"),
            &["{\"a\":1}", "{\"a\":3}"],
        ),
        (
            "[\n  {\n    \"a\" 1\n  },\n  {\n    \"a\": 2\n  }\n]",
            (3, 9),
            "Not JSON (expected `:`): lines 2 to 4 are left out",
            &["{\"a\":2}"],
        ),
        (
            "[\n  {\"a\":\"1},\n  {\"a\":2}\n]",
            (2, 11),
            "Not JSON (control character (\\u0000-\\u001F) found while parsing a string): this line \
             is left out",
            &["{\"a\":2}"],
        ),
        (
            "[{\"a\":1}\n {\"a\":2}]",
            (2, 2),
            "Not JSON (expected `,` or `]`): a comma is missing",
            &["{\"a\":1}", "{\"a\":2}"],
        ),
        (
            "[{\"a\":1},\n]",
            (2, 1),
            "Not JSON (expected value): a comma too many",
            &["{\"a\":1}"],
        ),
        (
            "[{\"a\":1},,{\"a\":2}]",
            (1, 10),
            "Not JSON (expected value): a comma too many",
            &["{\"a\":1}", "{\"a\":2}"],
        ),
        (
            "[ // one, \"two\"\n{\"a\":1}]",
            (1, 3),
            "Not JSON (a comment): left out",
            &["{\"a\":1}"],
        ),
        (
            "[{\"a\":1}, /* ] */ {\"a\":2}]",
            (1, 11),
            "Not JSON (a comment): left out",
            &["{\"a\":1}", "{\"a\":2}"],
        ),
        (
            "{\"a\":1,}",
            (1, 8),
            "Not JSON (expected name): a comma too many",
            &["{\"$key\":\"a\",\"value\":1}"],
        ),
    ];
    for (text, (line, column), what, rows) in cases {
        let seen = whole(Form::Json, Form::Ndjson, text);
        assert_eq!(
            seen.problems,
            [(*line, *column, (*what).to_owned())],
            "{text}"
        );
        assert_eq!(seen.written.lines().collect::<Vec<_>>(), *rows, "{text}");
    }
}
