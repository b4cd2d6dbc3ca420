//! What holds for every file: properties of random ones.

use proptest::{collection::vec, prelude::*};

use super::{super::shape::shape, *};

/// Texts of characters that mean something somewhere.
fn field() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ab,;\"\n\r\t äß€𝄞\\\\{}\\[\\]:0-9.-]{0,6}",
        "-?[0-9]{1,20}(\\.[0-9]{1,3})?",
        "(true|false|null|2026-01-0[1-9])",
    ]
}

/// Columns of fields that mean something, most of them of one kind.
fn typed_table() -> impl Strategy<Value = Vec<Vec<String>>> {
    let kind = proptest::sample::select(vec![
        "-?(0|[1-9][0-9]{0,2})",
        "-?(0|[1-9][0-9]{0,17})",
        "-?(0|[1-9][0-9]{0,3})\\.[0-9]{1,3}",
        "-?(0|[1-9][0-9]{0,3}),[0-9]{1,3}",
        "[1-9][0-9]{0,2}(\\.[0-9]{3}){0,2}(,[0-9]{2})?",
        "[1-9][0-9]{0,2}(,[0-9]{3}){0,2}(\\.[0-9]{2})?",
        "[1-9](\\.[0-9])?e[+-]?[0-9]{1,3}",
        "[0-3]?[1-9][./-][01]?[1-9][./-]20[0-9]{2}( [012][0-9]:[0-5][0-9])?",
        "20[0-9]{2}-0[1-9]-0[1-9]",
        "(true|false|True|FALSE)",
        "0[0-9]{1,4}",
    ]);
    let stray = || "(|NA|null|-|x|1|1,5|1\\.5)";
    let column = kind.prop_flat_map(move |kind| {
        let cell = prop_oneof![8 => kind.boxed(), 1 => stray().boxed()];
        vec(cell, 5)
    });
    vec(column, 1..4).prop_map(|columns| {
        let row = |index: usize| columns.iter().map(|column| column[index].clone()).collect();
        (0..5).map(row).collect()
    })
}

/// Returns whether a value of JSON is that of a field: the same text, or the same digits in the order of JSON.
fn says(field: &str, raw: &str) -> bool {
    let digits = |text: &str| {
        let digits = text.bytes().filter(u8::is_ascii_digit);
        digits.collect::<Vec<_>>()
    };
    let text: serde_json::Value = serde_json::from_str(raw).unwrap();
    match text {
        serde_json::Value::Null => ["", "NA", "null", "-", "--", ".", ".."].contains(&field),
        serde_json::Value::Bool(truth) => field.to_lowercase() == truth.to_string(),
        serde_json::Value::Number(_) => {
            let is_negative = |text: &str| text.starts_with('-');
            digits(field) == digits(raw) && is_negative(field) == is_negative(raw)
        }
        serde_json::Value::String(text) if text == field => true,
        serde_json::Value::String(text) => {
            // A date, with its parts in another order and its zeros.
            let parts = |text: &str| {
                let parts = text.split(|c: char| !c.is_ascii_digit());
                let mut parts: Vec<u32> = parts.map(|part| part.parse().unwrap()).collect();
                parts.sort_unstable();
                parts
            };
            text.starts_with("20") && parts(&text) == parts(field)
        }
        _ => false,
    }
}

/// Rows of equal length.
fn table() -> impl Strategy<Value = Vec<Vec<String>>> {
    (1..5_usize).prop_flat_map(|fields| vec(vec(field(), fields), 1..6))
}

fn csv_of(table: &[Vec<String>]) -> String {
    let names = (0..table[0].len())
        .map(|index| format!("c{index}"))
        .collect();
    let quoted = |row: &Vec<String>| {
        let each = row
            .iter()
            .map(|field| format!("\"{}\"", field.replace('"', "\"\"")));
        each.collect::<Vec<_>>().join(",") + "\r\n"
    };
    std::iter::once(&names).chain(table).map(quoted).collect()
}

/// Files of anything that may be there, mostly broken.
fn file() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        4 => proptest::sample::select(vec![
            "\n", "\r\n", "\r", ",", "\"", "{", "}", "[", "]", ":", "\\", " ", "a", "ä", "𝄞", "1",
            "true", "\"a\":", "{\"a\":1}", "{\"a\":\"b\\\"\"}", "[1,2]", "1,2\n", "\u{feff}",
        ]).prop_map(|text| text.as_bytes().to_vec()),
        1 => vec(0..=253_u8, 1..3),
    ];
    vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn form() -> impl Strategy<Value = Form> {
    proptest::sample::select(vec![Form::Csv, Form::Ndjson, Form::Json])
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 512,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_csv_is_the_same_after_a_way_through_ndjson_and_json(table in table()) {
        let text = csv_of(&table);
        let once = whole(Form::Csv, Form::Csv, &text);
        prop_assert_eq!(&once.problems, &vec![]);
        for between in [Form::Ndjson, Form::Json] {
            let there = whole(Form::Csv, between, &text);
            let back = whole(between, Form::Csv, &there.written);
            prop_assert_eq!(&there.problems, &vec![]);
            prop_assert_eq!(&back.problems, &vec![]);
            let is_rewritten = |column: &Vec<String>| {
                let words = ["comma", "thousands", "first", "capitals", "empty)"];
                words.iter().any(|word| column[1].contains(word))
            };
            if !there.columns.iter().any(is_rewritten) {
                prop_assert_eq!(&back.written, &once.written);
            }
        }
    }

    #[test]
    fn every_value_says_what_its_field_does_and_a_column_has_one_type(
        table in prop_oneof![table(), typed_table()],
    ) {
        let seen = whole(Form::Csv, Form::Ndjson, csv_of(&table));
        let lines: Vec<&str> = seen.written.lines().collect();
        prop_assert_eq!(lines.len(), table.len());
        let mut types = vec![std::collections::BTreeSet::new(); table[0].len()];
        for (line, row) in lines.iter().zip(&table) {
            let object: std::collections::HashMap<String, &serde_json::value::RawValue> =
                serde_json::from_str(line).unwrap();
            for (index, field) in row.iter().enumerate() {
                let raw = object[&format!("c{index}")].get();
                prop_assert!(says(field, raw), "{field:?} became {raw}");
                types[index].insert(match raw.as_bytes()[0] {
                    b'n' => continue,
                    b'"' => "text",
                    b't' | b'f' => "truth",
                    _ => "number",
                });
            }
        }
        for (types, column) in types.iter().zip(&seen.columns) {
            prop_assert!(types.len() <= 1, "{types:?} in {column:?}");
        }
    }

    #[test]
    fn it_makes_no_difference_where_a_file_is_cut(
        bytes in file(),
        length in 1..7_usize,
        form in form(),
        target in form(),
    ) {
        // The beginning that distinguishes a document from values differs here.
        let form = match form {
            Form::Json => shape(&String::from_utf8_lossy(&bytes), false),
            form => form,
        };
        let found = whole(form, target, &bytes);
        let pieces = in_steps(form, target, &bytes, length);
        prop_assert_eq!(found, pieces);
    }

    #[test]
    fn a_converted_file_has_no_problems(bytes in file(), form in form(), target in form()) {
        let seen = whole(form, target, &bytes);
        if seen.failure.is_none() && !seen.columns.is_empty() && !seen.sample.is_empty() && form != target {
            let again = whole(target, Form::Ndjson, &seen.written);
            // The kept lines are noted again.
            let kept = |found: &(u64, u64, String)| found.2.contains(": kept");
            let others = again.problems.into_iter().filter(|found| !kept(found));
            prop_assert_eq!(others.collect::<Vec<_>>(), vec![], "{:?}", seen.written);
        }
    }
}
