//! Files and results of one name.

use taskdeck::{
    OutputPart, Params,
    browser::{PickedFile, PickedFiles},
};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Blob;

use crate::stage::{End, Stage, call, end, file, params, text_of};

/// The names of all files that a run shows.
fn saved(end: &End) -> Vec<&str> {
    let parts = end.output.parts.iter();
    let names = parts.filter_map(|part| match part {
        OutputPart::File(file) => Some(&*file.name),
        _ => None,
    });
    names.collect()
}

fn at(path: &str, bytes: &[u8]) -> PickedFile {
    let file = file(path.rsplit('/').next().unwrap(), bytes);
    let path = path.to_owned();
    PickedFile { file, path }
}

fn picked(files: impl IntoIterator<Item = PickedFile>) -> Params {
    PickedFiles(files.into_iter().collect()).into_params(Params::new(), "files")
}

async fn picture(name: &str, media_type: &str) -> web_sys::File {
    let canvas = web_sys::OffscreenCanvas::new(2, 2).unwrap();
    canvas.get_context("2d").unwrap();
    let options = js_sys::Object::new();
    js_sys::Reflect::set(&options, &"type".into(), &media_type.into()).unwrap();
    let blob: Blob = call(&canvas, "convertToBlob", &[&options]).await.into();
    web_sys::File::new_with_blob_sequence(&js_sys::Array::of1(&blob), name).unwrap()
}

#[wasm_bindgen_test]
async fn two_images_that_would_get_one_name_get_different_names() {
    let stage = Stage::new();
    let images = [
        picture("x.png", "image/png").await,
        picture("x.jpg", "image/jpeg").await,
        picture("y.png", "image/png").await,
    ];
    let form = params(images).with("format", "jpeg");
    let run = stage.start("convert-images", form).remove(0);
    let id = run.id();
    let whole = end(run).await.completed();
    assert_eq!(saved(&whole), ["x.jpg", "x (2).jpg", "y.jpg"]);
    let children = stage.children(id);
    let names: Vec<&str> = children.iter().flat_map(saved).collect();
    assert_eq!(names, ["x.jpg", "x (2).jpg", "y.jpg"]);
}

#[wasm_bindgen_test]
async fn files_of_one_name_have_rows_runs_and_results_of_their_own() {
    let stage = Stage::new();
    let form = params([file("x.txt", b"one"), file("x.txt", b"other")]);
    let run = stage.start("compress-files", form).remove(0);
    let id = run.id();
    let whole = end(run).await.completed();
    let files: Vec<&str> = whole.rows().iter().map(|row| row[0]).collect();
    assert_eq!(files, ["x.txt", "x (2).txt"]);
    assert_eq!(saved(&whole), ["x.txt.gz", "x (2).txt.gz"]);
    let title = |run| stage.0.run(run).snapshot().unwrap().title.to_string();
    let titles: Vec<String> = stage.0.run(id).children().into_iter().map(title).collect();
    assert_eq!(
        titles,
        ["Compress files: x.txt", "Compress files: x (2).txt"]
    );
}

#[wasm_bindgen_test]
async fn files_of_one_name_in_two_folders_have_results_of_their_own() {
    let stage = Stage::new();
    let form = picked([at("a/x.csv", b"k,v\n1,2\n"), at("b/x.csv", b"k,v\n3,4\n")]);
    let whole = stage.run_one("inspect-data", form).await.completed();
    assert_eq!(saved(&whole), ["x.ndjson", "x (2).ndjson"]);
    let files: Vec<&str> = whole.rows().iter().map(|row| row[0]).collect();
    assert_eq!(files, ["a/x.csv", "b/x.csv"]);
}

#[wasm_bindgen_test]
async fn two_hashed_files_of_one_name_are_distinguished() {
    let stage = Stage::new();
    let form = params([file("x.txt", b"one"), file("x.txt", b"other")]);
    let run = stage.start("hash-files", form).remove(0);
    let id = run.id();
    let whole = end(run).await.completed();
    let files: Vec<&str> = whole.rows().iter().map(|row| row[0]).collect();
    assert_eq!(files, ["x.txt", "x (2).txt"]);
    let (_, list) = whole.file();
    assert!(text_of(&list).await.ends_with("  x (2).txt\n"));
    let children = stage.children(id);
    let names: Vec<&str> = children.iter().flat_map(saved).collect();
    assert_eq!(names, ["x.txt.sha256", "x (2).txt.sha256"]);
}
