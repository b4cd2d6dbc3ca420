//! Image files, made byte by byte or by the browser.

use std::io::Write;

use js_sys::Array;
use taskdeck::Params;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, File, FilePropertyBag, ImageBitmap, ImageEncodeOptions, OffscreenCanvas,
    OffscreenCanvasRenderingContext2d,
};

use crate::stage::{End, Stage, bytes_of, file, params};

/// Converts one file.
pub(crate) async fn convert(file: File, to: &str, edge: Option<u32>) -> End {
    let form: Params = params([file]).with("format", to);
    let form = match edge {
        Some(edge) => form.with("edge", edge),
        None => form,
    };
    Stage::new().run_one("convert-images", form).await
}

/// The same for bytes.
pub(crate) async fn convert_bytes(name: &str, bytes: &[u8], to: &str) -> End {
    convert(file(name, bytes), to, None).await
}

fn context_of(width: u32, height: u32) -> (OffscreenCanvas, OffscreenCanvasRenderingContext2d) {
    let canvas = OffscreenCanvas::new(width, height).unwrap();
    let context = canvas.get_context("2d").unwrap().unwrap().unchecked_into();
    (canvas, context)
}

/// The four corners that pictures are painted with: left top, right top, left bottom, right bottom.
pub(crate) const CORNERS: [&str; 4] = ["#ff0000", "#00ff00", "#0000ff", "#ffff00"];

/// A picture of four colours, as the browser writes it.
pub(crate) async fn painted(width: u32, height: u32, media_type: &str) -> Vec<u8> {
    let (canvas, context) = context_of(width, height);
    let (w, h) = (f64::from(width) / 2.0, f64::from(height) / 2.0);
    for (at, colour) in CORNERS.iter().enumerate() {
        context.set_fill_style_str(colour);
        context.fill_rect((at % 2) as f64 * w, (at / 2) as f64 * h, w, h);
    }
    let options = ImageEncodeOptions::new();
    options.set_type(media_type);
    options.set_quality(1.0);
    let promise = canvas.convert_to_blob_with_options(&options).unwrap();
    let blob: Blob = JsFuture::from(promise).await.unwrap().unchecked_into();
    assert_eq!(blob.type_(), media_type);
    bytes_of(&blob).await
}

/// The size of a picture, and its pixels.
pub(crate) async fn pixels_of(blob: &Blob) -> (u32, u32, Vec<u8>) {
    let window = web_sys::window().unwrap();
    let promise = window.create_image_bitmap_with_blob(blob).unwrap();
    let bitmap: ImageBitmap = JsFuture::from(promise).await.unwrap().unchecked_into();
    let (width, height) = (bitmap.width(), bitmap.height());
    let (_, context) = context_of(width, height);
    context
        .draw_image_with_image_bitmap(&bitmap, 0.0, 0.0)
        .unwrap();
    let data = context.get_image_data(0.0, 0.0, width.into(), height.into());
    (width, height, data.unwrap().data().0)
}

/// The colours of the four corners, as those of [`CORNERS`] that they are nearest to.
pub(crate) async fn corners_of(blob: &Blob) -> (u32, u32, [usize; 4]) {
    let (width, height, pixels) = pixels_of(blob).await;
    let corner = |right: u32, bottom: u32| {
        let at = (bottom * (height - 1) * width + right * (width - 1)) as usize * 4;
        let is_high = |channel: usize| pixels[at + channel] > 127;
        match (is_high(0), is_high(1), is_high(2)) {
            (true, false, false) => 0,
            (false, true, false) => 1,
            (false, false, true) => 2,
            (true, true, false) => 3,
            other => panic!("{other:?}"),
        }
    };
    (
        width,
        height,
        [corner(0, 0), corner(1, 0), corner(0, 1), corner(1, 1)],
    )
}

/// A chunk of a PNG.
pub(crate) fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut sum = flate2::Crc::new();
    sum.update(name);
    sum.update(data);
    let length = (data.len() as u32).to_be_bytes();
    [&length, &name[..], data, &sum.sum().to_be_bytes()].concat()
}

/// A grey PNG, with these chunks before its pixels.
pub(crate) fn grey_png(width: u32, height: u32, chunks: &[Vec<u8>]) -> Vec<u8> {
    let header = [
        &width.to_be_bytes()[..],
        &height.to_be_bytes(),
        &[8, 0, 0, 0, 0],
    ]
    .concat();
    let rows = [&[0][..], &vec![0x7f; width as usize]]
        .concat()
        .repeat(height as usize);
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(&rows).unwrap();
    [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(b"IHDR", &header),
        chunks.concat(),
        chunk(b"IDAT", &packer.finish().unwrap()),
        chunk(b"IEND", b""),
    ]
    .concat()
}

/// A GIF of frames of one pixel.
pub(crate) fn gif(frames: usize) -> Vec<u8> {
    let mut file = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\xff\xff\xff\xff".to_vec();
    for _ in 0..frames {
        file.extend(b"\x21\xf9\x04\0\x14\0\0\0");
        file.extend(b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0");
    }
    file.push(0x3b);
    file
}

/// A WebP of these chunks.
pub(crate) fn webp(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let body = [
        b"WEBP".to_vec(),
        chunks
            .iter()
            .flat_map(|(name, data)| riff(name, data))
            .collect(),
    ]
    .concat();
    riff(b"RIFF", &body)
}

/// A chunk of a WebP, even in length.
pub(crate) fn riff(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let length = (data.len() as u32).to_le_bytes();
    [&name[..], &length, data, &[0][..data.len() % 2]].concat()
}

/// The extended header of a WebP.
pub(crate) fn extended(flags: u8, width: u32, height: u32) -> Vec<u8> {
    let edge = |length: u32| (length - 1).to_le_bytes()[..3].to_vec();
    [vec![flags, 0, 0, 0], edge(width), edge(height)].concat()
}

/// EXIF data with this orientation.
pub(crate) fn exif(orientation: u8) -> Vec<u8> {
    let field = [0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0];
    [&b"II*\0\x08\0\0\0\x01\0"[..], &field, &[0; 4]].concat()
}

/// A drawing as a file, with the type that a page gives it.
pub(crate) fn drawing(name: &str, text: &str) -> File {
    let options = FilePropertyBag::new();
    options.set_type("image/svg+xml");
    let parts = Array::of1(&text.into());
    File::new_with_blob_sequence_and_options(&parts, name, &options).unwrap()
}
