//! *Hash files* against lists of digests: pasted, and among the files.

use taskdeck::{
    Params, RunState,
    browser::{PickedFile, PickedFiles},
};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::File;

use crate::stage::{End, Stage, end, file, params};

const HASH: &str = "hash-files";
const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const ABC_SHA1: &str = "a9993e364706816aba3e25717850c26c9cd0d89d";
const ABC_MD5: &str = "900150983cd24fb0d6963f7d28e17f72";

fn at(path: &str, bytes: &[u8]) -> PickedFile {
    let file = file(path.rsplit('/').next().unwrap(), bytes);
    let path = path.to_owned();
    PickedFile { file, path }
}

fn picked(files: impl IntoIterator<Item = PickedFile>) -> Params {
    PickedFiles(files.into_iter().collect()).into_params(Params::new(), "files")
}

/// The first two cells of each row: the file, and what the list says of it.
fn checks(end: &End) -> Vec<(&str, &str)> {
    let rows = end.rows().into_iter();
    rows.map(|row| (row[0], row[1])).collect()
}

async fn hashed(form: Params) -> End {
    Stage::new().run_one(HASH, form).await
}

/// The file `abc` of this name, checked against this text.
async fn against(name: &str, list: &str) -> End {
    hashed(params([file(name, b"abc")]).with("checksums", list)).await
}

#[wasm_bindgen_test]
async fn a_list_among_the_files_is_what_the_others_are_checked_against() {
    let list = format!("{ABC}  a\n{ABC}  b\n{ABC}  c\n{EMPTY}  d\n{ABC}  e\n");
    let stage = Stage::new();
    let files = ["a", "b", "c", "d", "e"].map(|name| file(name, b"abc"));
    let form = params(
        files
            .into_iter()
            .chain([file("SHA256SUMS", list.as_bytes())]),
    );
    let run = stage.start(HASH, form).remove(0);
    let id = run.id();
    let report = end(run).await;
    assert_eq!(report.error().message(), "4 of 5 match; MISMATCH: d");
    assert_eq!(report.text("Check"), "4 of 5 match");
    assert_eq!(report.rows().len(), 5);
    assert_eq!(report.rows()[3], ["d", "MISMATCH", EMPTY, ABC, "SHA-256"]);
    assert_eq!(
        report.text("List"),
        "SHA256SUMS was taken as a list of digests."
    );
    assert_eq!(stage.0.run(id).children().len(), 5);
}

#[wasm_bindgen_test]
async fn a_list_is_known_by_what_is_in_it_too() {
    let list = format!("SHA1 (a) = {ABC_SHA1}\nMD5 (b) = {ABC_MD5}\n");
    let files = [
        file("a", b"abc"),
        file("b", b"abc"),
        file("digests.txt", list.as_bytes()),
    ];
    let report = hashed(params(files)).await.completed();
    assert_eq!(report.text("Check"), "2 of 2 match");
    assert_eq!(report.rows()[0], ["a", "OK", ABC_SHA1, ABC_SHA1, "SHA-1"]);
    assert_eq!(report.rows()[1], ["b", "OK", ABC_MD5, ABC_MD5, "MD5"]);
    let list = format!("what is this\n{ABC}  a\n");
    let files = [file("a", b"abc"), file("digests.txt", list.as_bytes())];
    let report = hashed(params(files)).await.completed();
    assert_eq!(
        report.text("Check"),
        "1 of 1 match; 1 line of the list not used"
    );
    // A bare digest is of the only other file.
    let report = hashed(params([
        file("a", b"abc"),
        file("bare.txt", ABC.as_bytes()),
    ]));
    assert_eq!(report.await.completed().text("Check"), "1 of 1 match");
    let report = hashed(params([
        file("a", b"abc"),
        file("b", b"abc"),
        file("bare.txt", ABC.as_bytes()),
    ]));
    assert_eq!(report.await.completed().rows().len(), 3);
    // A text that only looks like a list, and names none of the files, is a file.
    let files = [
        file("a", b"abc"),
        file("digests.txt", format!("{ABC}  z").as_bytes()),
    ];
    let report = hashed(params(files)).await.completed();
    assert_eq!(report.rows().len(), 2);
}

#[wasm_bindgen_test]
async fn a_list_among_the_files_can_be_hashed_as_any_other_file() {
    let files = [
        file("a", b"abc"),
        file("SHA256SUMS", format!("{ABC}  z").as_bytes()),
    ];
    let form = params(files).with("take_lists", false);
    let report = hashed(form).await.completed();
    let names: Vec<&str> = report.rows().iter().map(|row| row[0]).collect();
    assert_eq!(names, ["a", "SHA256SUMS"]);
    // Alone it is a file, too.
    let alone = hashed(params([file("SHA256SUMS", b"abc")]))
        .await
        .completed();
    assert_eq!(alone.text("SHA-256"), ABC);
}

#[wasm_bindgen_test]
async fn a_file_with_only_the_name_of_a_list_is_hashed_and_reported() {
    let files = [file("a", b"abc"), file("b.md5", b"no digest in here")];
    let report = hashed(params(files)).await.completed();
    assert_eq!(checks(&report), [("a", ""), ("b.md5", "")]);
    let told = report.text("List");
    assert!(
        told.starts_with("b.md5 was not taken as a list of digests. Line 1: "),
        "{told}"
    );
}

#[wasm_bindgen_test]
async fn a_digest_beside_its_file_is_of_that_file() {
    let files = [
        at("in/a.iso", b"abc"),
        at("in/b.iso", b"xyz"),
        at("in/a.iso.sha256", ABC.as_bytes()),
        at("in/b.iso.md5", format!("{ABC_MD5} *b.iso").as_bytes()),
    ];
    let report = hashed(picked(files)).await;
    assert_eq!(
        checks(&report),
        [("in/a.iso", "OK"), ("in/b.iso", "MISMATCH")]
    );
}

#[wasm_bindgen_test]
async fn the_list_of_a_folder_may_name_itself() {
    let list = format!("{ABC}  a\n{ABC}  sub/b\n{EMPTY}  SHA256SUMS\n");
    let files = [
        at("top/a", b"abc"),
        at("top/sub/b", b"abc"),
        at("top/SHA256SUMS", list.as_bytes()),
    ];
    let report = hashed(picked(files)).await.completed();
    assert_eq!(report.text("Check"), "2 of 2 match");
    assert_eq!(checks(&report), [("top/a", "OK"), ("top/sub/b", "OK")]);
}

#[wasm_bindgen_test]
async fn a_path_that_only_ends_alike_is_another_file() {
    let report = against("a.txt", &format!("{ABC}  a.txt\n{EMPTY}  sub/a.txt\n")).await;
    assert_eq!(checks(&report), [("a.txt", "OK"), ("sub/a.txt", "MISSING")]);
    assert_eq!(report.error().message(), "1 of 2 match; MISSING: sub/a.txt");
}

#[wasm_bindgen_test]
async fn what_was_not_picked_can_be_ignored() {
    let list = format!("{ABC}  a\n{ABC}  b\n{ABC}  c\n{ABC}  d\n{ABC}  e\n");
    let ignoring = |files: Vec<File>| {
        params(files)
            .with("checksums", list.as_str())
            .with("ignore_missing", true)
    };
    let one = hashed(ignoring(vec![file("a", b"abc")])).await.completed();
    assert_eq!(one.text("Check"), "OK");
    assert_eq!(
        one.text("List"),
        "4 other files of the list were not picked."
    );
    let two = ignoring(vec![file("a", b"abc"), file("b", b"abc")]);
    let two = hashed(two).await.completed();
    assert_eq!(two.text("Check"), "2 of 2 match; 3 not chosen and ignored");
    assert_eq!(checks(&two), [("a", "OK"), ("b", "OK")]);
    let none = hashed(ignoring(vec![file("x", b"abc")])).await;
    assert!(
        none.error()
            .message()
            .english()
            .starts_with("No file was checked")
    );
    let none = hashed(ignoring(vec![file("x", b"abc"), file("y", b"")])).await;
    assert!(
        none.error()
            .message()
            .english()
            .starts_with("No file was checked")
    );
}

#[wasm_bindgen_test]
async fn an_invalid_line_is_reported_and_the_others_count() {
    let list = format!("{ABC}  a\nthis is no digest\n");
    let one = against("a", &list).await.completed();
    assert_eq!(one.text("Check"), "OK");
    assert!(
        one.text("List").starts_with("Line 2: "),
        "{}",
        one.text("List")
    );
    let list = format!("{list}{ABC}  b\n");
    let form = params([file("a", b"abc"), file("b", b"abc")]).with("checksums", list);
    let two = hashed(form).await.completed();
    assert_eq!(
        two.text("Check"),
        "2 of 2 match; 1 line of the list not used"
    );
    assert!(
        two.text("List").starts_with("Line 2: "),
        "{}",
        two.text("List")
    );
}

#[wasm_bindgen_test]
async fn a_digest_without_a_name_is_of_the_one_file() {
    for list in [
        ABC.to_owned(),
        format!("{ABC}  -"),
        format!("SHA2-256(stdin)= {ABC}"),
    ] {
        assert_eq!(against("a", &list).await.completed().text("Check"), "OK");
    }
    let wrong = against("a", EMPTY).await;
    assert_eq!(wrong.text("Expected SHA-256"), EMPTY);
    assert!(wrong.error().message().english().starts_with("MISMATCH"));
}

/// macOS names files in the decomposed form; lists are mostly typed in the composed one.
#[wasm_bindgen_test]
async fn unicode_forms_of_one_name_are_one_name() {
    let (composed, decomposed) = ("gr\u{fc}n.txt", "gru\u{308}n.txt");
    for (name, listed) in [(composed, decomposed), (decomposed, composed)] {
        let end = against(name, &format!("{ABC}  {listed}")).await.completed();
        assert_eq!(end.text("Check"), "OK");
    }
    // Where files of both names are there, each is its own.
    let list = format!("{ABC}  {composed}\n{EMPTY}  {decomposed}\n");
    let form = params([file(decomposed, b""), file(composed, b"abc")]).with("checksums", list);
    assert_eq!(hashed(form).await.completed().text("Check"), "2 of 2 match");
}

#[wasm_bindgen_test]
async fn a_list_of_powershell_in_utf_16_is_read() {
    let text = format!(
        "\r\nAlgorithm       Hash   Path\r\n---------       ----   ----\r\nSHA256          {}   C:\\Users\\me\\a b.txt\r\n\r\n",
        ABC.to_uppercase()
    );
    let bytes: Vec<u8> = [0xfeff]
        .into_iter()
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let files = [file("a b.txt", b"abc"), file("hashes.txt", &bytes)];
    let report = hashed(params(files)).await.completed();
    assert_eq!(report.text("Check"), "1 of 1 match");
}

#[wasm_bindgen_test]
async fn a_listed_file_that_cannot_be_read_is_no_match() {
    let broken = crate::stage::broken_file("listed.bin", b"abc").await;
    let list = format!("{ABC}  listed.bin\n{ABC}  a\n");
    let form = params([broken, file("a", b"abc")]).with("checksums", list);
    let report = hashed(form).await;
    assert_eq!(
        report.error().message(),
        "1 of 2 match; NOT HASHED: listed.bin"
    );
}

#[wasm_bindgen_test]
async fn several_lists_are_taken_together() {
    let files = [
        file("a", b"abc"),
        file("SHA1SUMS", format!("{ABC_SHA1}  a").as_bytes()),
        file("MD5SUMS", format!("{ABC_MD5}  a").as_bytes()),
    ];
    let form = params(files).with("checksums", format!("{EMPTY}  MD5SUMS"));
    let report = hashed(form).await;
    assert_eq!(report.text("Check"), "1 of 2 match");
    let found = checks(&report);
    assert_eq!(found, [("a", "OK"), ("a", "OK"), ("MD5SUMS", "MISMATCH")]);
    assert!(matches!(report.state, RunState::Failed(_)));
}
