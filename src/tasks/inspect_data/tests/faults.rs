//! Each fault, at its exact place, and what is read all the same.

use super::{
    super::{LONGEST, syntax::steps},
    *,
};

fn problems(form: Form, text: impl AsRef<[u8]>) -> Vec<(u64, u64, String)> {
    whole(form, Form::Ndjson, text).problems
}

fn failure(form: Form, text: impl AsRef<[u8]>) -> String {
    whole(form, Form::Ndjson, text).failure.unwrap()
}

#[test]
fn an_open_quote_is_where_it_was_opened_and_the_lines_after_it_are_rows() {
    let seen = whole(
        Form::Csv,
        Form::Ndjson,
        "a,b\n1,\"x\ny\"\n\"ä\n\",\"2\n3,4\n5,6\n",
    );
    let what = "This quote is never closed: its line is read as it stands";
    assert_eq!(seen.problems, [(5, 3, what.to_owned())]);
    let rows = [
        r#"{"a":"1","b":"x\ny"}"#,
        r#"{"a":"ä\n","b":"\"2"}"#,
        r#"{"a":"3","b":"4"}"#,
        r#"{"a":"5","b":"6"}"#,
    ];
    assert_eq!(seen.written.lines().collect::<Vec<_>>(), rows);
}

#[test]
fn an_open_quote_in_the_last_line_is_a_character_of_it() {
    let seen = whole(Form::Csv, Form::Ndjson, "a\r\n\"b");
    assert_eq!((seen.problems[0].0, seen.problems[0].1), (2, 1));
    assert_eq!(seen.written, "{\"a\":\"\\\"b\"}\n");
}

#[test]
fn a_quote_that_is_open_for_too_long_is_read_as_it_stands() {
    let mut text = b"a,b\n1,\"2\n".to_vec();
    let lines = LONGEST / 4 + 10;
    text.extend(b"3,4\n".repeat(lines));
    let seen = whole(Form::Csv, Form::Csv, &text);
    let found: Vec<_> = seen
        .problems
        .iter()
        .map(|found| (found.0, found.1))
        .collect();
    assert_eq!(found, [(2, 3)]);
    assert_eq!(seen.written.lines().count(), lines + 2);
    assert_eq!(seen.written.lines().nth(1), Some("1,\"\"\"2\""));
}

#[test]
fn a_line_of_a_csv_that_is_too_long_is_left_out_and_the_rest_goes_on() {
    let mut text = b"a,b\n1,2\n".to_vec();
    text.extend(vec![b'x'; LONGEST + 1]);
    text.extend(b"\n3,4\n");
    let seen = whole(Form::Csv, Form::Ndjson, &text);
    let what = "This line has more than 16.8 MB: left out";
    assert_eq!(seen.problems, [(3, 1, what.to_owned())]);
    assert_eq!(seen.written, "{\"a\":1,\"b\":2}\n{\"a\":3,\"b\":4}\n");
    assert!(seen.lines.ends_with("+ 1 skipped"), "{}", seen.lines);
}

#[test]
fn a_ragged_row_is_told_where_it_ends_or_has_too_much_and_the_next_one_is_read() {
    let seen = whole(
        Form::Csv,
        Form::Ndjson,
        "a,b,c\n1,2\r\n3,\"4\n4\",5,6,7\n8,9,10\n",
    );
    let what = |found| format!("Row has {found} fields; 3 expected");
    assert_eq!(seen.problems, [(2, 4, what(2)), (4, 6, what(5))]);
    let rows = [
        r#"{"a":1,"b":"2"}"#,
        r#"{"a":3,"b":"4\n4","c":5,"column_4":6,"column_5":7}"#,
        r#"{"a":8,"b":"9","c":10}"#,
    ];
    assert_eq!(seen.written.lines().collect::<Vec<_>>(), rows);
    assert_eq!(
        seen.summary,
        "CSV (by comma), 0 B: 3 rows × 5 columns, 2 problems"
    );
}

#[test]
fn lines_are_counted_whether_they_end_with_lf_crlf_or_cr() {
    for end in ["\n", "\r\n", "\r"] {
        let text = ["a,b", "1,2", "", "3", "4,5", ""].join(end);
        let seen = whole(Form::Csv, Form::Ndjson, &text);
        let places: Vec<_> = seen
            .problems
            .iter()
            .map(|found| (found.0, found.1))
            .collect();
        assert_eq!(places, [(4, 2)], "{end:?}");
        assert_eq!(seen.written.lines().count(), 3, "{end:?}");
        assert_eq!(seen.sample.last().unwrap()[0], "5", "{end:?}");
    }
}

#[test]
fn two_columns_of_one_name_are_told_apart() {
    let seen = whole(Form::Csv, Form::Ndjson, "a,b,a\n1,2,3\n");
    let what = "A second column “a”: called a_3";
    assert_eq!(seen.problems, [(1, 5, what.to_owned())]);
    assert_eq!(seen.written, "{\"a\":1,\"b\":2,\"a_3\":3}\n");
}

#[test]
fn more_columns_than_are_told_apart_are_left_out() {
    let seen = whole(
        Form::Csv,
        Form::Ndjson,
        [",".repeat(20_000), "1".to_owned()].join("\n"),
    );
    let what = "More than 10,000 columns: further ones are left out";
    assert!(seen.problems.contains(&(1, 10_001, what.to_owned())));
    assert_eq!(seen.columns.len(), 10_000);
}

#[test]
fn a_broken_line_is_left_out_and_the_rest_goes_on() {
    let text = "{\"ä\":1}\n\n {\"ä\": tru}\n{\"ä\":2} x\n{\"ä\":3\nnonsense\n{\"ä\":4}";
    let seen = whole(Form::Ndjson, Form::Ndjson, text);
    let what = |why, which| format!("Not JSON ({why}): {which} left out");
    assert_eq!(
        seen.problems,
        [
            (3, 11, what("expected ident", "this line is")),
            (4, 9, what("expected value", "the rest of this line is")),
            (6, 1, what("expected `,` or `}`", "lines 5 to 6 are")),
        ]
    );
    assert_eq!(seen.written, "{\"ä\":1}\n{\"ä\":2}\n{\"ä\":4}\n");
}

#[test]
fn a_line_that_is_too_long_is_left_out_and_the_rest_goes_on() {
    let long = format!("{{\"a\":\"{}\"}}", "x".repeat(LONGEST));
    let seen = whole(
        Form::Ndjson,
        Form::Ndjson,
        format!("{{\"a\":1}}\n{long}\n{{\"a\":2}}\n"),
    );
    let what = "A value of more than 16.8 MB: this line is left out";
    assert_eq!(seen.problems, [(2, 1, what.to_owned())]);
    assert_eq!(seen.written, "{\"a\":1}\n{\"a\":2}\n");
}

#[test]
fn a_broken_document_is_read_up_to_where_it_is_broken() {
    let cases = [
        ("[{\"a\":1},\n {\"a\":[}, 1]", 2, 8, "expected value"),
        ("[{\"a\":1}]\n]", 2, 1, "the file goes on after its end"),
        ("[{\"a\":1}\n nonsense]", 2, 2, "expected `,` or `]`"),
        ("[{\"a\":1},\n a{b, 2]", 2, 2, "expected value"),
        ("{\"a\":1,\n b:2}", 2, 2, "expected name"),
        ("{\"a\":1,\n \"b\" 2}", 2, 6, "expected `:`"),
    ];
    for (text, line, column, why) in cases {
        let seen = whole(Form::Json, Form::Ndjson, text);
        let what = format!("Not JSON ({why}): nothing more is read");
        assert_eq!(seen.problems, [(line, column, what)], "{text}");
        assert_eq!(seen.failure, None);
        assert_eq!(seen.written.lines().count(), 1, "{text}");
    }
}

#[test]
fn a_document_that_ends_too_early_says_so() {
    let cases = [
        (
            "[{\"a\":1},\n {\"ä\":[1, ",
            2,
            11,
            "The file ends within what begins at line 2, column 2",
        ),
        (
            "[{\"a\":1},\n \"x",
            2,
            4,
            "The file ends within what begins at line 2, column 2",
        ),
        ("[{\"a\":1},\n {\"a\" 1", 2, 7, "Not JSON (expected `:`)"),
        (
            "[{\"a\":1}\n",
            2,
            1,
            "The file ends too early (expected `,` or `]`)",
        ),
        (
            "{\"a\":1,\n\"b\":",
            2,
            5,
            "The file ends too early (expected value)",
        ),
    ];
    for (text, line, column, what) in cases {
        assert_eq!(
            problems(Form::Json, text),
            [(line, column, what.to_owned())],
            "{text}"
        );
    }
}

#[test]
fn an_element_that_is_too_long_is_the_last() {
    let text = format!("[1, [\"{}\"], 2]", "x".repeat(LONGEST));
    let seen = whole(Form::Json, Form::Ndjson, text);
    let what = "This value has more than 16.8 MB: nothing more is read";
    assert_eq!(seen.problems, [(1, 5, what.to_owned())]);
    assert_eq!(seen.written, "1\n");
}

#[test]
fn a_broken_element_of_a_document_beyond_16_mb_is_left_out_and_the_rest_goes_on() {
    let good = format!("{{\"a\":\"{}\"}},\n", "x".repeat(1_000));
    let count = LONGEST / good.len() + 1_000;
    let text = format!("[\n{{\"a\":1,\n{}{{\"a\":2}}]", good.repeat(count));
    let seen = whole(Form::Json, Form::Ndjson, &text);
    let what = "Not JSON (it ends too early): this line is left out";
    assert_eq!(seen.problems, [(2, 8, what.to_owned())]);
    assert_eq!(seen.written.lines().count(), count + 1);
}

/// Some of these took minutes when each element was searched to the end of the text.
#[test]
fn elements_that_are_never_closed_are_read_in_linear_time() {
    let count = 300_000;
    for broken in ["{\"a\":1,\n", "{\"a\":[\n", "{\"a\":1\n", "{\"a\":\"1}\n"] {
        let text = format!("[\n{}{{\"a\":2}}]", broken.repeat(count));
        let seen = whole(Form::Json, Form::Ndjson, &text);
        assert_eq!(seen.written, "{\"a\":2}\n", "{broken}");
        let more = format!("… and {} more", "299,900");
        assert_eq!(seen.problems[100].2, more, "{broken}");
    }
}

#[test]
fn lines_that_are_never_closed_are_read_in_linear_time() {
    let steps = |line: &str, fault: &str, count: usize| {
        let good = if line.starts_with('{') { "{}" } else { "[]" };
        let text = format!("{}{fault}{good}\n", line.repeat(count));
        steps::take();
        let seen = whole(Form::Ndjson, Form::Ndjson, &text);
        assert_eq!(seen.written.trim_end(), good, "{line}");
        assert_eq!(seen.problems.len(), 101, "{line}");
        steps::take()
    };
    for line in [
        "{\"a\":[\n",
        "{\"a\":\n",
        "{\"a\":[\n[],\n",
        "{\"a\":[1\n",
        "[1,\n",
    ] {
        for fault in ["", "x\n"] {
            let (once, twice) = (steps(line, fault, 1_000), steps(line, fault, 2_000));
            assert!(twice <= 2 * once + 100, "{line}{fault}: {once}, {twice}");
        }
    }
}

#[test]
fn values_that_share_one_line_are_read_in_linear_time() {
    // 8 MB in one piece: 4 TB when the rest of the line is searched after each value.
    let count = 1 << 20;
    let text = "{\"a\":1}".repeat(count);
    let seen = in_steps(Form::Ndjson, Form::Ndjson, text.as_bytes(), text.len());
    assert_eq!(
        (seen.problems, seen.written.lines().count()),
        (vec![], count)
    );
}

#[test]
fn a_file_with_nothing_in_it_has_a_result() {
    for form in [Form::Csv, Form::Ndjson, Form::Json] {
        let seen = whole(form, Form::Ndjson, "");
        assert_eq!((seen.failure, &*seen.notes), (None, "The file is empty."));
        assert!(
            seen.summary.contains("0 rows × 0 columns"),
            "{}",
            seen.summary
        );
        let blank = whole(form, Form::Ndjson, "\u{feff}\r\n\n");
        assert_eq!((blank.failure, &*blank.written), (None, ""));
    }
}

#[test]
fn a_file_of_which_nothing_could_be_read_has_failed_and_says_where() {
    let why = "Nothing could be read. At line 1, column 2: Not JSON (expected value or `]`): \
               nothing more is read";
    assert_eq!(failure(Form::Json, "[}"), why);
    let why = "Nothing could be read. At line 2, column 2: Not JSON (expected ident): this line is \
               left out";
    assert_eq!(failure(Form::Ndjson, "\nno\nno\n"), why);
}

#[test]
fn a_header_alone_is_told_and_has_its_columns() {
    let seen = whole(Form::Csv, Form::Json, "a,b\n");
    assert_eq!(
        (&seen.problems[..], &*seen.notes),
        (&[][..], "There is a header and no row.")
    );
    assert_eq!((seen.columns.len(), &*seen.written), (2, "[]\n"));
}

#[test]
fn all_problems_are_counted_and_the_first_hundred_are_listed() {
    let text = format!("a,b\n{}{}", "1,2\n".repeat(1_400), "1\n".repeat(1_234));
    let seen = whole(Form::Csv, Form::Csv, text);
    assert_eq!(seen.problems.len(), 101);
    assert_eq!(seen.problems[99].0, 1_501);
    assert_eq!(seen.problems[100].2, "… and 1,134 more");
}
