//! *Compress files*.

use js_sys::{Array, Uint8Array};
use taskdeck::{Params, RunStatus};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Blob, File};

use crate::stage::{End, Stage, bytes_of, call, end, file, file_of, params};

fn noise(length: usize) -> Vec<u8> {
    let mut state = 7_u32;
    (0..length)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
        .collect()
}

async fn pack(stage: &Stage, file: File) -> Vec<u8> {
    let end = stage.run_one("compress-files", params([file])).await;
    bytes_of(&end.completed().file().1).await
}

async fn unpack(stage: &Stage, file: File) -> End {
    let form = params([file]).with("mode", "gunzip");
    stage.run_one("compress-files", form).await
}

#[wasm_bindgen_test]
async fn what_is_packed_unpacks_to_the_same() {
    let stage = Stage::new();
    for bytes in [
        Vec::new(),
        b"abc".to_vec(),
        noise(3_000_001),
        vec![0; 5_000_000],
    ] {
        let packed = pack(&stage, file("a.txt", &bytes)).await;
        assert_eq!(packed[..2], [0x1f, 0x8b]);
        let end = unpack(&stage, file("a.txt.gz", &packed)).await.completed();
        let (name, unpacked) = end.file();
        assert_eq!(name, "a.txt");
        assert!(bytes_of(&unpacked).await == bytes);
    }
}

#[wasm_bindgen_test]
async fn the_result_has_the_sizes_before_and_after() {
    let form = params([file("a.txt", &vec![b'a'; 1_000_000])]);
    let end = Stage::new()
        .run_one("compress-files", form)
        .await
        .completed();
    assert!(
        end.text("Size").starts_with("1 MB → "),
        "{}",
        end.text("Size")
    );
    let (name, packed) = end.file();
    assert_eq!((name, &*packed.type_()), ("a.txt.gz", "application/gzip"));
}

#[wasm_bindgen_test]
async fn several_files_are_one_run_that_goes_on_when_one_fails() {
    let stage = Stage::new();
    let packed = pack(&stage, file("a.txt", b"abc")).await;
    let form = params([file("a.txt.gz", &packed), file("b.gz", b"no gzip at all")]);
    let run = stage
        .start("compress-files", form.with("mode", "gunzip"))
        .remove(0);
    let id = run.id();
    let whole = end(run).await.completed();
    assert_eq!(
        &*stage.0.run(id).snapshot().unwrap().title,
        "Compress files: 2 files"
    );
    assert_eq!(whole.rows()[0][0], "a.txt.gz");
    assert!(whole.rows()[0][1].contains(" → 3 B"), "{:?}", whole.rows());
    assert!(
        whole.rows()[1][1].starts_with("Failed: "),
        "{:?}",
        whole.rows()
    );
    let (name, unpacked) = whole.file();
    assert_eq!((name, &*bytes_of(&unpacked).await), ("a.txt", &b"abc"[..]));
    let [well, ill] = &stage.children(id)[..] else {
        panic!("two children")
    };
    assert!(well.text("Size").ends_with(')'));
    assert_eq!(ill.state.status(), RunStatus::Failed);
    let progress = stage.0.run(id).snapshot().unwrap().progress.unwrap();
    assert_eq!(progress.fraction(), Some(1.0));
}

#[wasm_bindgen_test]
async fn several_files_of_which_none_comes_out_well_have_failed() {
    let form = params([file("a.gz", b"no gzip"), file("b.gz", b"nor this")]);
    let end = Stage::new()
        .run_one("compress-files", form.with("mode", "gunzip"))
        .await;
    assert_eq!(end.error().message(), "Both files failed");
    assert_eq!(end.rows().len(), 2);
}

#[wasm_bindgen_test]
async fn damage_is_found_at_its_place() {
    let stage = Stage::new();
    let mut packed = gzip(&noise(400_000));
    // The lengths of a block of noise, of which the one is the other turned over.
    let at = 10 + 1;
    packed[at] ^= 0xff;
    let end = unpack(&stage, file("a.bin.gz", &packed)).await;
    let said = end.error().message().english();
    assert_eq!(numbers(&said)[0], 10, "{said}");
    assert!(
        numbers(&said)[1] > at && numbers(&said)[1] < at + 10,
        "{said}"
    );
    assert!(end.output.is_empty());
}

#[wasm_bindgen_test]
async fn data_that_does_not_match_its_checksum_is_damaged() {
    let stage = Stage::new();
    // A block of noise is stored; only its checksum tells.
    let mut packed = gzip(&noise(400_000));
    packed[200_000] ^= 0xff;
    let end = unpack(&stage, file("a.bin.gz", &packed)).await;
    let said = end.error().message().english();
    assert_eq!(numbers(&said)[..2], [0, packed.len()], "{said}");
    assert!(said.ends_with("does not match its checksum"), "{said}");
}

fn numbers(text: &str) -> Vec<usize> {
    text.replace(',', "")
        .split(|letter: char| !letter.is_ascii_digit())
        .filter_map(|word| word.parse().ok())
        .collect()
}

#[wasm_bindgen_test]
async fn a_file_that_ends_too_early_is_damaged() {
    let stage = Stage::new();
    let packed = pack(&stage, file("a.bin", &noise(100_000))).await;
    let end = unpack(&stage, file("a.gz", &packed[..packed.len() - 2_000])).await;
    let said = end.error().message().english();
    assert!(said.contains("it ends at byte 98,0"), "{said}");
}

#[wasm_bindgen_test]
async fn what_is_no_gzip_file_is_said_to_be_none() {
    let stage = Stage::new();
    for bytes in [&b"PK what"[..], b"\x1f"] {
        let end = unpack(&stage, file("a.gz", bytes)).await;
        assert!(
            end.error()
                .message()
                .english()
                .starts_with("This is not a gzip file")
        );
    }
    let end = unpack(&stage, file("a.gz", b"PK\x03\x04\x14\0")).await;
    assert!(
        end.error()
            .message()
            .english()
            .contains("it is a Zip archive")
    );
    let end = unpack(&stage, file("a.gz", b"")).await;
    assert!(
        end.error()
            .message()
            .english()
            .contains("it ends at byte 0")
    );
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut packer, bytes).unwrap();
    packer.finish().unwrap()
}

#[wasm_bindgen_test]
async fn every_member_is_unpacked() {
    let stage = Stage::new();
    let first = noise(700_000);
    let members = [gzip(&first), gzip(b""), gzip(b"second")].concat();
    let end = unpack(&stage, file("a.gz", &members)).await.completed();
    let unpacked = bytes_of(&end.file().1).await;
    assert!(unpacked == [&first[..], b"second"].concat());
    assert_eq!(end.output.parts.len(), 2, "no note: {:?}", end.output);
}

#[wasm_bindgen_test]
async fn trailing_data_is_ignored_and_reported() {
    let stage = Stage::new();
    let padding = vec![0; 70_000];
    for (rest, note) in [
        (&padding[..], "70,000 zero bytes of padding"),
        (b"signature", "9 other bytes (text)"),
    ] {
        let end = unpack(&stage, file("a.gz", &[&gzip(b"abc"), rest].concat())).await;
        let end = end.completed();
        assert_eq!(bytes_of(&end.file().1).await, b"abc");
        let note = format!("Ignored after the end of the compressed data: {note}.");
        assert_eq!(end.text("Note"), note);
    }
}

#[wasm_bindgen_test]
async fn notes_of_each_file_stand_in_the_table_of_all() {
    let padded = [gzip(b"abc"), vec![0; 512]].concat();
    let form = params([file("a.gz", &padded), file("b.gz", &gzip(b"abc"))]);
    let end = Stage::new()
        .run_one("compress-files", form.with("mode", "gunzip"))
        .await
        .completed();
    let rows = end.rows();
    assert!(
        rows[0][1].ends_with("512 zero bytes of padding."),
        "{rows:?}"
    );
    assert!(rows[1][1].ends_with(')'), "{rows:?}");
}

#[wasm_bindgen_test]
async fn a_damaged_member_leaves_nothing_to_save() {
    let stage = Stage::new();
    let mut members = [gzip(b"first"), gzip(&noise(100_000))].concat();
    let at = members.len() - 1;
    members[at] ^= 1;
    let end = unpack(&stage, file("a.gz", &members)).await;
    let said = end.error().message().english();
    assert!(said.ends_with("does not have its length"), "{said}");
    assert!(end.output.is_empty());
}

#[wasm_bindgen_test]
async fn a_bomb_is_stopped() {
    let stage = Stage::new();
    let zeros = Uint8Array::new_with_length(1 << 20);
    let parts: Array = (0..24).map(|_| zeros.clone()).collect();
    let packed = pack(&stage, file_of("zeros", &parts)).await;
    assert!(packed.len() < 50_000);
    let form = params([file("bomb.gz", &packed)])
        .with("mode", "gunzip")
        .with("limit", 10);
    let end = stage.run_one("compress-files", form).await;
    let said = end.error().message().english();
    assert!(
        said.starts_with("Stopped: more than 10 MB came out"),
        "{said}"
    );
    assert!(end.output.is_empty());
}

/// The names in every page's folder of the private file system.
async fn private_files() -> Vec<String> {
    let navigator = web_sys::window().unwrap().navigator();
    let root = call(&navigator.storage(), "getDirectory", &[]).await;
    let create = js_sys::Object::new();
    js_sys::Reflect::set(&create, &"create".into(), &true.into()).unwrap();
    let folder = call(&root, "getDirectoryHandle", &[&"taskdeck".into(), &create]).await;
    let mut names = Vec::new();
    for page in entries(&folder).await {
        let page = call(&folder, "getDirectoryHandle", &[&page.into(), &create]).await;
        names.extend(entries(&page).await);
    }
    names
}

async fn entries(folder: &JsValue) -> Vec<String> {
    let keys = call(folder, "keys", &[]).await;
    let mut names = Vec::new();
    loop {
        let next = call(&keys, "next", &[]).await;
        let value = js_sys::Reflect::get(&next, &"value".into()).unwrap();
        match value.as_string() {
            Some(name) => names.push(name),
            None => return names,
        }
    }
}

fn large() -> File {
    let piece = Uint8Array::from(&*noise(1 << 20));
    let parts: Array = (0..48).map(|_| piece.clone()).collect();
    file_of("large.bin", &parts)
}

/// Takes turns until this is so; a run that never gets there ends with the test's own time.
async fn until(mut is_so: impl AsyncFnMut() -> bool) {
    while !is_so().await {
        gloo_timers::future::TimeoutFuture::new(5).await;
    }
}

#[wasm_bindgen_test]
async fn large_output_is_on_disk_while_it_is_made_and_gone_after_a_cancel() {
    taskdeck::browser::remove_leftovers().await;
    // Files of other runs may be there, and on their way out.
    let before = private_files().await;
    let made = async || {
        let mut names = private_files().await;
        names.retain(|name| !before.contains(name));
        names
    };
    let stage = Stage::new();
    let run = stage.start("compress-files", params([large()])).remove(0);
    until(async || {
        let status = run.snapshot().unwrap().state.status();
        assert!(status.is_live(), "it ended before a file was seen");
        !made().await.is_empty()
    })
    .await;
    assert!(run.cancel());
    assert_eq!(end(run).await.state.status(), RunStatus::Cancelled);
    until(async || made().await.is_empty()).await;
}

#[wasm_bindgen_test]
async fn large_output_is_whole() {
    let stage = Stage::new();
    let end = stage
        .run_one("compress-files", params([large()]))
        .await
        .completed();
    let (_, packed) = end.file();
    assert!(packed.size() > f64::from(32 << 20));
    let packed = File::new_with_blob_sequence(&Array::of1(&packed), "large.bin.gz").unwrap();
    let end = unpack(&stage, packed).await.completed();
    let (_, unpacked) = end.file();
    let unpacked: &Blob = unpacked.unchecked_ref();
    assert!(bytes_of(unpacked).await == bytes_of(&large()).await);
}

#[wasm_bindgen_test]
async fn the_sample_is_compressed() {
    let known = taskdeck_app::tasks::builtin(&taskdeck::workers::Pool::on_page());
    let task = known.iter().find(|task| task.id() == "compress-files");
    let sample: Params = task.unwrap().make_sample().unwrap().await.unwrap();
    let stage = Stage::new();
    let end = stage.run_one("compress-files", sample).await.completed();
    assert_eq!(end.file().0, "sample.log.gz");
}
