//! How large a drawing is.

use roxmltree::Node;

/// The size that browsers use for a drawing without one.
const FALLBACK: (f64, f64) = (300.0, 150.0);

/// Returns the size of a drawing in pixels, and whether it is its own; `None` when nothing is drawn.
pub(super) fn size_of(root: Node<'_, '_>) -> Option<((f64, f64), bool)> {
    let view_box = view_box(root);
    let length = |name: &str| {
        let styled = root
            .attribute("style")
            .and_then(|style| declared(style, name));
        styled.or_else(|| root.attribute(name)).and_then(pixels)
    };
    let size = match (length("width"), length("height"), view_box) {
        (Some(width), Some(height), _) => (width, height),
        (Some(width), None, Some((w, h))) => (width, width * h / w),
        (None, Some(height), Some((w, h))) => (height * w / h, height),
        (None, None, Some(size)) => size,
        (width, height, None) => (width.unwrap_or(FALLBACK.0), height.unwrap_or(FALLBACK.1)),
    };
    let is_drawn = size.0 > 0.0 && size.1 > 0.0 && view_box.is_none_or(|(w, h)| w > 0.0 && h > 0.0);
    let has_size = view_box.is_some() || length("width").is_some() && length("height").is_some();
    is_drawn.then_some((size, has_size))
}

/// Returns the value of a property in a style.
fn declared<'a>(style: &'a str, name: &str) -> Option<&'a str> {
    let declarations = style
        .split(';')
        .filter_map(|declaration| declaration.split_once(':'));
    let mut values =
        declarations.filter(|(property, _)| property.trim().eq_ignore_ascii_case(name));
    values.next_back().map(|(_, value)| value.trim())
}

/// Width and height of the part that is drawn.
pub(super) fn view_box(root: Node<'_, '_>) -> Option<(f64, f64)> {
    let numbers = root.attribute("viewBox")?;
    let numbers: Result<Vec<f64>, _> = numbers
        .split(|letter: char| letter.is_whitespace() || letter == ',')
        .filter(|number| !number.is_empty())
        .map(str::parse)
        .collect();
    match numbers.ok()?[..] {
        [_, _, width, height] if width >= 0.0 && height >= 0.0 => Some((width, height)),
        _ => None,
    }
}

/// Returns a length in pixels; `None` when it depends on the page, or is not a length.
fn pixels(length: &str) -> Option<f64> {
    const UNITS: [(&str, f64); 10] = [
        ("px", 1.0),
        ("pt", 96.0 / 72.0),
        ("pc", 16.0),
        ("in", 96.0),
        ("mm", 96.0 / 25.4),
        ("cm", 96.0 / 2.54),
        ("Q", 96.0 / 101.6),
        ("rem", 16.0),
        ("em", 16.0),
        ("ex", 8.0),
    ];
    let length = length.trim();
    let unit = UNITS.iter().find(|(unit, _)| length.ends_with(unit));
    let (number, factor) = match unit {
        Some((unit, factor)) => (&length[..length.len() - unit.len()], *factor),
        None => (length, 1.0),
    };
    let number: f64 = number.trim().parse().ok()?;
    (number >= 0.0 && number.is_finite()).then_some(number * factor)
}

#[cfg(test)]
mod tests {
    use roxmltree::Document;

    use super::*;

    fn size(attributes: &str) -> Option<(f64, f64)> {
        let text = format!("<svg {attributes}/>");
        let (size, _) = size_of(Document::parse(&text).unwrap().root_element())?;
        Some((size.0.round(), size.1.round()))
    }

    #[test]
    fn the_size_is_that_of_the_first_element() {
        let cases = [
            ("width=\"24\" height=\"12\"", (24.0, 12.0)),
            ("width=\" 1in \" height=\"72pt\"", (96.0, 96.0)),
            ("width=\"25.4mm\" height=\"2.54cm\"", (96.0, 96.0)),
            ("viewBox=\"0 0 64 32\"", (64.0, 32.0)),
            (
                "viewBox=\"0,0,64,32\" width=\"100%\" height=\"100%\"",
                (64.0, 32.0),
            ),
            ("viewBox=\"0 0 64 32\" width=\"128\"", (128.0, 64.0)),
            ("viewBox=\"0 0 64 32\" height=\"8px\"", (16.0, 8.0)),
            (
                "width=\"24\" height=\"12\" viewBox=\"0 0 1 1\"",
                (24.0, 12.0),
            ),
            ("", FALLBACK),
            ("width=\"600\"", (600.0, 150.0)),
            (
                "style=\"fill: red; width: 20px; height:10px\" viewBox=\"0 0 1 1\"",
                (20.0, 10.0),
            ),
        ];
        for (attributes, expected) in cases {
            assert_eq!(size(attributes), Some(expected), "{attributes}");
        }
    }

    #[test]
    fn a_drawing_of_no_size_is_refused() {
        for attributes in [
            "width=\"0\" height=\"0\" viewBox=\"0 0 1 1\"",
            "width=\"10\" height=\"0\"",
            "width=\"0px\"",
            "viewBox=\"0 0 0 0\"",
            "width=\"5\" height=\"5\" viewBox=\"0 0 0 5\"",
        ] {
            assert_eq!(size(attributes), None, "{attributes}");
        }
    }
}
