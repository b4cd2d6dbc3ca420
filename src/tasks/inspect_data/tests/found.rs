//! What is found in a file, and what it becomes.

use super::*;

fn named(name: &str, text: &str) -> Seen {
    let hints = Hints {
        name: name.to_owned(),
        ..Hints::default()
    };
    let inspection = Inspection::new(hints, Target::Other);
    inspect(inspection, std::iter::once(text.as_bytes()))
}

#[test]
fn columns_have_types_gaps_and_ranges() {
    let text = "id;when;what;price;ok\n\
                10;2026-02-01;b;1,5;true\n\
                9;2026-01-01;;2;false\n\
                007;;\"a;\"\"\";none;true\n";
    let seen = named("a.csv", text);
    assert_eq!(
        seen.summary,
        "CSV (by semicolon), 0 B: 3 rows × 5 columns, no problems"
    );
    let columns: Vec<Vec<&str>> = seen
        .columns
        .iter()
        .map(|row| row.iter().map(String::as_str).collect())
        .collect();
    assert_eq!(
        columns,
        [
            ["id", "text (leading zeros)", "0", "007", "9"],
            ["when", "date", "1", "2026-01-01", "2026-02-01"],
            ["what", "text", "1", "a;\"", "b"],
            [
                "price",
                "number (decimal comma, 1 none read as empty)",
                "1",
                "1,5",
                "2"
            ],
            ["ok", "true/false", "0", "false", "true"],
        ]
    );
    assert_eq!(seen.sample[2], ["4", "007", "", "a;\"", "none", "true"]);
    assert_eq!(
        seen.written.lines().last(),
        Some(r#"{"id":"007","when":null,"what":"a;\"","price":null,"ok":true}"#)
    );
}

#[test]
fn numbers_keep_their_characters_in_every_form() {
    let number = "123456789012345678901234567890.10E+400";
    let json = format!("[\n{{\"a\":{number}}}\n]\n");
    let seen = whole(Form::Json, Form::Csv, &json);
    assert_eq!(seen.written, format!("a\r\n{number}\r\n"));
    // Back in JSON a reader of numbers would lose digits.
    let seen = whole(Form::Csv, Form::Json, &seen.written);
    assert_eq!(seen.written, format!("[\n{{\"a\":\"{number}\"}}\n]\n"));
    let seen = whole(Form::Csv, Form::Json, "a\n1.50\n-2.25\n");
    assert_eq!(seen.written, "[\n{\"a\":1.50},\n{\"a\":-2.25}\n]\n");
}

#[test]
fn members_become_columns_and_what_is_nested_is_compact_json() {
    let text = "{\"a\": 1, \"b\": {\"c\": [1, 2]}}\n{\"b\": null, \"a\": \"x,\\\"y\\\"\"}\n[1, 2]\n\"t\"\n";
    let seen = named("a.ndjson", text);
    assert_eq!(seen.summary, "NDJSON, 0 B: 4 rows × 3 columns, no problems");
    let rows = [
        "a,b,value",
        "1,\"{\"\"c\"\":[1,2]}\",",
        "\"x,\"\"y\"\"\",,",
        ",,\"[1,2]\"",
        ",,t",
    ];
    assert_eq!(seen.written, rows.map(|row| format!("{row}\r\n")).concat());
    assert_eq!(seen.columns[1], ["b", "object", "3", "", ""]);
}

#[test]
fn a_column_that_is_found_late_is_in_every_row() {
    let seen = named("a.json", "[{\"a\":1},{\"b\":2},{}]");
    assert_eq!(seen.written, "a,b\r\n1,\r\n,2\r\n,\r\n");
    let seen = named("a.json", "[{\"\":1},{\"b\":2}]");
    assert_eq!(seen.written, ",b\r\n1,\r\n,2\r\n");
    let seen = named("a.json", "[{},{\"b\":2}]");
    assert_eq!(seen.written, "b\r\n\"\"\r\n2\r\n");
}

#[test]
fn an_object_has_its_members_as_rows_and_the_elements_of_its_lists() {
    let text = "{\"of\": \"x\", \"n\": 2, \"items\": [{\"a\": 1}, {\"a\": [2 ]}], \"e\": [ ], \"o\": {\"a\": 3}}";
    let seen = whole(Form::Json, Form::Ndjson, text);
    let rows = [
        r#"{"$key":"of","value":"x"}"#,
        r#"{"$key":"n","value":2}"#,
        r#"{"$key":"items","a":1}"#,
        r#"{"$key":"items","a":[2]}"#,
        r#"{"$key":"o","a":3}"#,
    ];
    assert_eq!(seen.written.lines().collect::<Vec<_>>(), rows);
    assert_eq!(
        seen.summary,
        "JSON (an object, its members as rows), 0 B: 5 rows × 3 columns, no problems"
    );
    let seen = whole(Form::Json, Form::Csv, text);
    assert_eq!(seen.written.lines().nth(4), Some("items,,[2]"));
}

#[test]
fn documents_of_every_shape_are_read() {
    for (text, rows) in [
        ("[]", 0),
        (" [ ] ", 0),
        ("{}", 0),
        ("7", 1),
        ("\"a\\\"]\"", 1),
        ("[[1],[2,[3]]]", 2),
        ("[1,-2.5e3 , true,null]", 4),
        ("{\"a\":[]}", 0),
        ("[{\"a\":\"]}\\\\\"},{}]", 2),
    ] {
        let seen = whole(Form::Json, Form::Ndjson, text);
        assert_eq!((seen.problems, seen.failure), (vec![], None), "{text}");
        assert_eq!(seen.written.lines().count(), rows, "{text}");
    }
}

#[test]
fn what_is_nested_deeply_is_no_trouble() {
    let deep = format!("[{}{}]", "[".repeat(100_000), "]".repeat(100_000));
    let seen = whole(Form::Json, Form::Ndjson, &deep);
    assert_eq!((seen.problems, seen.written.len()), (vec![], 200_001));
}

#[test]
fn a_csv_without_a_header_has_numbered_columns() {
    let seen = named("a.txt", "1,2\n3,4");
    assert_eq!(
        seen.summary,
        "CSV (by comma, no header), 0 B: 2 rows × 2 columns, no problems"
    );
    assert_eq!(
        seen.written.lines().next(),
        Some(r#"{"column_1":1,"column_2":2}"#)
    );
}

#[test]
fn long_values_are_cut_where_they_are_shown() {
    let long = "ä".repeat(1_000);
    let seen = whole(Form::Csv, Form::Ndjson, format!("a\n{long}\n"));
    let shown = format!("{}…", "ä".repeat(80));
    assert_eq!((&seen.sample[0][1], &seen.columns[0][3]), (&shown, &shown));
    assert!(seen.written.contains(&long));
}

#[test]
fn twenty_rows_and_fifty_columns_are_shown() {
    let row = vec!["1"; 60].join(",");
    let text = vec![row; 30].join("\n");
    let seen = named("a.csv", &text);
    assert_eq!((seen.sample.len(), seen.sample[0].len()), (20, 52));
    assert_eq!((seen.columns.len(), &*seen.sample[19][0]), (60, "20"));
}
