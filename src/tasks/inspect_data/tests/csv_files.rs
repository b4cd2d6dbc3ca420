//! Files of CSV as they are found in the world: how they are read, and where each of their lines went.

use super::*;

fn to_csv(name: &str, text: &str) -> Seen {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let hints = Hints {
        name: name.to_owned(),
        csv: csv::Hints {
            ending: ending.to_owned(),
            ..csv::Hints::default()
        },
        ..Hints::default()
    };
    let inspection = Inspection::new(hints, Target::This(Form::Csv));
    inspect(inspection, std::iter::once(text.as_bytes()))
}

fn rows(seen: &Seen) -> Vec<&str> {
    seen.written.lines().collect()
}

#[test]
fn titles_of_films_in_quotes_lose_no_row() {
    let text = "id\ttitle\tyear\n1\t\"Girls\" in Crisis\t1999\n2\t\"Manos\" The Hands\t1966\n\
                3\t\"Untitled\t2000\n4\tPlain\t2001\n5\tA \"quote\"\t2002\n";
    let seen = to_csv("films.tsv", text);
    assert_eq!(seen.problems, []);
    assert_eq!(rows(&seen)[1], "1,\"\"\"Girls\"\" in Crisis\",1999");
    assert_eq!(rows(&seen)[3], "3,\"\"\"Untitled\",2000");
    assert_eq!(rows(&seen).len(), 6);
    assert!(
        seen.summary.starts_with("CSV (by tab, no quotes), "),
        "{}",
        seen.summary
    );
    assert_eq!(
        seen.facts,
        "Delimiter: tab. Quotes: none. Header: line 1. Comments: none. Encoding: UTF-8."
    );
}

#[test]
fn two_stray_quotes_among_thousands_of_rows_lose_no_row_and_are_told() {
    let mut text = "id,text,n\n".to_owned();
    for row in 0..3_000 {
        let cell = match row {
            100 => "\"five inch",
            2_500 => "six\"",
            _ => "\"plain, text\"",
        };
        text.push_str(&format!("{row},{cell},{}\n", row * 2));
    }
    let seen = to_csv("a.csv", &text);
    assert_eq!(rows(&seen).len(), 3_001);
    let lines: Vec<u64> = seen.problems.iter().map(|(line, ..)| *line).collect();
    assert_eq!(lines, [102, 2_502]);
    assert_eq!(seen.lines, "3,001 lines = 3,000 in records + 1 header");
}

#[test]
fn what_stands_before_the_table_is_left_out_and_told() {
    let text =
        "Report: sales\nCreated: 2026-01-01\n\nname,age,city\nJohn,25,New York\nAnn,31,Boston\n";
    let seen = to_csv("a.csv", text);
    assert_eq!(
        rows(&seen),
        ["name,age,city", "John,25,New York", "Ann,31,Boston"]
    );
    assert_eq!(seen.notes, "2 lines before the table left out.");
    assert_eq!(
        seen.summary,
        "CSV (by comma, header in line 4), 0 B: 2 rows × 3 columns, some lines left out"
    );
    assert_eq!(
        seen.lines,
        "6 lines = 2 in records + 1 header + 2 before the table + 1 blank"
    );
}

#[test]
fn comments_and_rows_of_nothing_are_left_out_and_told() {
    let seen = to_csv("a.csv", "# by x\na,b\n1,2\n# middle\n,\n3,4\n");
    assert_eq!(rows(&seen), ["a,b", "1,2", "3,4"]);
    assert_eq!(
        seen.notes,
        "2 comments left out.\n1 row of nothing but delimiters left out."
    );
    assert_eq!(
        seen.lines,
        "6 lines = 2 in records + 1 header + 2 comments + 1 blank"
    );
}

#[test]
fn a_first_line_that_names_the_delimiter_is_no_column() {
    let seen = to_csv("a.csv", "sep=;\nOne;Two\n1;2\n");
    assert_eq!(rows(&seen), ["One,Two", "1,2"]);
    assert_eq!(seen.notes, "Line 1 names the delimiter.");
}

#[test]
fn names_over_two_lines_are_joined_and_told() {
    let seen = to_csv("a.csv", "north,,south,\nX,Y,X,Y\n1.5,2,3,4\n5,6,7,8\n");
    assert_eq!(rows(&seen)[0], "north X,north Y,south X,south Y");
    assert_eq!(seen.notes, "The names in lines 1 to 2 were joined.");
}

#[test]
fn without_a_header_no_row_is_taken_for_one() {
    let seen = to_csv(
        "a.csv",
        "08/01/2016;A;-21.419,06\n12/01/2016;A;-21.375,00\n",
    );
    assert_eq!(rows(&seen).len(), 2);
    assert_eq!(
        seen.notes,
        "No header was found: the columns are named by their numbers."
    );
}

#[test]
fn a_header_that_is_repeated_is_left_out_and_told() {
    let seen = to_csv("a.csv", "a,b\n1,2\n3,4\na,b\n5,6\n");
    assert_eq!(rows(&seen), ["a,b", "1,2", "3,4", "5,6"]);
    assert_eq!(
        seen.problems,
        [(4, 1, "Row repeats the header; left out".to_owned())]
    );
    assert!(seen.lines.ends_with("+ 1 skipped"), "{}", seen.lines);
}

#[test]
fn names_stay_as_they_are_in_csv() {
    let seen = to_csv("a.csv", "a,,a,b\n1,2,3,4\n5,6,7,8\n");
    assert_eq!(rows(&seen)[0], "a,,a,b");
}

#[test]
fn a_header_that_has_a_name_too_few_is_told_once() {
    let seen = to_csv("a.csv", "a,b\n1,2,3\n4,5,6\n7,8,9\n");
    let what = "The header has 2 names, and most rows have 3 fields";
    assert_eq!(seen.problems, [(1, 1, what.to_owned())]);
}

#[test]
fn every_line_is_accounted_for() {
    for text in [
        "a,b\n1,2\n",
        "a,b\r\n1,\"x\r\ny\"\r\n\r\n3,4",
        "\n\nt\n\n# c\na,b,c\n1,2,3\n,,\n\"x\n4,5,6\n   \n7,8\n",
        "a\rb\rc",
        "a,b\n1,2\r3,4\r\n5,6\n",
    ] {
        let ends = text.replace("\r\n", "\n").replace('\r', "\n");
        let open = u64::from(!ends.ends_with('\n'));
        let lines = ends.matches('\n').count() as u64 + open;
        let seen = to_csv("a.csv", text);
        let sum: u64 = seen
            .lines
            .split(['=', '+'])
            .skip(1)
            .filter_map(|part| part.split_whitespace().next()?.parse::<u64>().ok())
            .sum();
        assert!(
            seen.lines.starts_with(&format!("{lines} line")),
            "{text:?}: {}",
            seen.lines
        );
        assert_eq!(sum, lines, "{text:?}: {}", seen.lines);
    }
}

#[test]
fn a_comma_in_one_column_cuts_nothing_and_is_told() {
    let mut text = "name\n".to_owned();
    for number in 0..300 {
        text.push_str(&format!("Person {number}\n"));
    }
    text.push_str("Smith, John\n\"Lee, Ann\"\n   \n");
    let seen = to_csv("a.csv", &text);
    assert_eq!(seen.problems, []);
    assert_eq!(&rows(&seen)[301..], ["\"Smith, John\"", "\"Lee, Ann\""]);
    assert_eq!(
        seen.notes,
        "1 line with a comma not cut: there is one column."
    );
    assert!(seen.lines.ends_with("+ 1 blank"), "{}", seen.lines);
}

#[test]
fn a_delimiter_that_is_named_is_no_line_left_out() {
    let seen = to_csv("a.csv", "sep=;\na;b\n1;2\n");
    assert!(seen.summary.ends_with("no problems"), "{}", seen.summary);
}

#[test]
fn a_header_that_is_not_in_the_file_is_a_failure() {
    let hints = Hints {
        csv: csv::Hints {
            header: Some(HeaderAt::Lines(99, 99)),
            ..csv::Hints::default()
        },
        ..Hints::default()
    };
    let inspection = Inspection::new(hints, Target::This(Form::Csv));
    let seen = inspect(inspection, std::iter::once(&b"a,b\n1,2\n3,4\n"[..]));
    let failure = "There is no line 99: the file has 3 lines";
    assert_eq!(seen.failure.as_deref(), Some(failure));
}
