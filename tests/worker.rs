//! What the built-in tasks use of the browser, inside of a worker.
#![cfg(target_arch = "wasm32")]

#[path = "tasks/stage.rs"]
#[allow(dead_code, reason = "the tests on the page use all of it")]
mod stage;

use js_sys::Array;
use stage::{Stage, bytes_of, file, params, text_of};
use taskdeck::Params;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{File, FilePropertyBag, OffscreenCanvas, WorkerGlobalScope};

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);

#[wasm_bindgen_test]
fn there_is_no_page() {
    assert!(web_sys::window().is_none());
    assert!(js_sys::global().has_type::<WorkerGlobalScope>());
}

#[wasm_bindgen_test]
async fn duplicates_are_found() {
    let known = taskdeck_app::tasks::builtin(&taskdeck::workers::Pool::on_page());
    let task = known.iter().find(|task| task.id() == "find-duplicates");
    let sample: Params = task.unwrap().make_sample().unwrap().await.unwrap();
    let found = Stage::new().run_one("find-duplicates", sample).await;
    assert_eq!(found.completed().rows().len(), 5);
}

#[wasm_bindgen_test]
async fn a_picture_is_converted() {
    let canvas = OffscreenCanvas::new(30, 20).unwrap();
    canvas.get_context("2d").unwrap().unwrap();
    let blob = JsFuture::from(canvas.convert_to_blob().unwrap()).await;
    let picture = File::new_with_blob_sequence(&Array::of1(&blob.unwrap()), "a.png").unwrap();
    let form = params([picture]).with("format", "jpeg").with("edge", 15);
    let end = Stage::new().run_one("convert-images", form).await;
    let end = end.completed();
    assert!(
        end.text("Size").contains("→ 15 × 10"),
        "{}",
        end.text("Size")
    );
    assert!(bytes_of(&end.file().1).await.starts_with(b"\xff\xd8\xff"));
}

/// Drawings are decoded by an element, which only a page has.
#[wasm_bindgen_test]
async fn what_a_worker_cannot_decode_is_for_the_page() {
    let drawing = r#"<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>"#;
    let kind = FilePropertyBag::new();
    kind.set_type("image/svg+xml");
    let parts = Array::of1(&drawing.into());
    let drawing = File::new_with_str_sequence_and_options(&parts, "a.svg", &kind).unwrap();
    let told = [
        (drawing, "This image needs the page"),
        (
            file("a.png", b"no picture"),
            "a.png is not an image: it is text",
        ),
    ];
    for (file, what) in told {
        let end = Stage::new().run_one("convert-images", params([file])).await;
        assert_eq!(end.error().message(), what);
    }
}

#[wasm_bindgen_test]
async fn an_address_answers() {
    let scope: WorkerGlobalScope = js_sys::global().unchecked_into();
    assert!(scope.navigator().on_line());
    let origin = scope.location().origin();
    let form = Params::new().with("address", format!("{origin}/"));
    let end = Stage::new().run_one("download", form).await.completed();
    assert!(text_of(&end.file().1).await.contains("<html"));
}
