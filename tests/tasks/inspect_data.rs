//! *Inspect data*.

use js_sys::Array;
use taskdeck::{OutputPart, Params, RunStatus, Table};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{End, Stage, end, file, file_of, leaked, params, text_of};

fn tables(end: &End) -> Vec<&Table> {
    let parts = end.output.parts.iter();
    parts
        .filter_map(|part| match part {
            OutputPart::Table(table) => Some(table),
            _ => None,
        })
        .collect()
}

#[wasm_bindgen_test]
async fn a_file_is_read_in_many_pieces_and_everything_is_found_in_it() {
    // Larger than any piece that a browser reads at once; every tenth row has a character of two bytes.
    let row = |number: u32| match number {
        150_000 => "150000,cut\n".to_owned(),
        number if number % 10 == 0 => format!("{number},2026-11-20,ä\n"),
        number => format!("{number},,\"a, b\"\n"),
    };
    let parts: Array = (0..20_u32)
        .map(|part| {
            (part * 10_000..(part + 1) * 10_000)
                .map(row)
                .collect::<String>()
        })
        .map(wasm_bindgen::JsValue::from)
        .collect();
    parts.unshift(&"id,when,text\n".into());
    let stage = Stage::new();
    let form = params([file_of("rows.csv", &parts)]);
    let end = stage.run_one("inspect-data", form).await.completed();

    let summary = end.text("Summary");
    assert!(summary.starts_with("CSV (by comma), "), "{summary}");
    assert!(
        summary.ends_with(": 200,000 rows × 3 columns, 1 problem"),
        "{summary}"
    );
    let [problems, columns, sample] = tables(&end)[..] else {
        panic!("three tables, not {:?}", end.output);
    };
    assert_eq!(columns.rows[0], ["id", "integer", "0", "0", "199999"]);
    assert_eq!(
        columns.rows[1],
        [
            "when",
            "text (date 19,999, text 1)",
            "180,000",
            "2026-11-20",
            "cut"
        ]
    );
    assert_eq!(
        (sample.rows.len(), leaked(&sample.rows[1][3])),
        (20, "a, b")
    );
    assert_eq!(
        problems.rows,
        [["150002", "11", "Row has 2 fields; 3 expected"]]
    );

    let (name, made) = end.file();
    assert_eq!(
        (name, &*made.type_()),
        ("rows.ndjson", "application/x-ndjson")
    );
    let text = text_of(&made).await;
    assert_eq!(text.lines().count(), 200_000);
    let last = r#"{"id":199999,"when":null,"text":"a, b"}"#;
    assert_eq!(text.lines().last(), Some(last));
}

#[wasm_bindgen_test]
async fn columns_that_are_found_late_are_in_the_converted_file_too() {
    let form = params([file("a.json", b"[{\"a\":1},\n{\"b\":[2, 3]}]")]);
    let end = Stage::new().run_one("inspect-data", form).await.completed();
    let (name, made) = end.file();
    assert_eq!(
        (name, &*text_of(&made).await),
        ("a.csv", "a,b\r\n1,\r\n,\"[2,3]\"\r\n")
    );
}

#[wasm_bindgen_test]
async fn a_column_of_a_csv_has_one_type_in_all_of_the_converted_file() {
    // Larger than what is looked at first: the last row decides.
    let mut text = String::from("zip;price;day;n\n");
    for _ in 0..40_000 {
        text.push_str("10001;1.234,50;31.12.2026;7\n");
    }
    text.push_str("02134;0,25;01.02.2026;NA\n");
    let form = params([file("a.csv", text.as_bytes())]).with("delimiter", "semicolon");
    let end = Stage::new().run_one("inspect-data", form).await.completed();
    let rows = tables(&end)[0].rows.iter();
    let types: Vec<&str> = rows.map(|row| leaked(&row[1])).collect();
    assert_eq!(
        types,
        [
            "text (leading zeros)",
            "number (decimal comma, thousands by point)",
            "date (day first)",
            "integer (1 NA read as empty)"
        ]
    );
    let (_, made) = end.file();
    let made = text_of(&made).await;
    let first = r#"{"zip":"10001","price":1234.50,"day":"2026-12-31","n":7}"#;
    assert_eq!(made.lines().next(), Some(first));
    let last = r#"{"zip":"02134","price":0.25,"day":"2026-02-01","n":null}"#;
    assert_eq!(
        (made.lines().count(), made.lines().last()),
        (40_001, Some(last))
    );
}

#[wasm_bindgen_test]
async fn values_one_after_the_other_and_members_of_one_name_lose_nothing() {
    let form = params([file("a.json", b"{\"a\":1,\"a\":2}{\"a\":3}")]);
    let end = Stage::new().run_one("inspect-data", form).await.completed();
    let (name, made) = end.file();
    assert_eq!(
        (name, &*text_of(&made).await),
        ("a.csv", "a,a_2\r\n1,2\r\n3,\r\n")
    );
    let problem = ["1", "12", "A second member “a”: called a_2"];
    assert_eq!(tables(&end)[0].rows, [problem]);
}

#[wasm_bindgen_test]
async fn a_file_that_is_no_data_has_failed_and_several_go_on() {
    let stage = Stage::new();
    let form = params([file("a.csv", b"a\n1\n"), file("b.csv", b"PK\0\0")]);
    let run = stage
        .start("inspect-data", form.with("target", "none"))
        .remove(0);
    let id = run.id();
    let whole = end(run).await.completed();
    let said = "CSV (by comma), 4 B: 1 row × 1 column, no problems";
    let failed = "Failed: This is no text: byte 2 is 0";
    assert_eq!(whole.rows(), [["a.csv", said], ["b.csv", failed]]);
    assert_eq!(stage.children(id)[1].state.status(), RunStatus::Failed);
}

#[wasm_bindgen_test]
async fn what_could_not_be_read_is_shown_where_it_is() {
    let form = params([file("a.ndjson", b"{\"a\" 1}\n")]);
    let end = Stage::new().run_one("inspect-data", form).await;
    let said = end.error().message().english();
    assert!(
        said.starts_with("Nothing could be read. At line 1, column 6: "),
        "{said}"
    );
    assert_eq!(tables(&end)[0].rows[0][..2], ["1", "6"]);
}

#[wasm_bindgen_test]
async fn the_sample_has_gaps_and_a_row_that_was_cut_short() {
    let known = taskdeck_app::tasks::builtin(&taskdeck::workers::Pool::on_page());
    let task = known.iter().find(|task| task.id() == "inspect-data");
    let sample: Params = task.unwrap().make_sample().unwrap().await.unwrap();
    let end = Stage::new()
        .run_one("inspect-data", sample)
        .await
        .completed();
    let summary = end.text("Summary");
    assert!(
        summary.ends_with(": 720 rows × 5 columns, 1 problem"),
        "{summary}"
    );
    assert_eq!(tables(&end)[1].rows[2][..2], ["temperature", "number"]);
}
