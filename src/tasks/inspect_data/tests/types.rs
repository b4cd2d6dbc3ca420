//! What the columns of a CSV are read as, and what becomes of their fields.

use super::*;

/// Returns the type of a column of these fields, and the values of JSON that they become.
fn column(fields: &[&str]) -> (String, String) {
    let rows: Vec<String> = fields
        .iter()
        .map(|field| format!("\"{field}\",x\n"))
        .collect();
    let seen = whole(Form::Csv, Form::Ndjson, format!("a,b\n{}", rows.concat()));
    assert_eq!(seen.problems, []);
    let values = seen.written.lines().map(|line| {
        let value = line
            .strip_prefix("{\"a\":")
            .and_then(|line| line.strip_suffix(",\"b\":\"x\"}"));
        value.unwrap_or(line)
    });
    let values: Vec<&str> = values.collect();
    (seen.columns[0][1].clone(), values.join(" "))
}

fn becomes(fields: &[&str], kind: &str, values: &str) {
    assert_eq!(
        column(fields),
        (kind.to_owned(), values.to_owned()),
        "{fields:?}"
    );
}

/// Every field stays the text that it is.
fn stays(fields: &[&str], kind: &str) {
    let values: Vec<String> = fields.iter().map(|field| format!("\"{field}\"")).collect();
    becomes(fields, kind, &values.join(" "));
}

#[test]
fn what_would_lose_something_as_a_number_stays_text_in_the_whole_column() {
    stays(
        &["4e12345", "1234567", "ab12cde", "12e4567"],
        "text (text 3, integer 1)",
    );
    stays(&["4e12345", "1234567"], "text (digits around an e)");
    stays(&["101E10", "202E11"], "text (digits around an e)");
    stays(&["100", "1e5"], "text (digits around an e)");
    stays(&["0e5", "1e-400"], "text (digits around an e)");
    stays(&["02134", "10001"], "text (leading zeros)");
    stays(&["1.9", "1.10"], "text (decimals that end in zeros)");
    stays(&["1.9", "1.10", "1.10.1"], "text (number 2, text 1)");
    stays(
        &["3.8", "3.9", "3.10", "3.11"],
        "text (decimals that end in zeros)",
    );
    stays(&["+5", "6"], "text (plus signs)");
    stays(&["+49 30 1234", "+1 555 123"], "text");
    stays(&["555 123 456", "555 123 457"], "text");
    stays(&["1_000", "2"], "text (integer 1, text 1)");
    stays(
        &["9007199254740993", "1"],
        "text (more digits than a number keeps)",
    );
    stays(
        &["0.12345678901234567890", "1.5"],
        "text (more digits than a number keeps)",
    );
    stays(&["192.168.100.101", "192.168.100.102"], "text");
    stays(&["1.234.567", "2.345.678"], "text");
}

#[test]
fn numbers_keep_their_characters() {
    becomes(&["1.10", "2.50", "3"], "number", "1.10 2.50 3");
    becomes(&["1.0", "2.25", "-3.5"], "number", "1.0 2.25 -3.5");
    becomes(
        &["1.5e10", "1e+05", "2", "1E-7"],
        "number",
        "1.5e10 1e+05 2 1E-7",
    );
    becomes(
        &["9007199254740991", "-0"],
        "integer",
        "9007199254740991 -0",
    );
    becomes(
        &["0.30000000000000004", "0.1"],
        "number",
        "0.30000000000000004 0.1",
    );
    becomes(&["1.234", "2.500"], "number", "1.234 2.500");
}

#[test]
fn decimal_commas_and_groups_of_thousands_are_read_and_told() {
    becomes(
        &["1,5", "2", "-0,25"],
        "number (decimal comma)",
        "1.5 2 -0.25",
    );
    becomes(
        &["-21.419,06", "15,00"],
        "number (decimal comma, thousands by point)",
        "-21419.06 15.00",
    );
    becomes(
        &["1.234", "1,5"],
        "number (decimal comma, thousands by point)",
        "1234 1.5",
    );
    becomes(
        &["1,234.56", "12.00"],
        "number (thousands by comma)",
        "1234.56 12.00",
    );
    becomes(
        &["1,234,567", "12,345", "7"],
        "integer (thousands by comma)",
        "1234567 12345 7",
    );
    becomes(
        &["1.234.567", "12.345", "7"],
        "integer (thousands by point)",
        "1234567 12345 7",
    );
    becomes(
        &["1 234,5", "7,0"],
        "number (decimal comma, thousands by blank)",
        "1234.5 7.0",
    );
    becomes(
        &["1'234", "7"],
        "integer (thousands by blank or apostrophe)",
        "1234 7",
    );
    stays(&["1,234", "2,345"], "text (numbers that read both ways)");
    stays(&["1,234", "1234.5"], "text (numbers that read both ways)");
    stays(&["1,5", "1.5"], "text (decimal points and decimal commas)");
    stays(&["1,2,3", "4,5"], "text (number 1, text 1)");
}

#[test]
fn points_read_both_ways_where_another_column_has_decimal_commas() {
    let seen = whole(
        Form::Csv,
        Form::Ndjson,
        "a,b\n1.234,\"1,5\"\n2.345,\"2,5\"\n",
    );
    assert_eq!(seen.columns[0][1], "text (numbers that read both ways)");
    assert_eq!(
        seen.written.lines().next(),
        Some(r#"{"a":"1.234","b":1.5}"#)
    );
}

#[test]
fn dates_are_written_as_iso_8601_does_when_they_read_one_way() {
    becomes(
        &["31.12.2026", "01.02.2026", "2026-03-04"],
        "date (day first)",
        r#""2026-12-31" "2026-02-01" "2026-03-04""#,
    );
    becomes(
        &["08/01/2016", "13/01/2016"],
        "date (day first)",
        r#""2016-01-08" "2016-01-13""#,
    );
    becomes(
        &["12/31/2026 2:30 PM", "1/2/2026 12:00 AM"],
        "date (month first)",
        r#""2026-12-31T14:30" "2026-01-02T00:00""#,
    );
    becomes(&["2026/12/31"], "date (year first)", r#""2026-12-31""#);
    becomes(
        &["01/01/2026", "02/02/2026"],
        "date",
        r#""2026-01-01" "2026-02-02""#,
    );
    becomes(
        &["2026-11-20 12:30", "2026-11-21"],
        "date",
        r#""2026-11-20 12:30" "2026-11-21""#,
    );
    stays(
        &["01/02/2026", "03/04/2026"],
        "text (dates that read both ways)",
    );
    stays(
        &["31/12/2026", "12/31/2026"],
        "text (dates day first and month first)",
    );
    stays(&["31.12.26", "30.12.26"], "text");
    stays(&["31.12.2026", "soon"], "text (date 1, text 1)");
    stays(&["2026-01-01", "2026"], "text (integer 1, date 1)");
}

#[test]
fn markers_are_null_in_columns_that_are_otherwise_numbers_dates_or_truth_values() {
    becomes(
        &["1", "NA", "", "NA"],
        "integer (2 NA read as empty)",
        "1 null null null",
    );
    becomes(
        &["1,5", "n/a", "-"],
        "number (decimal comma, 1 n/a, 1 - read as empty)",
        "1.5 null null",
    );
    becomes(
        &["2026-01-01", "\\N", "NULL"],
        "date (1 \\N, 1 NULL read as empty)",
        "\"2026-01-01\" null null",
    );
    becomes(
        &["true", "None"],
        "true/false (1 None read as empty)",
        "true null",
    );
    becomes(
        &["nan", "1.5", "#N/A"],
        "number (1 nan, 1 #N/A read as empty)",
        "null 1.5 null",
    );
    stays(&["NA", "DE", "FR"], "text (1 NA kept as text)");
    stays(&["NULL", "NULL"], "text (2 NULL kept as text)");
    becomes(
        &["NA", "01", ""],
        "text (leading zeros, 1 NA kept as text)",
        "\"NA\" \"01\" null",
    );
    stays(
        &["1", "x", "NA"],
        "text (integer 1, text 1, 1 NA kept as text)",
    );
    stays(&["1", "#DIV/0!"], "text (integer 1, text 1)");
}

#[test]
fn truth_values_may_be_in_capitals() {
    becomes(&["true", "false"], "true/false", "true false");
    becomes(&["TRUE", "False"], "true/false (in capitals)", "true false");
    stays(&["true", "1"], "text (true/false 1, integer 1)");
    stays(&["yes", "no"], "text");
}

#[test]
fn a_type_is_known_only_at_the_end_of_the_file() {
    let rows = "1,5\n".repeat(100_000);
    let seen = whole(Form::Csv, Form::Ndjson, format!("a,b\n{rows}01,x\n"));
    assert_eq!(seen.columns[0][1], "text (leading zeros)");
    assert_eq!(seen.columns[1][1], "text (integer 100,000, text 1)");
    assert_eq!(seen.written.lines().next(), Some(r#"{"a":"1","b":"5"}"#));
    assert_eq!(seen.written.lines().last(), Some(r#"{"a":"01","b":"x"}"#));
}

#[test]
fn no_field_changes_on_the_way_to_csv() {
    let text = "a,b,c\r\n01,\"1,5\",NA\r\n1e5,31.12.2026,\r\n=1+1,-A1,@x\r\n";
    let seen = whole(Form::Csv, Form::Csv, text);
    assert_eq!(seen.written, text);
}

#[test]
fn a_formula_comes_out_as_it_went_in() {
    let formulas = ["=1+1", "@x", "+A1"];
    let rows = formulas.map(|formula| format!("{{\"a\":\"{formula}\"}}\n"));
    let seen = whole(Form::Ndjson, Form::Csv, rows.concat());
    let fields: Vec<_> = seen.written.lines().skip(1).collect();
    assert_eq!(fields, formulas);
}

#[test]
fn a_conversion_reads_the_file_twice_only_where_it_needs_types() {
    for (target, is_read_twice) in [(Form::Csv, false), (Form::Ndjson, true)] {
        let mut inspection = Inspection::new(hints(Form::Csv), Target::This(target));
        let (_, failure) = read(&mut inspection, std::iter::once(&b"a,b\n1,2\n"[..]));
        assert_eq!(failure, None);
        assert_eq!(inspection.plans_two_passes(), Some(is_read_twice));
        assert_eq!(inspection.needs_second_pass(), is_read_twice);
    }
}
