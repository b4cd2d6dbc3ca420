//! *Hash files*.

use gloo_timers::future::TimeoutFuture;
use js_sys::Array;
use taskdeck::{CancelReason, Params, RunId, RunState, RunStatus};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{Stage, broken_file, bytes_of, call, end, file, file_of, params, text_of};

const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const EMPTY_LIST: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a.bin";
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
        hash(b"abc", "sha1").await.text("SHA-1"),
        "a9993e364706816aba3e25717850c26c9cd0d89d"
    );
    assert_eq!(
        hash(b"abc", "sha384").await.text("SHA-384")[..32],
        *"cb00753f45a35e8bb5a03d699ac65007"
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
async fn several_files_are_one_run_with_a_child_for_each_and_a_report() {
    let stage = Stage::new();
    let form = params([file("a.bin", b"abc"), file("empty", b"")]);
    let run = stage.start("hash-files", form).remove(0);
    let id = run.id();
    let report = end(run).await.completed();
    let title = |run| stage.0.run(run).snapshot().unwrap().title.to_string();
    assert_eq!(title(id), "Hash files: SHA256SUMS of 2 files");
    let children = stage.0.run(id).children();
    let titles: Vec<String> = children.into_iter().map(title).collect();
    assert_eq!(titles, ["Hash files: a.bin", "Hash files: empty"]);
    let [a, empty] = &stage.children(id)[..] else {
        panic!("two children")
    };
    assert_eq!(a.text("SHA-256"), ABC);
    assert_eq!(empty.text("SHA-256"), EMPTY);
    assert_eq!(report.rows(), [["a.bin", "", ABC], ["empty", "", EMPTY]]);
    let (name, list) = report.file();
    assert_eq!(name, "SHA256SUMS");
    assert_eq!(
        text_of(&list).await,
        format!("{ABC}  a.bin\n{EMPTY}  empty\n")
    );
    let progress = stage.0.run(id).snapshot().unwrap().progress.unwrap();
    assert_eq!((progress.done, progress.total), (3.0, Some(3.0)));
}

#[wasm_bindgen_test]
async fn a_pasted_list_gives_ok_mismatch_and_missing() {
    let list = format!("{ABC}  a.bin\n{ABC}  empty\n{EMPTY}  gone.bin\n");
    let form = params([file("a.bin", b"abc"), file("empty", b"")]).with("checksums", list);
    let stage = Stage::new();
    let run = stage.start("hash-files", form).remove(0);
    let id = run.id();
    let report = end(run).await;
    let [a, empty] = &stage.children(id)[..] else {
        panic!("two children")
    };
    assert_eq!(a.state, RunState::Completed);
    assert_eq!(a.text("Check"), "OK");
    assert!(empty.error().message().english().starts_with("MISMATCH"));
    assert_eq!(empty.text("SHA-256"), EMPTY);
    assert_eq!(
        report.error().message(),
        "1 of 3 match; MISMATCH: empty; MISSING: gone.bin"
    );
    assert_eq!(report.text("Check"), "1 of 3 match");
    let checks: Vec<&str> = report.rows().iter().map(|row| row[1]).collect();
    assert_eq!(checks, ["OK", "MISMATCH", "MISSING"]);
    assert_eq!(
        report.rows()[1],
        ["empty", "MISMATCH", ABC, EMPTY, "SHA-256"]
    );
}

/// The written list of a folder would be longer than parameters may be.
#[wasm_bindgen_test]
async fn a_folder_of_very_many_files_is_taken() {
    let stage = Stage::new();
    let name = |number| format!("{number}-{}", "long".repeat(20));
    let form = params((0..1_200).map(|number| file(&name(number), b"abc")));
    let end = stage.run_one("hash-files", form).await.completed();
    assert_eq!(end.rows().len(), 1_200);
    assert!(end.rows().iter().all(|row| row[2] == ABC));
}

#[wasm_bindgen_test]
async fn several_files_hashed_once_more_are_hashed_anew() {
    let stage = Stage::new();
    let form = params([file("a.bin", b"abc"), file("b.bin", b"abc")]).with("checksums", EMPTY_LIST);
    let run = stage.start("hash-files", form).remove(0);
    let id = run.id();
    let error = end(run).await;
    assert_eq!(
        error.error().message(),
        "0 of 1 match; 1 not listed; MISMATCH: a.bin"
    );
    let again = stage.0.run(id).retry().unwrap();
    while !stage.0.run(again).status().unwrap().is_finished() {
        TimeoutFuture::new(1).await;
    }
    let children = stage.children(again);
    assert_eq!(children.len(), 2);
    assert_eq!(children[1].text("SHA-256"), ABC);
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
async fn a_list_without_a_digest_starts_nothing() {
    let stage = Stage::new();
    let form = params([file("a.bin", b"abc")]).with("checksums", "\nwhat");
    let error = stage.0.start("hash-files", form).unwrap_err().to_string();
    assert!(error.contains("Line 2"), "{error}");
}

#[wasm_bindgen_test]
async fn a_file_that_was_changed_fails_with_the_reason() {
    let picked = broken_file("changing", b"abc").await;
    let end = Stage::new().run_one("hash-files", params([picked])).await;

    let said = format!("{:?}", end.error());
    assert!(
        said.contains("byte 0") || said.contains("changed"),
        "{said}"
    );
}

fn big(name: &str) -> web_sys::File {
    let piece = js_sys::Uint8Array::new_with_length(1 << 20);
    let parts: Array = (0..64).map(|_| piece.clone()).collect();
    file_of(name, &parts)
}

/// Waits until the run has started its children.
async fn children_of(stage: &Stage, run: RunId) -> Vec<RunId> {
    while stage.0.run(run).children().len() < 2 {
        TimeoutFuture::new(1).await;
    }
    stage.0.run(run).children()
}

#[wasm_bindgen_test]
async fn a_child_that_is_cancelled_stops_and_the_rest_goes_on() {
    let stage = Stage::new();
    let form = params([big("big"), file("a.bin", b"abc")]);
    let run = stage.start("hash-files", form).remove(0);
    let children = children_of(&stage, run.id()).await;
    assert!(stage.0.run(children[0]).cancel(CancelReason::User));
    let report = end(run).await;
    assert_eq!(
        stage.0.run(children[0]).status(),
        Some(RunStatus::Cancelled)
    );
    assert_eq!(report.state, RunState::Completed);
    assert_eq!(report.rows()[0][1], "not hashed");
    assert_eq!(report.rows()[1][2], ABC);
}

#[wasm_bindgen_test]
async fn a_cancel_of_the_whole_cancels_all() {
    let stage = Stage::new();
    let run = stage.start("hash-files", params([big("a"), big("b")]));
    let run = &run[0];
    let children = children_of(&stage, run.id()).await;
    assert!(run.cancel());
    run.wait().await;
    for child in children {
        assert_eq!(stage.0.run(child).status(), Some(RunStatus::Cancelled));
    }
    assert_eq!(stage.0.run(run.id()).status(), Some(RunStatus::Cancelled));
}

#[wasm_bindgen_test]
async fn the_sample_is_hashed() {
    let task = taskdeck_app::tasks::builtin(&taskdeck::workers::Pool::on_page()).remove(0);
    let sample: Params = task.make_sample().unwrap().await.unwrap();
    let end = Stage::new().run_one(task.id(), sample).await.completed();
    assert_eq!(end.text("SHA-256").len(), 64);
}
