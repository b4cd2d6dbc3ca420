//! *Convert images* of files that are damaged, or no images: the message names what was found.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::pictures::{chunk, convert_bytes, gif, grey_png, painted, webp};

#[wasm_bindgen_test]
async fn a_picture_that_is_cut_is_damaged_in_every_format() {
    let gif = gif(1);
    let cases = [
        ("a.jpg", painted(120, 80, "image/jpeg").await),
        ("a.png", painted(120, 80, "image/png").await),
        ("a.webp", painted(120, 80, "image/webp").await),
        ("a.gif", gif[..gif.len() - 2].to_vec()),
    ];
    for (name, bytes) in cases {
        let whole = bytes.len();
        for end in [whole * 3 / 4, whole - 2] {
            let message =
                format!("{name} is damaged: it ends at byte {end} before its picture does");
            let run = convert_bytes(name, &bytes[..end], "png").await;
            assert_eq!(run.error().message().english().replace(',', ""), message);
            assert!(run.output.is_empty());
        }
    }
}

#[wasm_bindgen_test]
async fn damage_inside_is_found() {
    let mut png = grey_png(30, 20, &[]);
    let at = png.len() - 20;
    png[at] ^= 0xff;
    let run = convert_bytes("a.png", &png, "jpeg").await;
    let said = run.error().message().english();
    assert!(
        said.starts_with("a.png is damaged: its chunk IDAT at byte 33"),
        "{said}"
    );

    // The checksum is right, and the data is not.
    let wrong = [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(b"IHDR", &[0, 0, 0, 9, 0, 0, 0, 9, 8, 0, 0, 0, 0]),
        chunk(b"IDAT", b"no pixels"),
        chunk(b"IEND", b""),
    ];
    let run = convert_bytes("a.png", &wrong.concat(), "jpeg").await;
    assert_eq!(
        run.error().message(),
        "a.png is damaged: its picture data cannot be unpacked to its last row"
    );

    // The chunks are whole, and what they hold is none.
    let nothing = [&[0x2f, 8, 0, 2, 0][..], &[0xff; 30]].concat();
    let wrong = webp(&[(b"VP8L", &nothing)]);
    let run = convert_bytes("a.webp", &wrong, "png").await;
    let said = run.error().message().english();
    assert!(
        said.starts_with("a.webp is damaged: its WebP data of "),
        "{said}"
    );
    assert!(run.error().causes().len() > 0);
}

#[wasm_bindgen_test]
async fn a_file_of_another_kind_is_named() {
    let cases: [(&str, &[u8], &str); 8] = [
        (
            "a.jpg",
            b"<!doctype html><title>404</title>",
            "a.jpg is not an image: it is a web page (HTML)",
        ),
        ("a.jpg", b"just a line", "a.jpg is not an image: it is text"),
        (
            "a.jpg",
            b"%PDF-1.7\n\x80\x81",
            "a.jpg is not an image: it is a PDF document",
        ),
        (
            "a.jpg",
            b"PK\x03\x04\x14\0\0\0",
            "a.jpg is not an image: it is a Zip archive, as .xlsx and .docx files are",
        ),
        (
            "a.mov",
            b"\0\0\0\x18ftypqt  \0\0\0\0",
            "a.mov is not an image: it is a video",
        ),
        (
            "a.heic",
            b"\0\0\0\x18ftypheic\0\0\0\0",
            "a.heic is a HEIC image, which this browser cannot read",
        ),
        (
            "a.psd",
            b"8BPS\0\x01\0\0\0\0\0\0",
            "a.psd is a Photoshop image, which this browser cannot read",
        ),
        (
            "a.bin",
            b"\x01\x02\x03\x04\x80",
            "a.bin is not an image that this browser can read",
        ),
    ];
    for (name, bytes, message) in cases {
        let run = convert_bytes(name, bytes, "png").await;
        assert_eq!(run.error().message(), message);
    }
}

#[wasm_bindgen_test]
async fn a_kind_of_jpeg_that_few_browsers_read_is_named() {
    let mut lossless = painted(20, 20, "image/jpeg").await;
    let frame = lossless
        .windows(2)
        .position(|part| part == b"\xff\xc0")
        .unwrap();
    lossless[frame + 1] = 0xc7;
    let run = convert_bytes("a.jpg", &lossless, "png").await;
    assert_eq!(
        run.error().message(),
        "a.jpg is a JPEG image without loss, which this browser cannot read"
    );
}
