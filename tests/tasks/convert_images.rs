//! *Convert images*.

use js_sys::{Array, Uint8Array};
use taskdeck::Params;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Blob, File, ImageBitmap, OffscreenCanvas, OffscreenCanvasRenderingContext2d};

use crate::{
    pictures::grey_png,
    stage::{Stage, bytes_of, end, file, params},
};

/// A picture of this width and height, half of it seen through.
async fn picture(name: &str, width: u32, height: u32) -> File {
    let canvas = OffscreenCanvas::new(width, height).unwrap();
    let context: OffscreenCanvasRenderingContext2d =
        canvas.get_context("2d").unwrap().unwrap().unchecked_into();
    context.set_fill_style_str("#0000ff");
    context.fill_rect(0.0, 0.0, f64::from(width) / 2.0, height.into());
    let blob = JsFuture::from(canvas.convert_to_blob().unwrap())
        .await
        .unwrap();
    File::new_with_blob_sequence(&Array::of1(&blob), name).unwrap()
}

async fn size_of(blob: &Blob) -> (u32, u32) {
    let window = web_sys::window().unwrap();
    let promise = window.create_image_bitmap_with_blob(blob).unwrap();
    let bitmap: ImageBitmap = JsFuture::from(promise).await.unwrap().unchecked_into();
    (bitmap.width(), bitmap.height())
}

#[wasm_bindgen_test]
async fn each_format_is_written_in_the_requested_size() {
    let stage = Stage::new();
    let formats = [
        ("png", "image/png", "a.b.png", &b"\x89PNG"[..]),
        ("jpeg", "image/jpeg", "a.b.jpg", b"\xff\xd8\xff"),
        ("webp", "image/webp", "a.b.webp", b"RIFF"),
    ];
    for (format, media_type, wanted_name, start) in formats {
        let form = params([picture("a.b.gif", 300, 200).await])
            .with("format", format)
            .with("edge", 150);
        let end = stage.run_one("convert-images", form).await.completed();
        let (name, blob) = end.file();
        assert_eq!((name, &*blob.type_()), (wanted_name, media_type));
        assert!(bytes_of(&blob).await.starts_with(start));
        assert_eq!(size_of(&blob).await, (150, 100));
        let said = end.text("Size");
        assert!(
            said.starts_with("300 × 200, ") && said.contains("→ 150 × 100, "),
            "{said}"
        );
    }
}

#[wasm_bindgen_test]
async fn quality_makes_a_difference() {
    let stage = Stage::new();
    let task = taskdeck_app::tasks::builtin(&taskdeck::workers::Pool::on_page()).remove(1);
    let sample: Params = task.make_sample().unwrap().await.unwrap();
    let mut sizes = Vec::new();
    for quality in [10, 95] {
        let form = sample.clone().with("quality", quality);
        let end = stage.run_one("convert-images", form).await.completed();
        let (name, blob) = end.file();
        assert_eq!(name, "sample.jpg");
        assert_eq!(size_of(&blob).await, (800, 600));
        sizes.push(blob.size());
    }
    assert!(sizes[0] < sizes[1], "{sizes:?}");
}

/// A JPEG with an EXIF block: the smallest that a browser reads, with the block put in.
#[wasm_bindgen_test]
async fn metadata_is_gone() {
    let stage = Stage::new();
    let form = params([picture("a.png", 20, 20).await]).with("format", "jpeg");
    let end = stage.run_one("convert-images", form).await.completed();
    let mut bytes = bytes_of(&end.file().1).await;
    let secret = b"Exif\0\0where it was taken";
    let mut block = vec![0xff, 0xe1, 0, secret.len() as u8 + 2];
    block.extend(secret);
    bytes.splice(2..2, block);
    let holds = |bytes: &[u8]| bytes.windows(secret.len()).any(|part| part == secret);
    assert!(holds(&bytes));

    let form = params([file("a.jpg", &bytes)]).with("format", "jpeg");
    let end = stage.run_one("convert-images", form).await.completed();
    assert!(!holds(&bytes_of(&end.file().1).await));
}

#[wasm_bindgen_test]
async fn what_is_no_image_fails_alone() {
    let files = [
        picture("good.png", 4, 4).await,
        file("bad.png", b"not a picture"),
        file("empty.png", b""),
    ];
    let stage = Stage::new();
    let run = stage.start("convert-images", params(files)).remove(0);
    let id = run.id();
    let whole = end(run).await.completed();
    assert_eq!(whole.rows().len(), 3);
    let ends = stage.children(id);
    assert_eq!(whole.file().0, ends[0].file().0);
    for (end, message) in ends[1..]
        .iter()
        .zip(["bad.png is not an image: it is text", "empty.png is empty"])
    {
        assert_eq!(end.error().message(), message);
        assert!(end.output.is_empty());
    }
}

#[wasm_bindgen_test]
async fn an_image_too_large_for_a_canvas_fails_with_that_cause() {
    let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" width="60000" height="60000"></svg>"#;
    let options = web_sys::FilePropertyBag::new();
    options.set_type("image/svg+xml");
    let parts = Array::of1(&svg.into());
    let svg = File::new_with_blob_sequence_and_options(&parts, "large.svg", &options).unwrap();
    let stage = Stage::new();
    let wide = grey_png(70_000, 1, &[]);
    let form = params([svg, file("wide.png", &wide)]);
    let run = stage.start("convert-images", form).remove(0);
    let id = run.id();
    let whole = end(run).await;
    assert_eq!(whole.error().message(), "Both files failed");
    let ends = stage.children(id);
    assert_eq!(
        ends[0].error().message(),
        "large.svg: 60,000 × 60,000 pixels are too large for a canvas"
    );
    assert_eq!(
        ends[1].error().message(),
        "wide.png: 70,000 × 1 pixels are too large for a canvas"
    );
}

#[wasm_bindgen_test]
async fn a_drawing_is_converted_too() {
    let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><path d="M0 0h40v20z"/></svg>"#;
    let options = web_sys::FilePropertyBag::new();
    options.set_type("image/svg+xml");
    let bytes = Uint8Array::from(svg.as_bytes());
    let svg = File::new_with_blob_sequence_and_options(&Array::of1(&bytes), "a.svg", &options);
    let form = params([svg.unwrap()]).with("format", "png");
    let end = Stage::new()
        .run_one("convert-images", form)
        .await
        .completed();
    assert_eq!(size_of(&end.file().1).await, (40, 20));
}
