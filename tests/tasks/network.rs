//! *Download* and *Check addresses*, as far as the server of these tests can play along; the rest is
//! tested end to end.

use taskdeck::Params;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{Stage, text_of};

fn origin() -> String {
    web_sys::window().unwrap().location().origin().unwrap()
}

/// No browser asks at this port.
const NOBODY: &str = "http://127.0.0.1:1/";

fn download(address: &str) -> Params {
    Params::new().with("address", address)
}

#[wasm_bindgen_test]
async fn a_download_ends_in_a_file() {
    let end = Stage::new()
        .run_one("download", download(&format!(" {}/ ", origin())))
        .await
        .completed();
    let (_, page) = end.file();
    assert!(text_of(&page).await.contains("<html"));
}

#[wasm_bindgen_test]
async fn a_status_that_is_not_well_fails_with_its_words() {
    let address = format!("{}/not-there", origin());
    let end = Stage::new().run_one("download", download(&address)).await;
    assert_eq!(end.error().message(), "The server answered 404 Not Found");
    assert!(end.output.is_empty());
}

#[wasm_bindgen_test]
async fn nobody_there_is_unreachable() {
    let end = Stage::new().run_one("download", download(NOBODY)).await;
    assert_eq!(end.error().message(), "127.0.0.1:1 is unreachable");
    assert_eq!(end.error().causes().len(), 1);
}

#[wasm_bindgen_test]
fn a_bad_address_starts_nothing() {
    let stage = Stage::new();
    for address in ["", "example.com", "https://", "https://exa%mple.com"] {
        assert!(
            stage.0.start("download", download(address)).is_err(),
            "{address}"
        );
    }
}

#[wasm_bindgen_test]
async fn each_address_of_a_list_has_its_own_line() {
    let origin = origin();
    let list =
        format!("\n{origin}/\n\nnonsense\n{origin}/not-there\n{NOBODY}\nhttps://exa%mple.com\n");
    let form = Params::new().with("addresses", list).with("at_once", 2);
    let end = Stage::new()
        .run_one("check-addresses", form)
        .await
        .completed();
    let rows = end.rows();
    let statuses: Vec<&str> = rows.iter().map(|row| row[1]).collect();
    assert_eq!(statuses[0], "200 OK");
    assert!(statuses[1].starts_with("not an address: it begins neither"));
    assert_eq!(statuses[2], "404 Not Found");
    assert_eq!(statuses[3..], ["unreachable", "not an address"]);
    assert!(
        rows[0][2].ends_with(" ms") && rows[0][3].ends_with('B'),
        "{rows:?}"
    );
    assert_eq!(rows[1][2..], ["", ""]);
}

#[wasm_bindgen_test]
async fn the_samples_work() {
    let stage = Stage::new();
    let known = taskdeck::tasks::builtin();
    let sample = async |id: &str| {
        let task = known.iter().find(|task| task.id() == id).unwrap();
        task.make_sample().unwrap().await
    };
    let list = sample("check-addresses").await.unwrap();
    let end = stage.run_one("check-addresses", list).await.completed();
    assert_eq!(end.rows().len(), 4);
    // The page of these tests has no program of its own to download.
    assert!(sample("download").await.is_err());
}
