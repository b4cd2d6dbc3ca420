//! Drawings (SVG): their size, and their text with another one.

use std::{borrow::Cow, fmt, ops::Range};

use roxmltree::{Document, Node, ParsingOptions};

const NAMESPACE: &str = "http://www.w3.org/2000/svg";

/// What browsers take where a drawing has no size.
const FALLBACK: (f64, f64) = (300.0, 150.0);

/// A drawing whose text has been read.
#[derive(Debug)]
pub(super) struct Drawing<'a> {
    text: &'a str,
    /// Where the declaration of the text's encoding stands, which is not that of the text any more.
    declaration: Range<usize>,
    /// Where the name of the first element ends.
    name_end: usize,
    /// Where its attributes of size stand.
    attributes: Vec<Range<usize>>,
    /// Where its own style ends, which wins over attributes.
    style_end: Option<usize>,
    size: (f64, f64),
    has_view_box: bool,
    losses: Vec<String>,
}

/// Why a drawing cannot be drawn.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum DrawingError {
    /// The text is no XML, with why and where.
    NotXml(String),
    /// The text is XML of another kind.
    NotSvg(String),
    /// Width or height is zero.
    NoSize,
}

/// The text of a drawing, in the encoding that it begins with.
pub(super) fn text_of(bytes: &[u8]) -> Cow<'_, str> {
    let units = |from: fn([u8; 2]) -> u16| {
        let pairs = bytes[2..].chunks_exact(2);
        let units: Vec<u16> = pairs.map(|pair| from([pair[0], pair[1]])).collect();
        Cow::Owned(String::from_utf16_lossy(&units))
    };
    match bytes {
        [0xff, 0xfe, ..] => units(u16::from_le_bytes),
        [0xfe, 0xff, ..] => units(u16::from_be_bytes),
        _ => {
            let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
            match std::str::from_utf8(bytes) {
                Ok(text) => Cow::Borrowed(text),
                Err(_) if is_latin(bytes) => bytes.iter().copied().map(char::from).collect(),
                Err(_) => String::from_utf8_lossy(bytes),
            }
        }
    }
}

fn is_latin(bytes: &[u8]) -> bool {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).to_ascii_lowercase();
    ["iso-8859-1", "windows-1252", "latin1"]
        .iter()
        .any(|name| start.contains(name))
}

impl<'a> Drawing<'a> {
    pub(super) fn parse(text: &'a str) -> Result<Self, DrawingError> {
        let options = ParsingOptions {
            allow_dtd: true,
            ..ParsingOptions::default()
        };
        let document = Document::parse_with_options(text, options)
            .map_err(|error| DrawingError::NotXml(error.to_string()))?;
        let root = document.root_element();
        if root.tag_name().name() != "svg" {
            return Err(DrawingError::NotSvg(format!(
                "its first element is <{}>",
                root.tag_name().name()
            )));
        }
        if root.tag_name().namespace() != Some(NAMESPACE) {
            return Err(DrawingError::NotSvg(format!(
                "its first element lacks xmlns=\"{NAMESPACE}\""
            )));
        }
        let mut losses = losses(&document);
        let (size, has_size) = size_of(root)?;
        if !has_size {
            losses.push(format!(
                "It has no size of its own; browsers take {} × {}",
                size.0, size.1
            ));
        }
        let has_view_box = view_box(root).is_some();
        let is_size =
            |name| matches!(name, "width" | "height") || name == "viewBox" && !has_view_box;
        let start = root.range().start + 1;
        let name = text[start..]
            .find(|letter: char| letter.is_whitespace() || matches!(letter, '>' | '/'));
        Ok(Self {
            text,
            declaration: 0..declaration(text),
            name_end: start + name.unwrap_or(0),
            attributes: root
                .attributes()
                .filter(|attribute| attribute.namespace().is_none())
                .filter(|attribute| is_size(attribute.name()))
                .map(|attribute| attribute.range())
                .collect(),
            style_end: root
                .attribute_node("style")
                .map(|style| style.range_value().end),
            size,
            has_view_box,
            losses,
        })
    }

    /// Width and height in pixels, which need not be whole.
    pub(super) fn size(&self) -> (f64, f64) {
        self.size
    }

    /// What of the drawing is lost in a picture, a sentence each.
    pub(super) fn into_losses(self) -> Vec<String> {
        self.losses
    }

    /// The text with this width and height in place of its own: it is drawn at that size, not enlarged.
    pub(super) fn at_size(&self, (width, height): (u32, u32)) -> String {
        let mut text = String::with_capacity(self.text.len() + 100);
        let mut from = self.declaration.end;
        let mut copy_to = |text: &mut String, to: usize, next: usize| {
            text.push_str(&self.text[from..to]);
            from = next;
        };
        copy_to(&mut text, self.name_end, self.name_end);
        text.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
        if !self.has_view_box {
            text.push_str(&format!(" viewBox=\"0 0 {} {}\"", self.size.0, self.size.1));
        }
        let mut cuts = self.attributes.clone();
        cuts.extend(self.style_end.map(|end| end..end));
        cuts.sort_by_key(|cut| cut.start);
        for cut in cuts {
            copy_to(&mut text, cut.start, cut.end);
            if cut.is_empty() {
                text.push_str(&format!("; width: {width}px; height: {height}px"));
            }
        }
        copy_to(&mut text, self.text.len(), self.text.len());
        text
    }
}

/// Where the XML declaration ends; 0 when there is none.
fn declaration(text: &str) -> usize {
    match text.starts_with("<?xml") {
        true => text.find("?>").map_or(0, |end| end + 2),
        false => 0,
    }
}

/// The size of a drawing, and whether it says so.
fn size_of(root: Node<'_, '_>) -> Result<((f64, f64), bool), DrawingError> {
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
    if is_drawn {
        Ok((size, has_size))
    } else {
        Err(DrawingError::NoSize)
    }
}

/// The value of a property in a style.
fn declared<'a>(style: &'a str, name: &str) -> Option<&'a str> {
    let declarations = style
        .split(';')
        .filter_map(|declaration| declaration.split_once(':'));
    let mut values =
        declarations.filter(|(property, _)| property.trim().eq_ignore_ascii_case(name));
    values.next_back().map(|(_, value)| value.trim())
}

/// Width and height of the part that is drawn.
fn view_box(root: Node<'_, '_>) -> Option<(f64, f64)> {
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

/// A length in pixels; `None` where it depends on the page, or is none.
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

/// What a still picture without a page cannot show.
fn losses(document: &Document<'_>) -> Vec<String> {
    let mut linked = 0;
    let mut moves = false;
    for node in document.descendants().filter(Node::is_element) {
        let name = node.tag_name().name();
        moves |= matches!(
            name,
            "animate" | "animateTransform" | "animateMotion" | "set"
        );
        if matches!(name, "image" | "use" | "feImage") {
            let links = node
                .attributes()
                .filter(|attribute| attribute.name() == "href");
            linked += links.filter(|link| is_elsewhere(link.value())).count();
        }
        if name == "style" {
            let style = node.text().unwrap_or_default();
            moves |= style.contains("@keyframes");
            linked += style.matches("@import").count();
        }
    }
    let sheets = document.root().children().filter_map(|node| node.pi());
    linked += sheets
        .filter(|instruction| instruction.target == "xml-stylesheet")
        .count();
    let mut losses = Vec::new();
    if moves {
        losses.push("Drawn as it begins: the animation is left out".to_owned());
    }
    match linked {
        0 => {}
        1 => losses.push("1 linked file is left out: an image loads no others".to_owned()),
        count => losses.push(format!(
            "{count} linked files are left out: an image loads no others"
        )),
    }
    losses
}

fn is_elsewhere(link: &str) -> bool {
    let link = link.trim_start();
    !link.is_empty() && !link.starts_with('#') && !link.starts_with("data:")
}

impl fmt::Display for DrawingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotXml(why) => write!(f, "is damaged: it is no well-formed XML ({why})"),
            Self::NotSvg(why) => write!(f, "is not an SVG drawing: {why}"),
            Self::NoSize => f.write_str("has no size: its width or its height is 0"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg(attributes: &str) -> String {
        format!("<svg xmlns=\"{NAMESPACE}\" {attributes}><path d=\"M0 0h1v1z\"/></svg>")
    }

    fn size(attributes: &str) -> Result<(f64, f64), DrawingError> {
        let text = svg(attributes);
        let size = Drawing::parse(&text)?.size();
        Ok((size.0.round(), size.1.round()))
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
            assert_eq!(size(attributes), Ok(expected), "{attributes}");
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
            assert_eq!(size(attributes), Err(DrawingError::NoSize), "{attributes}");
        }
    }

    #[test]
    fn the_text_gets_another_size() {
        let prolog = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><!DOCTYPE svg [<!ENTITY a \"b\">]><!-- <svg width=\"1\"> -->";
        let text = format!(
            "{prolog}{}",
            svg("height='2' viewBox=\"0 0 4 2\" width = \"4\"")
        );
        let drawn = Drawing::parse(&text).unwrap().at_size((512, 256));
        assert!(!drawn.contains("encoding"));
        let again = Drawing::parse(&drawn).unwrap();
        assert_eq!((again.size(), again.has_view_box), ((512.0, 256.0), true));
        assert!(drawn.contains("viewBox=\"0 0 4 2\""));

        let text = svg("width=\"4\" height=\"2\"");
        let drawn = Drawing::parse(&text).unwrap().at_size((512, 256));
        assert!(drawn.contains("viewBox=\"0 0 4 2\""), "{drawn}");
        let text = svg("style='width:4px' height=\"2\" viewBox=\"none\"");
        let drawn = Drawing::parse(&text).unwrap().at_size((512, 256));
        assert_eq!(
            Drawing::parse(&drawn).unwrap().size(),
            (512.0, 256.0),
            "{drawn}"
        );
        let prefixed = format!("<s:svg xmlns:s=\"{NAMESPACE}\" width=\"4\" height=\"2\"/>");
        let drawn = Drawing::parse(&prefixed).unwrap().at_size((8, 4));
        assert_eq!(Drawing::parse(&drawn).unwrap().size(), (8.0, 4.0));
    }

    #[test]
    fn what_is_no_drawing_says_why() {
        let why = |text: &str| Drawing::parse(text).unwrap_err().to_string();
        let whole = svg("");
        let cut = why(&whole[..whole.len() - 9]);
        assert!(
            cut.starts_with("is damaged: it is no well-formed XML ("),
            "{cut}"
        );
        assert!(
            why("<svg><g></svg>").contains("1:"),
            "{}",
            why("<svg><g></svg>")
        );
        assert_eq!(
            why("<svg/>"),
            "is not an SVG drawing: its first element lacks xmlns=\"http://www.w3.org/2000/svg\""
        );
        assert_eq!(
            why("<html/>"),
            "is not an SVG drawing: its first element is <html>"
        );
    }

    #[test]
    fn what_a_picture_cannot_show_is_told() {
        let drawing = format!(
            "<svg xmlns=\"{NAMESPACE}\" xmlns:x=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 1 1\">\
             <image href=\"photo.jpg\"/><image x:href=\"data:image/png;base64,\"/><use href=\"#a\"/>\
             <rect><animate attributeName=\"x\"/></rect></svg>"
        );
        assert_eq!(
            Drawing::parse(&drawing).unwrap().into_losses(),
            [
                "Drawn as it begins: the animation is left out",
                "1 linked file is left out: an image loads no others"
            ]
        );
        let plain = svg("viewBox=\"0 0 1 1\"");
        assert!(Drawing::parse(&plain).unwrap().into_losses().is_empty());
    }

    #[test]
    fn the_text_is_read_in_its_encoding() {
        let wide: Vec<u8> = "\u{feff}<svg/>"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(text_of(&wide), "<svg/>");
        assert_eq!(text_of(b"\xef\xbb\xbf<svg/>"), "<svg/>");
        let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xfc</a>";
        assert!(text_of(latin).ends_with("<a>ü</a>"));
    }
}
