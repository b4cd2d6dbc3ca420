//! *Convert images* of drawings.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::{
    pictures::{convert, drawing, pixels_of},
    stage::file,
};

const XMLNS: &str = "xmlns=\"http://www.w3.org/2000/svg\"";

/// A square of one third, whose edge is blurred when the picture is enlarged, and sharp when it is drawn.
fn third(attributes: &str) -> String {
    format!("<svg {XMLNS} {attributes}><path fill=\"#000\" d=\"M0 0h8v24h-8z\"/></svg>")
}

async fn assert_sharp(text: &str, edge: u32, size: (u32, u32)) {
    let end = convert(drawing("a.svg", text), "png", Some(edge))
        .await
        .completed();
    let (width, height, pixels) = pixels_of(&end.file().1).await;
    assert_eq!((width, height), size, "{text}");
    let row = (height / 2 * width) as usize;
    let alpha: Vec<u8> = (0..width as usize)
        .map(|x| pixels[(row + x) * 4 + 3])
        .collect();
    let blurred = alpha
        .iter()
        .filter(|alpha| !matches!(alpha, 0 | 255))
        .count();
    let black = alpha.iter().filter(|alpha| **alpha == 255).count();
    assert!(blurred <= 1, "{blurred} blurred pixels of {text}");
    assert!(
        black.abs_diff(width as usize / 3) <= 1,
        "{black} black pixels of {text}"
    );
}

#[wasm_bindgen_test]
async fn a_drawing_is_drawn_at_the_size_that_is_asked_for() {
    for attributes in [
        "width=\"24\" height=\"24\" viewBox=\"0 0 24 24\"",
        "width=\"24\" height=\"24\"",
        "viewBox=\"0 0 24 24\"",
        "width=\"100%\" height=\"100%\" viewBox=\"0 0 24 24\"",
        "style=\"width:24px;height:24px\" viewBox=\"0 0 24 24\"",
        "width=\"1in\" height=\"1in\" viewBox=\"0 0 24 24\"",
    ] {
        assert_sharp(&third(attributes), 510, (510, 510)).await;
        assert_sharp(&third(attributes), 12, (12, 12)).await;
    }
    assert_sharp(
        &third("width=\"24\" height=\"12\" viewBox=\"0 0 24 12\""),
        480,
        (480, 240),
    )
    .await;
}

#[wasm_bindgen_test]
async fn the_size_is_reported_before_and_after() {
    let text = third("width=\"24\" height=\"24\"");
    let end = convert(drawing("a.svg", &text), "png", Some(512))
        .await
        .completed();
    let said = end.text("Size");
    assert!(
        said.starts_with("24 × 24, ") && said.contains("→ 512 × 512, "),
        "{said}"
    );
    let end = convert(drawing("a.svg", &text), "png", None)
        .await
        .completed();
    assert!(end.text("Size").contains("→ 24 × 24, "));
    let end = convert(drawing("a.svg", &third("")), "png", None)
        .await
        .completed();
    assert!(end.text("Size").starts_with("300 × 150, "));
    assert_eq!(
        end.text("Note"),
        "It has no size of its own; browsers take 300 × 150."
    );
}

#[wasm_bindgen_test]
async fn a_drawing_that_cannot_be_rendered_fails_with_the_cause() {
    let message = async |text: &str| {
        let end = convert(drawing("a.svg", text), "png", Some(64)).await;
        end.error().message().to_string()
    };
    for none in [
        "width=\"0\" height=\"0\" viewBox=\"0 0 1 1\"",
        "viewBox=\"0 0 0 9\"",
    ] {
        let said = message(&third(none)).await;
        assert_eq!(said, "a.svg has no size: its width or its height is 0");
    }
    let whole = third("width=\"24\" height=\"24\"");
    let said = message(&whole[..whole.len() - 3]).await;
    assert!(
        said.starts_with("a.svg is damaged: it is not well-formed XML"),
        "{said}"
    );
    let said = message("<svg width=\"5\" height=\"5\"/>").await;
    assert!(
        said.starts_with("a.svg is not an SVG drawing: its first element lacks xmlns"),
        "{said}"
    );
}

#[wasm_bindgen_test]
async fn a_drawing_is_known_by_what_it_holds() {
    let text = third("width=\"24\" height=\"24\"");
    // Without a type, with a long comment before it, packed, and in another encoding.
    let commented = format!(
        "<?xml version=\"1.0\"?><!--{}-->{text}",
        "a comment ".repeat(100)
    );
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut packer, text.as_bytes()).unwrap();
    let wide = format!("\u{feff}{text}");
    let wide: Vec<u8> = wide.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (name, bytes) in [
        ("a", text.as_bytes()),
        ("a.svg", commented.as_bytes()),
        ("a.svgz", &packer.finish().unwrap()),
        ("a.svg", &wide),
    ] {
        let end = convert(file(name, bytes), "webp", Some(48))
            .await
            .completed();
        assert!(end.text("Size").contains("→ 48 × 48, "), "{name}");
    }
}

#[wasm_bindgen_test]
async fn what_an_image_cannot_show_is_reported() {
    let text = format!(
        "<svg {XMLNS} width=\"9\" height=\"9\"><image href=\"a.png\"/><rect width=\"9\" height=\"9\">\
         <animate attributeName=\"x\" to=\"9\" dur=\"1s\"/></rect></svg>"
    );
    let end = convert(drawing("a.svg", &text), "png", None)
        .await
        .completed();
    let note = end.text("Note");
    assert_eq!(
        note.lines().collect::<Vec<_>>(),
        [
            "Drawn as it begins: the animation is left out.",
            "1 linked file is left out: an image loads no others."
        ]
    );
}

#[wasm_bindgen_test]
async fn a_drawing_that_holds_html_is_drawn() {
    let text = format!(
        "<svg {XMLNS} width=\"9\" height=\"9\"><foreignObject width=\"9\" height=\"9\">\
         <p xmlns=\"http://www.w3.org/1999/xhtml\" style=\"background: #00f; height: 9px\">a</p>\
         </foreignObject></svg>"
    );
    let end = convert(drawing("a.svg", &text), "png", None)
        .await
        .completed();
    assert_eq!(pixels_of(&end.file().1).await.0, 9);
}
