//! *Find duplicates*.

use js_sys::{Array, Uint8Array};
use taskdeck::{
    OutputPart, Params,
    browser::{PickedFile, PickedFiles},
};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::File;

use crate::stage::{End, Stage, broken_file, end, file, file_of, leaked, params, text_of};

const FIND: &str = "find-duplicates";
const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

fn at(path: &str, bytes: &[u8]) -> PickedFile {
    let file = file(path.rsplit('/').next().unwrap(), bytes);
    let path = path.to_owned();
    PickedFile { file, path }
}

fn picked(files: impl IntoIterator<Item = PickedFile>) -> Params {
    PickedFiles(files.into_iter().collect()).into_params(Params::new(), "files")
}

/// The reasons by path, as the table of what could not be read has them.
fn unreadable(end: &End) -> Vec<(&str, &str)> {
    let table = end.output.parts.iter().rev().find_map(|part| match part {
        OutputPart::Table(table) if table.title == "Unreadable files" => Some(table),
        _ => None,
    });
    let rows = &table.expect("a table of what could not be read").rows;
    rows.iter()
        .map(|row| (leaked(&row[0]), leaked(&row[1])))
        .collect()
}

#[wasm_bindgen_test]
async fn equal_files_are_a_group_and_the_list_has_their_digests() {
    let stage = Stage::new();
    let form = picked([
        at("dir/one.txt", b"abc"),
        at("dir/other.txt", b"xyz"),
        at("dir/sub/a, \"one\".txt", b"abc"),
        at("dir/long.txt", b"no other is so long"),
        at("dir/empty", b""),
        at("dir/sub/empty", b""),
    ]);
    let run = stage.start(FIND, form).remove(0);
    let id = run.id();
    let found = end(run).await.completed();

    let run = stage.0.run(id).snapshot().unwrap();
    assert_eq!(&*run.title, "Find duplicates: dir (6 files)");
    assert_eq!(
        found.text("Found"),
        "2 groups of equal files among 6; 3 B wasted. \
         The 2 empty files are one of the groups and waste nothing."
    );
    let (abc, empty) = (&ABC[..12], &EMPTY[..12]);
    assert_eq!(
        found.rows(),
        [
            ["1", "dir/one.txt", "3 B", "2", abc],
            ["1", "dir/sub/a, \"one\".txt", "3 B", "2", abc],
            ["2", "dir/empty", "0 B", "2", empty],
            ["2", "dir/sub/empty", "0 B", "2", empty],
        ]
    );
    let (name, list) = found.file();
    assert_eq!((name, &*list.type_()), ("duplicates.csv", "text/csv"));
    assert_eq!(
        text_of(&list).await,
        format!(
            "Group,File,Bytes,Copies,SHA-256\r\n1,dir/one.txt,3,2,{ABC}\r\n\
             1,\"dir/sub/a, \"\"one\"\".txt\",3,2,{ABC}\r\n\
             2,dir/empty,0,2,{EMPTY}\r\n2,dir/sub/empty,0,2,{EMPTY}\r\n"
        )
    );
    // Of the six, three have a size that says nothing: all of those, and only those, were read.
    let progress = run.progress.unwrap();
    assert_eq!((progress.done, progress.total), (9.0, Some(9.0)));
}

#[wasm_bindgen_test]
async fn without_equal_files_the_result_says_so() {
    let form = params([file("a", b"abc"), file("b", b"xyz"), file("c", b"")]);
    let found = Stage::new().run_one(FIND, form).await.completed();
    assert_eq!(found.text("Found"), "No two of 3 files are equal.");
    assert_eq!(found.output.parts.len(), 1);
}

/// Two of a megabyte and a bit that differ in one byte.
fn large(name: &str, different_at: usize) -> File {
    let mut bytes = vec![7_u8; (1 << 20) + 3];
    bytes[different_at] = 8;
    file_of(name, &Array::of1(&Uint8Array::from(&*bytes)))
}

#[wasm_bindgen_test]
async fn what_begins_differently_is_not_read_to_its_end() {
    let stage = Stage::new();
    let last = 1 << 20;
    let form = params([
        large("a", last),
        large("b", 0),
        large("c", last),
        large("d", last + 1),
    ]);
    let run = stage.start(FIND, form).remove(0);
    let id = run.id();
    let found = end(run).await.completed();
    let files: Vec<&str> = found.rows().iter().map(|row| row[1]).collect();
    assert_eq!(files, ["a", "c"]);
    let progress = stage.0.run(id).snapshot().unwrap().progress.unwrap();
    let read = f64::from((3 * ((1 << 20) + 3)) + (64 << 10));
    assert_eq!((progress.done, progress.total), (read, Some(read)));
}

#[wasm_bindgen_test]
async fn a_file_that_cannot_be_read_has_its_own_line_and_the_rest_goes_on() {
    let broken = broken_file("broken.bin", b"abc").await;
    let form = params([broken, file("a", b"abc"), file("b", b"abc")]);
    let found = Stage::new().run_one(FIND, form).await.completed();
    assert_eq!(
        found.text("Found"),
        "1 group of equal files among 3; 3 B wasted. \
         1 file could not be read and may have copies."
    );
    let files: Vec<&str> = found.rows().iter().map(|row| row[1]).collect();
    assert_eq!(files, ["a", "b"]);
    let [("broken.bin", why)] = unreadable(&found)[..] else {
        panic!("{:?}", found.output)
    };
    assert!(why.contains("byte 0") || why.contains("changed"), "{why}");
}

#[wasm_bindgen_test]
async fn it_fails_only_when_no_file_can_be_read() {
    let form = params([
        broken_file("a", b"abc").await,
        broken_file("b", b"abc").await,
    ]);
    let found = Stage::new().run_one(FIND, form).await;
    assert_eq!(found.error().message(), "None of 2 files could be read");
    assert_eq!(unreadable(&found).len(), 2);
}

#[wasm_bindgen_test]
async fn a_file_picked_twice_is_not_its_own_duplicate() {
    let twice = file("a.txt", b"abc");
    let form = params([twice.clone(), file("b.txt", b"xyz"), twice]);
    let found = Stage::new().run_one(FIND, form).await.completed();
    assert_eq!(
        found.text("Found"),
        "No two of 2 files are equal. 1 file was chosen twice and counted once."
    );
}

/// A browser does not say where a file lies: only the very same object is the same file.
#[wasm_bindgen_test]
async fn equal_files_of_one_name_size_and_date_are_two_files() {
    let date = js_sys::Object::new();
    js_sys::Reflect::set(&date, &"lastModified".into(), &1_000.into()).unwrap();
    let photo = |path: &str| {
        let parts = Array::of1(&Uint8Array::from(&b"abc"[..]));
        let file = File::new_with_blob_sequence_and_options(&parts, "p1.jpg", date.unchecked_ref());
        PickedFile {
            file: file.unwrap(),
            path: path.to_owned(),
        }
    };
    let form = picked([photo("photos/p1.jpg"), photo("photos/p1.jpg")]);
    let found = Stage::new().run_one(FIND, form).await.completed();
    assert_eq!(
        found.text("Found"),
        "1 group of equal files among 2; 3 B wasted. 1 file has the name, size and date of another; \
         a file that was chosen twice is its own copy."
    );
    let files: Vec<&str> = found.rows().iter().map(|row| row[1]).collect();
    assert_eq!(files, ["photos/p1 (2).jpg", "photos/p1.jpg"]);
}

/// Written down one by one they would be longer than parameters may be.
#[wasm_bindgen_test]
async fn a_folder_of_ten_thousand_small_files_is_taken() {
    let names = (0..10_000_u32).map(|number| (number, format!("photos/some-folder/{number}.txt")));
    let form = picked(names.map(|(number, path)| at(&path, &(number / 2).to_be_bytes())));
    let found = Stage::new().run_one(FIND, form).await.completed();
    assert_eq!(
        found.text("Found"),
        "5,000 groups of equal files among 10,000; 20 kB wasted."
    );
    assert_eq!(found.rows().len(), 10_000);
}

#[wasm_bindgen_test]
async fn the_sample_has_two_groups() {
    let known = taskdeck_app::tasks::builtin(&taskdeck::workers::Pool::on_page());
    let task = known.iter().find(|task| task.id() == FIND).unwrap();
    let sample: Params = task.make_sample().unwrap().await.unwrap();
    let found = Stage::new().run_one(FIND, sample).await.completed();
    let rows = found.rows();
    let rows: Vec<_> = rows.iter().map(|row| (row[0], row[1])).collect();
    assert_eq!(
        rows,
        [
            ("1", "sample/backup/sea.raw"),
            ("1", "sample/pictures/sea (1).raw"),
            ("1", "sample/pictures/sea.raw"),
            ("2", "sample/backup/notes.txt"),
            ("2", "sample/notes.txt"),
        ]
    );
}
