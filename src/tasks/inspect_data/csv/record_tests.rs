use proptest::{collection::vec, prelude::*};

use super::*;
use crate::tasks::inspect_data::csv::fault::Fault;

const COMMA: Dialect = Dialect {
    delimiter: b',',
    quote: Some(b'"'),
    backslash: false,
    blank: false,
};

/// Returns the rows of a text, each with its fault.
fn rows(dialect: Dialect, text: &str, width: usize) -> Vec<(Vec<String>, Option<Fault>)> {
    let mut record = Record::default();
    let mut rows = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let Outcome::Row { length, fault } = record.read(dialect, rest, true, width) else {
            panic!("the text is whole");
        };
        let fields = record.fields(rest).texts().map(str::to_owned).collect();
        rows.push((fields, fault.map(|(kind, _)| kind)));
        rest = &rest[length..];
    }
    rows
}

fn row(dialect: Dialect, text: &str, width: usize) -> (Vec<String>, Option<Fault>) {
    rows(dialect, text, width).remove(0)
}

#[test]
fn rows_by_the_rule_are_read_by_it() {
    let cases: [(&str, &[&str]); 8] = [
        ("a,b\n", &["a", "b"]),
        ("a,\r\n", &["a", ""]),
        ("\"a,b\",c", &["a,b", "c"]),
        ("\"a\"\"b\",\"\"\r", &["a\"b", ""]),
        ("\"a\r\nb\",c\n", &["a\r\nb", "c"]),
        (" a, b ", &[" a", " b "]),
        ("\"\"\"\"\"\"", &["\"\""]),
        ("ä,€\n", &["ä", "€"]),
    ];
    for (text, expected) in cases {
        let (fields, fault) = row(COMMA, text, expected.len());
        assert_eq!(
            (&fields[..], fault),
            (
                &expected.iter().map(|f| (*f).to_owned()).collect::<Vec<_>>()[..],
                None
            ),
            "{text:?}"
        );
    }
}

#[test]
fn a_row_that_breaks_the_rule_is_read_so_that_it_has_the_expected_fields() {
    let cases: [(&str, &[&str], Fault); 8] = [
        // A quote that opens nothing.
        (
            "1,\"RI-3,x,\"a, b\",c",
            &["1", "\"RI-3", "x", "a, b", "c"],
            Fault::TextAfterQuote,
        ),
        ("1,2,\"\n", &["1", "2", "\""], Fault::NeverClosed),
        // Quotes within a quoted field that are not doubled.
        (
            "1,\"the \"big\" one, ok\",2",
            &["1", "the \"big\" one, ok", "2"],
            Fault::TextAfterQuote,
        ),
        (
            "\"\"a, b\",c,\"d\"",
            &["\"a, b", "c", "d"],
            Fault::TextAfterQuote,
        ),
        (
            "\"Round 48\"\",\"x\",y",
            &["Round 48\"", "x", "y"],
            Fault::TextAfterQuote,
        ),
        // Text around quotes.
        (
            "1,\"Girls\" in Crisis,2",
            &["1", "\"Girls\" in Crisis", "2"],
            Fault::TextAfterQuote,
        ),
        ("1,5\" disk,2", &["1", "5\" disk", "2"], Fault::QuoteInField),
        ("a, \"b, c\", d", &["a", "b, c", " d"], Fault::QuoteInField),
    ];
    for (text, expected, kind) in cases {
        let (fields, fault) = row(COMMA, text, expected.len());
        assert_eq!(fields, expected, "{text:?}");
        assert_eq!(fault, Some(kind), "{text:?}");
    }
}

#[test]
fn a_row_with_several_faults_is_read_to_its_end() {
    let found = rows(COMMA, "a\"b,\"c\"d,e\nf,g,h\n", 3);
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].0, ["a\"b", "\"c\"d", "e"]);
}

#[test]
fn a_stray_quote_swallows_no_rows() {
    let text = "1,\"5 inch,a\n2,b,c\n3,d,e\n4,6\",f\n5,g,h\n";
    let found = rows(COMMA, text, 3);
    assert_eq!(found.len(), 5);
    assert_eq!(
        found[0],
        (
            vec!["1".to_owned(), "\"5 inch".to_owned(), "a".to_owned()],
            Some(Fault::SwallowsRows)
        )
    );
    assert_eq!(found[3].1, Some(Fault::QuoteInField));
    let far = format!("1,\"x,a\n{}9,y\",b\n", "2,b,c\n".repeat(1_000));
    assert_eq!(rows(COMMA, &far, 3).len(), 1_002);
    let never = format!("1,\"x,a\n{}", "2,b,c\n".repeat(1_000));
    assert_eq!(rows(COMMA, &never, 3).len(), 1_001);
}

#[test]
fn a_long_line_that_breaks_the_rule_is_read_whole() {
    for letter in ["e", "\u{e9}"] {
        let line = format!("3,\"x \"y\" {}\n", letter.repeat(20_000));
        let text = line.clone() + &"4,z\n".repeat(9_000);
        let found = rows(COMMA, &text, 2);
        assert_eq!(found.len(), 9_001);
        assert_eq!(found[0].0[1], line[2..].trim_end());
    }
}

#[test]
fn an_address_over_lines_is_no_rows() {
    let text = "n,\"1 Main St\nFlat 1, Floor 1\nTown, XX\nState, YY\nUSA\"\n";
    assert_eq!(row(COMMA, text, 2).1, None);
}

#[test]
fn a_table_within_a_field_is_no_rows() {
    for text in [
        "1,\"a,b,c\n1,2,3\n4,5,6\",2\n",
        "1,\"Main st, 2\nBoston, MA\",x\n",
        "\"a,b\nc,d\ne,f\",x\n",
    ] {
        let width = if text.starts_with('1') { 3 } else { 2 };
        let found = rows(COMMA, text, width);
        assert_eq!((found.len(), found[0].1), (1, None), "{text:?}");
    }
    let many = format!("1,\"{}\",2\n", "a,b,c\n".repeat(20));
    let (fields, fault) = row(COMMA, &many, 3);
    assert_eq!((fields.len(), fault), (3, Some(Fault::HoldsRows)));
}

#[test]
fn backslashes_and_apostrophes_quote_where_the_dialect_says_so() {
    let backslash = Dialect {
        backslash: true,
        ..COMMA
    };
    let text = r#""naka , \"who\" \\ \n",2"#;
    assert_eq!(
        row(backslash, text, 2),
        (
            vec![r#"naka , "who" \ \n"#.to_owned(), "2".to_owned()],
            None
        )
    );
    let single = Dialect {
        quote: Some(b'\''),
        ..COMMA
    };
    assert_eq!(
        row(single, "'a,b',Men's,c", 3),
        (
            vec!["a,b".to_owned(), "Men's".to_owned(), "c".to_owned()],
            None
        )
    );
    let none = Dialect {
        quote: None,
        ..COMMA
    };
    assert_eq!(
        row(none, "\"a,b\"", 2),
        (vec!["\"a".to_owned(), "b\"".to_owned()], None)
    );
    let blank = Dialect {
        blank: true,
        ..COMMA
    };
    assert_eq!(
        row(blank, "a, \"b, c\", d", 3),
        (
            vec!["a".to_owned(), "b, c".to_owned(), "d".to_owned()],
            None
        )
    );
}

#[test]
fn a_row_is_the_same_however_much_of_the_text_is_there() {
    let text = "1,\"x\"\"y\nz\",a\n2,\"5 inch,b\n3,c,d\n4,e,f\n5,\"g\" h,i\n".to_owned()
        + &"6,j,k\n".repeat(4_000);
    let mut record = Record::default();
    let mut at = 0;
    for _ in 0..6 {
        let rest = &text[at..];
        let whole = record.read(COMMA, rest, true, 3);
        for upto in 0..rest.len().min(200) {
            let found = record.read(COMMA, &rest[..upto], false, 3);
            assert!(
                found == Outcome::More || found == whole,
                "{upto}: {found:?}, {whole:?}"
            );
        }
        assert_eq!(record.read(COMMA, rest, false, 3), whole);
        let Outcome::Row { length, .. } = whole else {
            panic!()
        };
        at += length;
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn what_follows_the_rule_is_read_as_csv_core_reads_it(
        table in (1..6_usize).prop_flat_map(|width| vec(vec("[ab,;\"\n\r ä]{0,5}", width), 1..8)),
    ) {
        let quoted = |field: &String| format!("\"{}\"", field.replace('"', "\"\""));
        let line = |row: &Vec<String>| row.iter().map(quoted).collect::<Vec<_>>().join(",") + "\r\n";
        let text: String = table.iter().map(line).collect();
        let mut core = csv_core::Reader::new();
        let (mut output, mut ends) = ([0; 1 << 10], [0; 16]);
        let mut rest = text.as_bytes();
        for (fields, fault) in rows(COMMA, &text, table[0].len()) {
            let (_, taken, _, count) = core.read_record(rest, &mut output, &mut ends);
            rest = &rest[taken..];
            let mut from = 0;
            let expected: Vec<&str> = ends[..count]
                .iter()
                .map(|end| std::str::from_utf8(&output[std::mem::replace(&mut from, *end)..*end]).unwrap())
                .collect();
            prop_assert_eq!(fields, expected);
            prop_assert!(fault.is_none_or(|kind| kind == Fault::HoldsRows));
        }
    }
}
