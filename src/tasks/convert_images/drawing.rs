//! Drawings (SVG): their size, and their text with another one.

use std::{borrow::Cow, ops::Range};

use roxmltree::{Document, Node, ParsingOptions};
use taskdeck_core::{Message, message};

use super::drawing_size::{size_of, view_box};

const NAMESPACE: &str = "http://www.w3.org/2000/svg";

/// A drawing whose text has been read.
#[derive(Debug)]
pub(super) struct Drawing<'a> {
    text: &'a str,
    /// The range of the XML declaration, whose encoding is no longer that of the text.
    declaration: Range<usize>,
    /// The end of the name of the first element.
    name_end: usize,
    /// The ranges of its attributes of size.
    attributes: Vec<Range<usize>>,
    /// The end of its own style, which wins over attributes.
    style_end: Option<usize>,
    size: (f64, f64),
    has_view_box: bool,
    losses: Vec<Message>,
}

/// Why a drawing cannot be drawn.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum DrawingError {
    /// The text is not XML, with the reason and the place.
    NotXml(String),
    /// The text is XML of another kind.
    NotSvg(Message),
    /// Width or height is zero.
    NoSize,
}

/// Decodes the text of a drawing by its byte order mark or its declared encoding.
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
            return Err(DrawingError::NotSvg(message!(
                "its first element is <{name}>",
                name = root.tag_name().name()
            )));
        }
        if root.tag_name().namespace() != Some(NAMESPACE) {
            return Err(DrawingError::NotSvg(message!(
                "its first element lacks xmlns=\"{namespace}\"",
                namespace = NAMESPACE
            )));
        }
        let mut losses = losses(&document);
        let (size, has_size) = size_of(root).ok_or(DrawingError::NoSize)?;
        if !has_size {
            losses.push(message!(
                "It has no size of its own; browsers take {width} × {height}.",
                width = size.0.to_string(),
                height = size.1.to_string()
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

    /// Returns width and height in pixels, which need not be whole.
    pub(super) fn size(&self) -> (f64, f64) {
        self.size
    }

    /// Returns what the picture loses, one sentence each.
    pub(super) fn into_losses(self) -> Vec<Message> {
        self.losses
    }

    /// Returns the text with this width and height, so that the drawing is drawn at that size and not enlarged
    /// afterwards.
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

/// Returns the end of the XML declaration; 0 when there is none.
fn declaration(text: &str) -> usize {
    match text.starts_with("<?xml") {
        true => text.find("?>").map_or(0, |end| end + 2),
        false => 0,
    }
}

/// Returns what a still picture without a page cannot show.
fn losses(document: &Document<'_>) -> Vec<Message> {
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
        losses.push(message!("Drawn as it begins: the animation is left out."));
    }
    if linked > 0 {
        losses.push(message!(
            "1 linked file is left out: an image loads no others.|{count} linked files are left out: an image loads no others.",
            count = linked
        ));
    }
    losses
}

fn is_elsewhere(link: &str) -> bool {
    let link = link.trim_start();
    !link.is_empty() && !link.starts_with('#') && !link.starts_with("data:")
}

impl DrawingError {
    /// Returns why the drawing of this name cannot be drawn.
    pub(super) fn message(&self, name: &str) -> Message {
        match self {
            Self::NotXml(why) => message!(
                "{name} is damaged: it is not well-formed XML ({why})",
                name = name,
                why = why
            ),
            Self::NotSvg(why) => message!(
                "{name} is not an SVG drawing: {why}",
                name = name,
                why = why
            ),
            Self::NoSize => {
                message!(
                    "{name} has no size: its width or its height is 0",
                    name = name
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg(attributes: &str) -> String {
        format!("<svg xmlns=\"{NAMESPACE}\" {attributes}><path d=\"M0 0h1v1z\"/></svg>")
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
        let nothing = svg("width=\"0\" height=\"0\" viewBox=\"0 0 1 1\"");
        assert_eq!(Drawing::parse(&nothing).unwrap_err(), DrawingError::NoSize);
        assert!(Drawing::parse("<?xml version=\"1.1\"?><svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>").is_ok());
        let why = |text: &str| {
            let error = Drawing::parse(text).unwrap_err();
            error.message("a.svg").to_string()
        };
        let whole = svg("");
        let cut = why(&whole[..whole.len() - 9]);
        assert!(
            cut.starts_with("a.svg is damaged: it is not well-formed XML ("),
            "{cut}"
        );
        assert!(
            why("<svg><g></svg>").contains("1:"),
            "{}",
            why("<svg><g></svg>")
        );
        assert_eq!(
            why("<svg/>"),
            "a.svg is not an SVG drawing: its first element lacks xmlns=\"http://www.w3.org/2000/svg\""
        );
        assert_eq!(
            why("<html/>"),
            "a.svg is not an SVG drawing: its first element is <html>"
        );
    }

    #[test]
    fn what_an_image_cannot_show_is_reported() {
        let drawing = format!(
            "<svg xmlns=\"{NAMESPACE}\" xmlns:x=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 1 1\">\
             <image href=\"photo.jpg\"/><image x:href=\"data:image/png;base64,\"/><use href=\"#a\"/>\
             <rect><animate attributeName=\"x\"/></rect></svg>"
        );
        assert_eq!(
            Drawing::parse(&drawing).unwrap().into_losses(),
            [
                "Drawn as it begins: the animation is left out.",
                "1 linked file is left out: an image loads no others."
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
        assert_eq!(text_of(b"<a>\xfc</a>"), "<a>\u{fffd}</a>");
    }
}
