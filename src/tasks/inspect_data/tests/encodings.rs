//! What is text: its encoding, its faults, and files that are none.

use super::*;

/// Creates an inspection without hints but the encoding, if one is chosen.
fn of(encoding: Option<&str>, bytes: &[u8]) -> Seen {
    inspect(unread(encoding), bytes.chunks(64 << 10))
}

fn unread(encoding: Option<&str>) -> Inspection {
    let hints = Hints {
        name: "a.csv".to_owned(),
        encoding: encoding.and_then(Encoding::of_value),
        ..Hints::default()
    };
    Inspection::new(hints, Target::Other)
}

fn detected(bytes: impl AsRef<[u8]>) -> Seen {
    of(None, bytes.as_ref())
}

/// Returns what the summary has between the form and the size.
fn encoding_of(seen: &Seen) -> &str {
    let (before, _) = seen.summary.split_once(", 0 B: ").unwrap();
    before.split_once(", ").map_or("", |(_, words)| words)
}

const TEXT: &str = "Name;Größe\r\nÄrmel;1\r\n\"x\ny\";2\r\n";

fn utf_16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn swapped<const WIDTH: usize>(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.chunks_mut(WIDTH).for_each(<[u8]>::reverse);
    bytes
}

fn utf_32(text: &str) -> Vec<u8> {
    let units = text.chars().map(u32::from);
    units.flat_map(u32::to_le_bytes).collect()
}

/// Returns a text all of whose characters are ISO-8859-1.
fn latin_1(text: &str) -> Vec<u8> {
    text.chars()
        .map(|letter| u8::try_from(letter).unwrap())
        .collect()
}

#[test]
fn bad_utf_8_is_replaced_at_its_place() {
    let seen = whole(
        Form::Csv,
        Form::Ndjson,
        b"\xef\xbb\xbfa,b\n\xc3\xa4,x\xe9y\n1,\xff\n",
    );
    let what = |byte| format!("Not UTF-8: byte {byte}, replaced by \u{fffd}");
    assert_eq!(seen.problems, [(2, 4, what("E9")), (3, 3, what("FF"))]);
    let rows = [r#"{"a":"ä","b":"x�y"}"#, r#"{"a":"1","b":"�"}"#];
    assert_eq!(seen.written.lines().collect::<Vec<_>>(), rows);
}

#[test]
fn every_encoding_has_the_same_rows_and_is_named() {
    let marked = format!("\u{feff}{TEXT}");
    let cases: [(Vec<u8>, &str); 11] = [
        (TEXT.into(), ""),
        (marked.clone().into(), "UTF-8 (by its mark)"),
        (utf_16(TEXT), "UTF-16 LE (detected)"),
        (utf_16(&marked), "UTF-16 LE (by its mark)"),
        (swapped::<2>(utf_16(TEXT)), "UTF-16 BE (detected)"),
        (swapped::<2>(utf_16(&marked)), "UTF-16 BE (by its mark)"),
        (utf_32(TEXT), "UTF-32 LE (detected)"),
        (utf_32(&marked), "UTF-32 LE (by its mark)"),
        (swapped::<4>(utf_32(TEXT)), "UTF-32 BE (detected)"),
        (swapped::<4>(utf_32(&marked)), "UTF-32 BE (by its mark)"),
        (latin_1(TEXT), "Windows-1252 (guessed)"),
    ];
    for (bytes, words) in cases {
        let seen = detected(bytes);
        assert_eq!(encoding_of(&seen), words);
        assert_eq!((&seen.failure, &seen.problems), (&None, &vec![]), "{words}");
        let rows = [
            r#"{"Name":"Ärmel","Größe":1}"#,
            r#"{"Name":"x\ny","Größe":2}"#,
        ];
        assert_eq!(seen.written.lines().collect::<Vec<_>>(), rows, "{words}");
        assert_eq!(seen.sample[1][0], "3", "{words}");
    }
}

#[test]
fn a_chosen_encoding_rules_and_a_mark_of_another_one_is_told() {
    let seen = of(Some("windows-1252"), "ä,b\nü,1\n".as_bytes());
    assert_eq!(encoding_of(&seen), "Windows-1252 (chosen)");
    assert_eq!(seen.written, "{\"Ã¤\":\"Ã¼\",\"b\":1}\n");

    let seen = of(Some("iso-8859-15"), b"\xef\xbb\xbfa,b\n\xa4,1\n");
    let what =
        "The file begins with the mark of UTF-8, and is read as ISO-8859-15, which was chosen";
    assert_eq!(seen.problems, [(1, 1, what.to_owned())]);
    assert_eq!(seen.written, "{\"a\":\"€\",\"b\":1}\n");

    let bytes = swapped::<2>(utf_16("a,b\n1,2\n"));
    let seen = of(Some("utf-16be"), &bytes);
    assert_eq!(
        (seen.problems, &*seen.written),
        (vec![], "{\"a\":1,\"b\":2}\n")
    );
}

#[test]
fn text_that_stops_being_ascii_late_is_decided_there() {
    let rows = "12345,plain text\n".repeat(40_000);
    let before = format!("id,name\n{rows}");
    let latin = [before.as_bytes(), b"1,caf\xe9\n2,na\xefve\n"].concat();
    for length in [1_000, 64 << 10, latin.len()] {
        let seen = inspect(unread(None), latin.chunks(length));
        assert_eq!(
            encoding_of(&seen),
            "Windows-1252 (guessed at line 40,002, ASCII before it)"
        );
        assert_eq!(seen.problems, []);
        let last: Vec<&str> = seen.written.lines().skip(40_000).collect();
        assert_eq!(
            last,
            [r#"{"id":1,"name":"café"}"#, r#"{"id":2,"name":"naïve"}"#]
        );
    }
    let utf_8 = [before.as_bytes(), "1,café\n2,x".as_bytes(), b"\xe9\n"].concat();
    let seen = detected(utf_8);
    let what = "Not UTF-8: byte E9, replaced by \u{fffd}";
    assert_eq!(seen.problems, [(40_003, 4, what.to_owned())]);
    assert_eq!(encoding_of(&seen), "");
}

#[test]
fn punctuation_that_became_control_characters_is_told_where_it_is() {
    let seen = detected("a,b\n1,ChÃ¢teau d\u{92}Or ° £\n2,x \u{96} y\n");
    let what = |code| {
        format!(
            "Control character U+{code}: kept. It is most likely Windows-1252 that was saved as Latin-1"
        )
    };
    assert_eq!(seen.problems, [(2, 13, what("0092")), (3, 5, what("0096"))]);
}

#[test]
fn a_nul_is_kept_and_told_where_it_is() {
    let early = detected("a,b\n1,x\0y\n\0\0,2\n");
    let one = "A NUL character (code 0) is in the text: kept".to_owned();
    let two = "2 NUL characters (code 0) are in the text: kept".to_owned();
    assert_eq!(early.problems, [(2, 4, one.clone()), (3, 1, two)]);
    assert_eq!(
        early.written.lines().next(),
        Some(r#"{"a":"1","b":"x\u0000y"}"#)
    );

    let late = format!("a,b\n{}1,\0\n2,3\n", "12345,text\n".repeat(40_000));
    let seen = detected(&late);
    assert_eq!(
        (&seen.failure, &seen.problems),
        (&None, &vec![(40_002, 3, one)])
    );
    assert_eq!(seen.written.lines().count(), 40_002);
}

#[test]
fn a_wrong_unit_of_utf_16_is_at_its_line_and_character() {
    let mut bytes = utf_16("\u{feff}a,b\n𝄞ä,");
    bytes.extend(b"\x00\xd8");
    bytes.extend(utf_16("x\n1,2\n"));
    bytes.push(b'z');
    let seen = detected(bytes);
    let what = |bytes: &str| format!("Not UTF-16 LE: {bytes}, replaced by \u{fffd}");
    let found: Vec<_> = seen
        .problems
        .iter()
        .filter(|found| found.2.contains("Not"))
        .collect();
    assert_eq!(
        found,
        [&(2, 4, what("bytes 00 D8")), &(4, 1, what("byte 7A"))]
    );
}

#[test]
fn what_is_no_text_says_what_it_is() {
    let cases: [(&[u8], &str); 5] = [
        (b"PK\0\0", "This is no text: byte 2 is 0"),
        (
            b"%PDF-1.7\n%\xe2\xe3",
            "This is a PDF document: it has no rows to read",
        ),
        (
            b"PAR1\x15\0\x15",
            "This is a Parquet file: export it as CSV or JSON",
        ),
        (
            b"PK\x03\x04\x14\0\x06\0",
            "This is a ZIP archive, as .xlsx and .ods are: unpack it, or save the sheet as CSV",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0",
            "This is an Office file of the old kind or with a password, as .xls files are: save the sheet as CSV",
        ),
    ];
    for (bytes, what) in cases {
        assert_eq!(detected(bytes).failure.as_deref(), Some(what));
        assert_eq!(detected(bytes).written, "");
    }
}

#[test]
fn a_page_in_place_of_data_is_told() {
    for page in [
        "\n<!DOCTYPE html>\n<html><body>Sign in</body></html>\n",
        "<html>\n<p>\n",
    ] {
        let seen = detected(page);
        let what = "This begins as a web page does: a sign-in or an error may have been saved in place of the data";
        assert_eq!(seen.problems[0], (1, 1, what.to_owned()), "{page}");
    }
    let seen = detected("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n");
    assert!(
        seen.problems[0]
            .2
            .starts_with("This is a pointer of Git LFS")
    );
    let seen = detected("<?xml version=\"1.0\"?>\n<rows/>\n");
    assert_eq!(
        seen.problems[0].2,
        "This begins as XML does: it is read as CSV"
    );
}

#[test]
fn a_guess_and_another_encoding_than_utf_8_are_noted() {
    let notes = |bytes: &[u8]| {
        let mut inspection = unread(None);
        read(&mut inspection, std::iter::once(bytes));
        inspection.notes()
    };
    let utf_8 = "The converted file is UTF-8.";
    let guess = "The encoding is a guess: where letters look wrong, choose another one.";
    assert_eq!(notes("ä,b\n1,2\n".as_bytes()), [""; 0]);
    assert_eq!(notes(b"\xff\xfea\0\n\0b\0\n\0"), [utf_8]);
    assert_eq!(notes(b"caf\xe9,b\n1,2\n"), [guess, utf_8]);

    // What was guessed early may be contradicted late.
    let rows = "1,plain\n".repeat(60_000);
    let late = [
        b"a,caf\xe9\n",
        rows.as_bytes(),
        "1,Größe\n2,Ärmel\n".as_bytes(),
    ]
    .concat();
    let other = "3 characters look like UTF-8, which would be wrong in 1 place.";
    assert_eq!(notes(&late), [guess, other, utf_8]);
}
