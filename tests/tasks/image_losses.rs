//! *Convert images*: what is lost is told, and pictures come out upright.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::{
    pictures::{
        chunk, convert_bytes, corners_of, exif, extended, gif, grey_png, painted, riff, webp,
    },
    stage::End,
};

fn note(end: &End) -> std::borrow::Cow<'_, str> {
    end.text("Note")
}

/// A picture of one opaque pixel without loss.
const PIXEL: &[u8] = b"\x2f\0\0\0\x10\x07\x10\x11\x11\x88\x88\xfe\x07";

#[wasm_bindgen_test]
async fn the_number_of_frames_of_an_animation_is_reported() {
    let control = |number: u32| {
        let place = [number, 1, 1, 0, 0].map(u32::to_be_bytes).concat();
        chunk(b"fcTL", &[&place[..], &[0, 1, 0, 10, 0, 0]].concat())
    };
    let animation = chunk(b"acTL", &[0, 0, 0, 1, 0, 0, 0, 0]);
    let single = grey_png(1, 1, &[animation, control(0)]);
    let frame = [&[0; 15][..], &[0], &riff(b"VP8L", PIXEL)].concat();
    let frames: [(&[u8; 4], &[u8]); 3] = [(b"ANMF", &frame); 3];
    let header = extended(0x02, 1, 1);
    let mut moving: Vec<(&[u8; 4], &[u8])> = vec![(b"VP8X", &header), (b"ANIM", &[0; 6])];
    moving.extend(frames);
    for (name, bytes) in [("a.gif", gif(3)), ("a.webp", webp(&moving))] {
        let end = convert_bytes(name, &bytes, "png").await.completed();
        assert_eq!(
            note(&end),
            "First of 3 frames: the animation is left out.",
            "{name}"
        );
    }
    for (name, bytes) in [("a.gif", gif(1)), ("a.png", single)] {
        let end = convert_bytes(name, &bytes, "png").await.completed();
        assert_eq!(end.output.parts.len(), 2, "{name}: {:?}", end.output);
    }
    let several = [chunk(b"acTL", &[0, 0, 0, 7, 0, 0, 0, 0]), control(0)];
    let end = convert_bytes("a.png", &grey_png(1, 1, &several), "jpeg")
        .await
        .completed();
    assert!(
        note(&end).starts_with("First of 7 frames"),
        "{}",
        note(&end)
    );
}

#[wasm_bindgen_test]
async fn transparent_parts_that_jpeg_loses_are_reported() {
    let canvas = web_sys::OffscreenCanvas::new(40, 30).unwrap();
    let _ = canvas.get_context("2d").unwrap();
    let promise = canvas.convert_to_blob().unwrap();
    let blob = wasm_bindgen_futures::JsFuture::from(promise).await.unwrap();
    let clear = crate::stage::bytes_of(&blob.into()).await;
    let told = "Transparent parts are white: JPEG has no transparency.";
    let end = convert_bytes("a.png", &clear, "jpeg").await.completed();
    assert_eq!(note(&end), told);
    let end = convert_bytes("a.png", &clear, "webp").await.completed();
    assert_eq!(end.output.parts.len(), 2);
    // It has a channel for it, and is opaque.
    let opaque = painted(40, 30, "image/png").await;
    let end = convert_bytes("a.png", &opaque, "jpeg").await.completed();
    assert_eq!(end.output.parts.len(), 2, "{:?}", end.output);
    assert_eq!(corners_of(&end.file().1).await, (40, 30, [0, 1, 2, 3]));
}

/// Puts EXIF data into a file that a browser has written.
fn with_exif(media_type: &str, bytes: &[u8], orientation: u8) -> Vec<u8> {
    let exif = exif(orientation);
    match media_type {
        "image/png" => [&bytes[..33], &chunk(b"eXIf", &exif), &bytes[33..]].concat(),
        "image/jpeg" => {
            let data = [b"Exif\0\0", &exif[..]].concat();
            let length = (data.len() as u16 + 2).to_be_bytes();
            [&bytes[..2], b"\xff\xe1", &length, &data, &bytes[2..]].concat()
        }
        _ => {
            let header = riff(b"VP8X", &extended(0x08, 40, 20));
            // One that the browser has extended itself begins with such a header.
            let picture = if bytes[12..].starts_with(b"VP8X") {
                &bytes[30..]
            } else {
                &bytes[12..]
            };
            let body = [b"WEBP", &header[..], picture, &riff(b"EXIF", &exif)].concat();
            riff(b"RIFF", &body)
        }
    }
}

#[wasm_bindgen_test]
async fn pictures_come_out_upright() {
    let upright: [[usize; 4]; 8] = [
        [0, 1, 2, 3],
        [1, 0, 3, 2],
        [3, 2, 1, 0],
        [2, 3, 0, 1],
        [0, 2, 1, 3],
        [2, 0, 3, 1],
        [3, 1, 2, 0],
        [1, 3, 0, 2],
    ];
    for media_type in ["image/jpeg", "image/png", "image/webp"] {
        let bytes = painted(40, 20, media_type).await;
        for (orientation, corners) in (1..).zip(upright) {
            let turned = with_exif(media_type, &bytes, orientation);
            let end = convert_bytes("a", &turned, "png").await.completed();
            let size = if orientation >= 5 { (20, 40) } else { (40, 20) };
            let expected = (size.0, size.1, corners);
            assert_eq!(
                corners_of(&end.file().1).await,
                expected,
                "{media_type}, {orientation}"
            );
            let told = format!("{} × {}, ", size.0, size.1);
            assert!(end.text("Size").starts_with(&told), "{}", end.text("Size"));
        }
    }
}

#[wasm_bindgen_test]
async fn fewer_bits_and_other_colours_are_reported() {
    let profile = chunk(b"iCCP", b"Display P3\0\0none");
    let end = convert_bytes("a.png", &grey_png(2, 2, &[profile]), "webp")
        .await
        .completed();
    assert_eq!(note(&end), "Colours converted from “Display P3” to sRGB.");
    let plain = chunk(b"sRGB", &[0]);
    let end = convert_bytes("a.png", &grey_png(2, 2, &[plain]), "webp")
        .await
        .completed();
    assert_eq!(end.output.parts.len(), 2);
}
