//! What holds for every file: properties of random ones.

use proptest::{collection::vec, prelude::*};

use super::*;

/// Texts of characters that mean something somewhere.
fn field() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ab,;\"\n\r\t äß€𝄞\\\\{}\\[\\]:0-9.-]{0,6}",
        "-?[0-9]{1,20}(\\.[0-9]{1,3})?",
        "(true|false|null|2026-01-0[1-9])",
    ]
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
            prop_assert_eq!(&back.written, &once.written);
        }
    }

    #[test]
    fn what_is_written_is_what_was_read(table in table()) {
        let seen = whole(Form::Csv, Form::Ndjson, csv_of(&table));
        let lines: Vec<&str> = seen.written.lines().collect();
        prop_assert_eq!(lines.len(), table.len());
        for (line, row) in lines.iter().zip(&table) {
            let object: serde_json::Map<String, serde_json::Value> =
                serde_json::from_str(line).unwrap();
            for (index, field) in row.iter().enumerate() {
                match &object[&format!("c{index}")] {
                    serde_json::Value::Null => prop_assert_eq!(field, ""),
                    serde_json::Value::String(text) => prop_assert_eq!(field, text),
                    // serde_json holds it as a float; it stands in the line as it was.
                    other => {
                        prop_assert!(!other.is_object() && !other.is_array());
                        let written = format!("\"c{index}\":{field}");
                        prop_assert!(line.contains(&written));
                    }
                }
            }
        }
    }

    #[test]
    fn it_makes_no_difference_where_a_file_is_cut(
        bytes in file(),
        length in 1..7_usize,
        form in form(),
        target in form(),
    ) {
        let found = whole(form, target, &bytes);
        let pieces = in_steps(form, target, &bytes, length);
        prop_assert_eq!(found, pieces);
    }

    #[test]
    fn a_converted_file_has_no_problems(bytes in file(), form in form(), target in form()) {
        let seen = whole(form, target, &bytes);
        if seen.failure.is_none() && !seen.columns.is_empty() && !seen.sample.is_empty() && form != target {
            let again = whole(target, Form::Ndjson, &seen.written);
            prop_assert_eq!(again.problems, vec![], "{:?}", seen.written);
        }
    }
}
