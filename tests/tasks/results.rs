//! What stands on the row of a run: its line in brief, its problems, and the part that is copied or saved.

use taskdeck::{OutputPart, Params, RunId, RunStatus};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::File;

use crate::{
    pictures::gif,
    stage::{End, Stage, broken_file, call, end, file, params},
};

/// Runs a task to its end and returns it with its id.
async fn run(stage: &Stage, task: &str, form: Params) -> (End, RunId) {
    let run = stage.start(task, form).remove(0);
    let id = run.id();
    (end(run).await, id)
}

fn brief(end: &End) -> String {
    let summary = end.output.summary.as_ref();
    summary.map(ToString::to_string).unwrap_or_default()
}

fn problems(end: &End) -> Vec<String> {
    end.output
        .problems
        .iter()
        .map(ToString::to_string)
        .collect()
}

/// What the row offers for the first part.
fn first(end: &End) -> &'static str {
    match end.output.parts.first() {
        Some(OutputPart::File(_)) => "save",
        Some(OutputPart::Table(_)) => "copy the table",
        Some(OutputPart::Text { .. }) => "copy the text",
        other => panic!("{other:?} is first"),
    }
}

async fn picture(name: &str, media_type: &str) -> File {
    let canvas = web_sys::OffscreenCanvas::new(64, 64).unwrap();
    canvas.get_context("2d").unwrap();
    let options = js_sys::Object::new();
    js_sys::Reflect::set(&options, &"type".into(), &media_type.into()).unwrap();
    let blob = call(&canvas, "convertToBlob", &[&options]).await;
    File::new_with_blob_sequence(&js_sys::Array::of1(&blob), name).unwrap()
}

#[wasm_bindgen_test]
async fn one_digest_is_copied_and_several_are_a_list_to_save() {
    let stage = Stage::new();
    let one = stage
        .run_one("hash-files", params([file("a", b"abc")]))
        .await
        .completed();
    assert_eq!(
        (brief(&one).as_str(), first(&one)),
        ("SHA-256 ba7816bf…15ad", "copy the text")
    );
    let two = params([file("a", b"abc"), file("b", b"abc")]);
    let two = stage.run_one("hash-files", two).await.completed();
    assert_eq!(
        (brief(&two).as_str(), first(&two)),
        ("2 files · SHA-256", "save")
    );
}

#[wasm_bindgen_test]
async fn a_check_counts_what_matches_and_its_table_is_copied() {
    let stage = Stage::new();
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    let list = format!("{abc}  a\n{abc}  b\n{abc}  c\n");
    let files = [
        file("a", b"abc"),
        file("b", b"other"),
        file("SHA256SUMS", list.as_bytes()),
    ];
    let checked = stage.run_one("hash-files", params(files)).await;
    assert_eq!(brief(&checked), "1 OK · 1 mismatch · 1 missing");
    assert_eq!(first(&checked), "copy the table");
    assert_eq!(checked.state.status(), RunStatus::Failed);
    assert!(checked.output.problems.is_empty(), "its error says it");
    let one = params([file("a", b"abc")]).with("checksums", abc);
    let one = stage.run_one("hash-files", one).await.completed();
    assert_eq!(brief(&one), "OK · SHA-256 ba7816bf…15ad");
}

#[wasm_bindgen_test]
async fn a_file_that_cannot_be_hashed_is_a_problem() {
    let stage = Stage::new();
    let files = [broken_file("gone.bin", b"abc").await, file("a", b"abc")];
    let end = stage.run_one("hash-files", params(files)).await.completed();
    assert_eq!(brief(&end), "1 file · SHA-256 · 1 unreadable");
    let [problem] = &problems(&end)[..] else {
        panic!("{:?}", problems(&end))
    };
    assert!(problem.starts_with("gone.bin: Reading failed"), "{problem}");
}

#[wasm_bindgen_test]
async fn images_keep_their_format_or_become_webp_and_say_what_was_saved() {
    let stage = Stage::new();
    let images = [
        picture("a.png", "image/png").await,
        picture("b.JPEG", "image/jpeg").await,
        picture("c.webp", "image/webp").await,
        file("d.gif", &gif(1)),
    ];
    let (whole, id) = run(&stage, "convert-images", params(images)).await;
    let whole = whole.completed();
    let names: Vec<String> = whole.output.parts[..4]
        .iter()
        .map(|part| match part {
            OutputPart::File(file) => {
                assert!(file.before.is_some_and(|before| before > 0));
                format!("{} {}", file.name, file.media_type)
            }
            other => panic!("{other:?} is no file"),
        })
        .collect();
    assert_eq!(
        names,
        [
            "a.png image/png",
            "b.JPEG image/jpeg",
            "c.webp image/webp",
            "d.webp image/webp"
        ]
    );
    let said = brief(&whole);
    assert!(
        said.starts_with("4 converted · ") && said.contains(" → "),
        "{said}"
    );
    for child in stage.children(id) {
        let said = brief(&child);
        assert!(said.contains('%') || said.contains("same size"), "{said}");
        assert_eq!(first(&child), "save");
    }
}

#[wasm_bindgen_test]
async fn a_larger_image_is_marked() {
    let stage = Stage::new();
    let form = params([file("d.gif", &gif(1))]).with("format", "png");
    let end = stage.run_one("convert-images", form).await.completed();
    assert!(brief(&end).ends_with(" %, larger"), "{}", brief(&end));
    assert!(
        end.text("Size").ends_with(": larger"),
        "{}",
        end.text("Size")
    );
}

#[wasm_bindgen_test]
async fn a_file_of_a_batch_that_failed_is_a_problem_and_is_retried_by_itself() {
    let stage = Stage::new();
    let images = [
        picture("a.png", "image/png").await,
        file("b.png", b"no picture"),
    ];
    let (whole, id) = run(&stage, "convert-images", params(images)).await;
    let whole = whole.completed();
    assert_eq!(brief(&whole), "1 converted · 1 unreadable");
    assert_eq!(problems(&whole), ["b.png is not an image: it is text"]);
    assert_eq!(stage.0.run(id).failed_children().len(), 1);

    let again = stage.0.run(id).retry_failed().unwrap();
    assert_eq!(again.len(), 1);
    let run = stage.0.run(again[0]);
    let shown = run.snapshot().unwrap();
    assert_eq!(&*shown.title, "Convert images: b.png");
    while !run.status().unwrap().is_finished() {
        call_later().await;
    }
    // It had its file: it failed for the same reason.
    let why = run.snapshot().unwrap().state;
    assert!(format!("{why:?}").contains("it is text"), "{why:?}");
    assert_eq!(run.snapshot().unwrap().parent, None);
}

async fn call_later() {
    let window = web_sys::window().unwrap();
    let wait = js_sys::Promise::new(&mut |resolve, _| {
        window
            .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, 5)
            .unwrap();
    });
    wasm_bindgen_futures::JsFuture::from(wait).await.unwrap();
}

#[wasm_bindgen_test]
async fn gzip_files_are_unpacked_unless_they_are_to_be_packed_again() {
    let stage = Stage::new();
    let text = vec![b'a'; 1_000_000];
    let packed = stage
        .run_one("compress-files", params([file("a.csv", &text)]))
        .await
        .completed();
    assert!(brief(&packed).ends_with(", −99.9 %"), "{}", brief(&packed));
    let bytes = crate::stage::bytes_of(&packed.file().1).await;
    for name in ["a.csv.gz", "without-an-ending"] {
        let form = params([file(name, &bytes)]);
        let end = stage.run_one("compress-files", form).await.completed();
        assert!(brief(&end).starts_with("1 MB from "), "{}", brief(&end));
        assert_eq!(first(&end), "save");
    }
    let twice = params([file("a.csv.gz", &bytes)]).with("mode", "gzip");
    let twice = stage.run_one("compress-files", twice).await.completed();
    assert_eq!(twice.file().0, "a.csv.gz.gz");
    let two = params([file("a.gz", &bytes), file("b.gz", &bytes)]);
    let two = stage.run_one("compress-files", two).await.completed();
    assert!(
        brief(&two).starts_with("2 files · 2 MB from "),
        "{}",
        brief(&two)
    );
}

#[wasm_bindgen_test]
async fn data_is_its_columns_to_copy_or_its_conversion_to_save() {
    let stage = Stage::new();
    let csv = || file("a.csv", b"id,name\n1,a\n2\n3,c\n");
    let converted = stage.run_one("inspect-data", params([csv()])).await;
    let converted = converted.completed();
    assert_eq!(brief(&converted), "3 rows · 2 columns · 1 problem");
    assert_eq!(first(&converted), "save");
    let [problem] = &problems(&converted)[..] else {
        panic!("{:?}", problems(&converted))
    };
    assert!(problem.starts_with("Line 3, character "), "{problem}");
    let form = params([csv()]).with("target", "none");
    let facts = stage.run_one("inspect-data", form).await.completed();
    assert_eq!(first(&facts), "copy the table");
    let titles: Vec<String> = facts
        .output
        .parts
        .iter()
        .filter_map(|part| match part {
            OutputPart::Table(table) => Some(table.title.to_string()),
            _ => None,
        })
        .collect();
    assert_eq!(titles, ["Columns", "Problems", "First rows"]);
    let two = params([csv(), file("b.csv", b"x,y\n1,2\n")]);
    let two = stage.run_one("inspect-data", two).await.completed();
    assert_eq!(brief(&two), "2 inspected · 1 with problems");
    assert!(
        problems(&two)[0].starts_with("a.csv: Line 3"),
        "{:?}",
        problems(&two)
    );
}

#[wasm_bindgen_test]
async fn duplicates_say_what_could_be_freed() {
    let stage = Stage::new();
    let files = [file("a", b"abc"), file("b", b"abc"), file("c", b"other")];
    let found = stage.run_one("find-duplicates", params(files)).await;
    let found = found.completed();
    assert_eq!(brief(&found), "2 files in 1 group · 3 B could be freed");
    assert_eq!(first(&found), "copy the table");
    let files = [broken_file("gone", b"abc").await, file("b", b"abc")];
    let none = stage.run_one("find-duplicates", params(files)).await;
    let none = none.completed();
    assert!(
        brief(&none).starts_with("No duplicates in 2 files"),
        "{}",
        brief(&none)
    );
}

#[wasm_bindgen_test]
async fn addresses_are_counted_by_what_came_of_them() {
    let stage = Stage::new();
    let list = "data:text/plain,one\nnot an address\n";
    let form = Params::new().with("addresses", list);
    let end = stage.run_one("check-addresses", form).await.completed();
    assert!(brief(&end).ends_with("invalid"), "{}", brief(&end));
    assert!(
        problems(&end)
            .iter()
            .any(|problem| problem.starts_with("not an address: "))
    );
}

/// Starts with a drop only what leaves no doubt.
#[wasm_bindgen_test]
async fn only_files_with_a_list_that_names_others_start_by_a_drop() {
    let known = taskdeck_app::tasks::builtin(&taskdeck::workers::Pool::on_page());
    let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    let starts = async |list: &str, name: &str, form: fn(Params) -> Params| {
        let mut started = Vec::new();
        for task in &known {
            let files = [file("a.txt", b"abc"), file(name, list.as_bytes())];
            if let Some(starts) = task.starts_with_drop(|| form(params(files)))
                && starts.await
            {
                started.push(task.id().to_owned());
            }
        }
        started
    };
    let plain = |form: Params| form;
    let names = format!("{digest}  a.txt\n");
    assert_eq!(starts(&names, "SHA256SUMS", plain).await, ["hash-files"]);
    assert_eq!(starts(&names, "sums.txt", plain).await, ["hash-files"]);
    let bsd = format!("SHA256 (a.txt) = {digest}\n");
    assert_eq!(starts(&bsd, "CHECKSUM", plain).await, ["hash-files"]);
    let other = format!("{digest}  other.txt\n");
    assert!(starts(&other, "SHA256SUMS", plain).await.is_empty());
    assert!(starts("just words\n", "b.txt", plain).await.is_empty());
    let off = |form: Params| form.with("take_lists", false);
    assert!(starts(&names, "SHA256SUMS", off).await.is_empty());
}
