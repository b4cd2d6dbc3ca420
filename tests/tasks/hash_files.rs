//! *Hash files*.

use js_sys::Array;
use taskdeck::{Params, RunState, RunStatus};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{Stage, bytes_of, call, end, file, file_of, params, text_of};

const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

#[wasm_bindgen_test]
async fn digests_are_true() {
    let stage = Stage::new();
    let hash = async |bytes: &[u8], algorithm: &str| {
        let form = params([file("a.bin", bytes)]).with("algorithm", algorithm);
        stage.run_one("hash-files", form).await.completed()
    };
    assert_eq!(hash(b"abc", "sha256").await.text("SHA-256"), ABC);
    assert_eq!(hash(b"", "sha256").await.text("SHA-256"), EMPTY);
    assert_eq!(
        hash(b"abc", "md5").await.text("MD5"),
        "900150983cd24fb0d6963f7d28e17f72"
    );
    assert_eq!(
        hash(b"", "sha512").await.text("SHA-512")[..32],
        *"cf83e1357eefb8bdf1542850d66d8007"
    );
}

/// The browser's own digest is the judge; the pieces do not divide the size.
#[wasm_bindgen_test]
async fn a_file_of_several_pieces_has_its_true_digest() {
    let piece: Vec<u8> = (0..1_000_003_u32).map(|i| (i * 31 % 251) as u8).collect();
    let parts: Array = (0..3).map(|_| js_sys::Uint8Array::from(&*piece)).collect();
    let whole = file_of("big.bin", &parts);
    let crypto = js_sys::Reflect::get(&js_sys::global(), &"crypto".into()).unwrap();
    let subtle = js_sys::Reflect::get(&crypto, &"subtle".into()).unwrap();
    let bytes = js_sys::Uint8Array::from(&*bytes_of(&whole).await);
    let digest = call(&subtle, "digest", &[&"SHA-256".into(), &bytes]).await;
    let expected: String = js_sys::Uint8Array::new(&digest)
        .to_vec()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();

    let stage = Stage::new();
    let run = stage.start("hash-files", params([whole])).remove(0);
    let found = end(run).await.completed();

    assert_eq!(found.text("SHA-256"), expected);
    let progress = stage.0.runs(&Default::default())[0]
        .progress
        .clone()
        .unwrap();
    assert_eq!(
        (progress.done, progress.total),
        (3_000_009.0, Some(3_000_009.0))
    );
}

#[wasm_bindgen_test]
async fn one_file_saves_a_list_of_one() {
    let end = Stage::new()
        .run_one("hash-files", params([file("a.bin", b"abc")]))
        .await
        .completed();
    let (name, list) = end.file();
    assert_eq!(name, "SHA256SUMS");
    assert_eq!(text_of(&list).await, format!("{ABC}  a.bin\n"));
}

#[wasm_bindgen_test]
async fn several_files_are_several_runs_and_a_report() {
    let stage = Stage::new();
    let form = params([file("a.bin", b"abc"), file("empty", b"")]);
    let ends = stage.run("hash-files", form).await;
    let titles: Vec<String> = stage
        .0
        .runs(&Default::default())
        .iter()
        .map(|run| run.title.to_string())
        .collect();
    for title in [
        "Hash files: a.bin",
        "Hash files: empty",
        "Hash files: SHA256SUMS of 2 files",
    ] {
        assert!(titles.iter().any(|known| known == title), "{titles:?}");
    }
    let [a, empty, report] = &ends[..] else {
        panic!("{} runs", ends.len())
    };
    assert_eq!(a.text("SHA-256"), ABC);
    assert_eq!(empty.text("SHA-256"), EMPTY);
    assert_eq!(report.state, RunState::Completed);
    assert_eq!(report.rows(), [["a.bin", "", ABC], ["empty", "", EMPTY]]);
    let (name, list) = report.file();
    assert_eq!(name, "SHA256SUMS");
    assert_eq!(
        text_of(&list).await,
        format!("{ABC}  a.bin\n{EMPTY}  empty\n")
    );
}

#[wasm_bindgen_test]
async fn a_pasted_list_says_ok_mismatch_and_missing() {
    let list = format!("{ABC}  a.bin\n{ABC}  empty\n{EMPTY}  gone.bin\n");
    let form = params([file("a.bin", b"abc"), file("empty", b"")]).with("checksums", list);
    let ends = Stage::new().run("hash-files", form).await;
    let [a, empty, report] = &ends[..] else {
        panic!("{} runs", ends.len())
    };
    assert_eq!(a.state, RunState::Completed);
    assert_eq!(a.text("Check"), "OK");
    assert!(empty.error().message().starts_with("MISMATCH"));
    assert_eq!(empty.text("SHA-256"), EMPTY);
    assert_eq!(
        report.error().message(),
        "MISMATCH: empty; MISSING: gone.bin"
    );
    let checks: Vec<&str> = report.rows().iter().map(|row| row[1]).collect();
    assert_eq!(checks, ["OK", "MISMATCH", "MISSING"]);
}

#[wasm_bindgen_test]
async fn one_listed_file_needs_no_report() {
    let form = params([file("a.bin", b"abc")])
        .with("algorithm", "sha512")
        .with("checksums", format!("{ABC} *./a.bin\n"));
    let end = Stage::new().run_one("hash-files", form).await.completed();
    assert_eq!(end.text("Check"), "OK");
    assert_eq!(end.text("SHA-512").len(), 128);
}

#[wasm_bindgen_test]
async fn a_malformed_line_starts_nothing() {
    let stage = Stage::new();
    let form = params([file("a.bin", b"abc")]).with("checksums", "\nwhat");
    let error = stage.0.start("hash-files", form).unwrap_err().to_string();
    assert!(error.contains("Line 2"), "{error}");
}

#[wasm_bindgen_test]
async fn a_file_that_was_changed_fails_with_the_reason() {
    let navigator = web_sys::window().unwrap().navigator();
    let root = call(&navigator.storage(), "getDirectory", &[]).await;
    let create = js_sys::Object::new();
    js_sys::Reflect::set(&create, &"create".into(), &true.into()).unwrap();
    let handle = call(&root, "getFileHandle", &[&"changing".into(), &create]).await;
    let write = async |text: &str| {
        let writable = call(&handle, "createWritable", &[]).await;
        call(&writable, "write", &[&text.into()]).await;
        call(&writable, "close", &[]).await;
    };
    write("before, and longer").await;
    let picked: web_sys::File = call(&handle, "getFile", &[]).await.unchecked_into();
    write("after").await;

    let end = Stage::new().run_one("hash-files", params([picked])).await;

    let said = format!("{:?}", end.error());
    assert!(
        said.contains("byte 0") || said.contains("changed"),
        "{said}"
    );
    call(&root, "removeEntry", &[&"changing".into()]).await;
}

#[wasm_bindgen_test]
async fn a_cancel_stops_at_once_and_a_report_does_not_wait_for_it() {
    let stage = Stage::new();
    let piece = js_sys::Uint8Array::new_with_length(1 << 20);
    let parts: Array = (0..64).map(|_| piece.clone()).collect();
    let form = params([file_of("big", &parts), file("a.bin", b"abc")]);
    let mut runs = stage.start("hash-files", form);
    let report = runs.pop().unwrap();
    assert!(runs[0].cancel());
    assert_eq!(
        runs[0].snapshot().unwrap().state.status(),
        RunStatus::Cancelled
    );
    let report = end(report).await;
    assert_eq!(report.state, RunState::Completed);
    assert_eq!(report.rows()[0][1], "not hashed");
    assert_eq!(report.rows()[1][2], ABC);
}

#[wasm_bindgen_test]
async fn the_sample_is_hashed() {
    let task = taskdeck::tasks::builtin().remove(0);
    let sample: Params = task.make_sample().unwrap().await.unwrap();
    let end = Stage::new().run_one(task.id(), sample).await.completed();
    assert_eq!(end.text("SHA-256").len(), 64);
}
