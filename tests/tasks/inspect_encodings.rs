//! *Inspect data*: encodings that the browser decodes, and files that are compressed.

use js_sys::{Array, Uint8Array};
use taskdeck::OutputPart;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{End, Stage, bytes_of, file, file_of, leaked, params, text_of};

/// The places and words of the problems.
fn problems(end: &End) -> Vec<[&str; 3]> {
    let tables = end.output.parts.iter().filter_map(|part| match part {
        OutputPart::Table(table) if table.columns.iter().any(|name| *name == "Problem") => {
            Some(table)
        }
        _ => None,
    });
    let rows = tables.flat_map(|table| &table.rows);
    rows.map(|row| [0, 1, 2].map(|at| leaked(&row[at])))
        .collect()
}

async fn written(end: &End) -> String {
    let (_, made) = end.file();
    text_of(&made).await
}

#[wasm_bindgen_test]
async fn every_encoding_can_be_chosen() {
    let cases: &[(&str, &[u8], &str, &str)] = &[
        (
            "shift_jis",
            b"\x96\xbc\x91O\n\x95\\\x8e\xa6\x83\\\x81\\\n",
            "名前",
            "表示ソ―",
        ),
        (
            "euc-jp",
            b"\xcc\xbe\xc1\xb0\n\xc9\xbd\xbc\xa8\xa5\xbd\n",
            "名前",
            "表示ソ",
        ),
        (
            "iso-2022-jp",
            b"\x1b$BL>A0\x1b(B\n\x1b$BI=<(\x1b(B\n",
            "名前",
            "表示",
        ),
        (
            "gb18030",
            b"\xd0\xd5\xc3\xfb\n\xd5\xc5\xc8\xfd\xa2\xe3\x942\xbe4\n",
            "姓名",
            "张三€𝄞",
        ),
        ("big5", b"\xa9m\xa6W\n\xb1i\xa4T\xa5\\\n", "姓名", "張三功"),
        (
            "euc-kr",
            b"\xc0\xcc\xb8\xa7\n\xc8\xab\xb1\xe6\xb5\xbf\x94\xee\n",
            "이름",
            "홍길동뷁",
        ),
        ("macintosh", b"\x8e\n\x80\xb9\n", "é", "Äπ"),
        ("windows-1250", b"imi\xea\n\xa3\xf3d\x9f\n", "imię", "Łódź"),
        ("iso-8859-2", b"imi\xea\n\xa3\xf3d\xbc\n", "imię", "Łódź"),
        (
            "windows-1251",
            b"\xe8\xec\xff\n\xc6\xe8\xe7\xed\xfc\n",
            "имя",
            "Жизнь",
        ),
        (
            "koi8-r",
            b"\xc9\xcd\xd1\n\xf6\xc9\xda\xce\xd8\n",
            "имя",
            "Жизнь",
        ),
        ("koi8-u", b"\xc9\xcd\xd1\n\xb7\xd6\xc1\xcb\n", "имя", "Їжак"),
        (
            "iso-8859-5",
            b"\xd8\xdc\xef\n\xb6\xd8\xd7\xdd\xec\n",
            "имя",
            "Жизнь",
        ),
        (
            "ibm866",
            b"\xa8\xac\xef\n\x86\xa8\xa7\xad\xec\n",
            "имя",
            "Жизнь",
        ),
        (
            "windows-1253",
            b"\xfc\xed\xef\xec\xe1\n\xa2\xeb\xf6\xe1\n",
            "όνομα",
            "Άλφα",
        ),
        (
            "iso-8859-7",
            b"\xfc\xed\xef\xec\xe1\n\xb6\xeb\xf6\xe1\n",
            "όνομα",
            "Άλφα",
        ),
        ("windows-1254", b"\xfeehir\nI\xf0d\xfdr\n", "şehir", "Iğdır"),
        (
            "windows-1255",
            b"\xf9\xed\n\xf9\xec\xe5\xed\n",
            "שם",
            "שלום",
        ),
        (
            "windows-1256",
            b"\xc7\xd3\xe3\n\xd3\xe1\xc7\xe3\n",
            "اسم",
            "سلام",
        ),
        (
            "windows-1257",
            b"v\xe2rds\n\xd0\xed\xe7le\n",
            "vārds",
            "Šķēle",
        ),
        ("windows-1258", b"t\xean\n\xf0\xf4ng\n", "tên", "đông"),
        (
            "windows-874",
            b"\xaa\xd7\xe8\xcd\n\xe4\xb7\xc2\n",
            "ชื่อ",
            "ไทย",
        ),
    ];
    let stage = Stage::new();
    for (value, bytes, header, cell) in cases {
        let form = params([file("a.csv", bytes)]).with("encoding", *value);
        let form = form.with("header", "names").with("delimiter", "comma");
        let end = stage.run_one("inspect-data", form).await.completed();
        let expected = format!("{{\"{header}\":\"{cell}\"}}\n");
        assert_eq!(written(&end).await, expected, "{value}");
        let summary = end.text("Summary");
        assert!(summary.contains(" (chosen)"), "{summary}");
        assert_eq!(problems(&end), [[""; 3]; 0], "{value}");
    }
}

#[wasm_bindgen_test]
async fn shift_jis_is_guessed_and_the_guess_is_shown() {
    let bytes = b"\x96\xbc\x91O,\x94\xf5\x8dl\n\x8eR\x93c,\x83e\x83X\x83g\n";
    let form = params([file("a.csv", bytes)]);
    let end = Stage::new().run_one("inspect-data", form).await.completed();
    let summary = end.text("Summary");
    assert!(summary.contains("Shift_JIS (guessed)"), "{summary}");
    assert_eq!(
        written(&end).await,
        "{\"名前\":\"山田\",\"備考\":\"テスト\"}\n"
    );
    let note = end.text("Note");
    assert!(note.contains("The encoding is a guess"), "{note}");
}

#[wasm_bindgen_test]
async fn a_file_of_many_pieces_is_decoded_as_one_and_its_wrong_bytes_are_named() {
    // Rows of five bytes: many ends of pieces are within a character.
    let rows = b"\x95\x5c\x8e\xa6\n".repeat(200_000);
    let wrong: &[u8] = b"\x95\x5c\x81\n\x82\xa0\xfd\x82\xa2\xa0\n\x95";
    let parts = Array::of3(
        &Uint8Array::from(&b"a\n"[..]),
        &Uint8Array::from(&*rows),
        &Uint8Array::from(wrong),
    );
    let form = params([file_of("a.csv", &parts)]).with("encoding", "shift_jis");
    let form = form.with("header", "names").with("delimiter", "comma");
    let end = Stage::new().run_one("inspect-data", form).await.completed();
    let text = written(&end).await;
    assert_eq!(text.lines().count(), 200_003);
    assert!(
        text.lines()
            .take(200_000)
            .all(|line| line == "{\"a\":\"表示\"}")
    );
    let last: Vec<&str> = text.lines().skip(200_000).collect();
    let expected = ["表\u{fffd}", "あ\u{fffd}い\u{fffd}", "\u{fffd}"];
    assert_eq!(last, expected.map(|cell| format!("{{\"a\":\"{cell}\"}}")));
    let what = |byte| format!("Not Shift_JIS: byte {byte}, replaced by \u{fffd}");
    let expected = [
        ["200002", "2", &what("81")],
        ["200003", "2", &what("FD")],
        ["200003", "4", &what("A0")],
        ["200004", "1", &what("95")],
    ];
    assert_eq!(problems(&end), expected);
}

#[wasm_bindgen_test]
async fn a_compressed_file_is_unpacked_and_what_it_becomes_drops_the_ending() {
    let rows: String = (0..50_000).map(|row| format!("{row},x{row}\n")).collect();
    let form = params([file("data.csv", format!("id,name\n{rows}").as_bytes())]);
    let end = Stage::new()
        .run_one("compress-files", form)
        .await
        .completed();
    let (name, packed) = end.file();
    assert_eq!(name, "data.csv.gz");
    let packed = bytes_of(&packed).await;

    let stage = Stage::new();
    for name in ["data.csv.gz", "data.csv", "DATA.CSV.GZ"] {
        let end = stage
            .run_one("inspect-data", params([file(name, &packed)]))
            .await
            .completed();
        let summary = end.text("Summary");
        assert!(summary.starts_with("CSV (by comma), gzip, "), "{summary}");
        assert!(
            summary.ends_with(": 50,000 rows × 2 columns, no problems"),
            "{summary}"
        );
        let expected = name.replace(".gz", "").replace(".GZ", "");
        let expected = expected
            .replace(".csv", ".ndjson")
            .replace(".CSV", ".ndjson");
        assert_eq!(end.file().0, expected);
        let text = written(&end).await;
        assert_eq!(text.lines().last(), Some(r#"{"id":49999,"name":"x49999"}"#));
    }

    let cut = &packed[..packed.len() / 2];
    let end = stage
        .run_one("inspect-data", params([file("data.csv.gz", cut)]))
        .await;
    let said = end.error().message().english();
    assert!(
        said.starts_with("The file is damaged: it ends at byte "),
        "{said}"
    );
    assert!(said.contains(". Rows up to there: "), "{said}");
    assert!(
        !end.output
            .parts
            .iter()
            .any(|part| matches!(part, OutputPart::File(_)))
    );
}
