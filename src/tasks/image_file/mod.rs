//! What the bytes of an image file show before a browser decodes it: the size of the picture, what a conversion
//! loses, and whether the file is whole.

mod bitmap;
mod boxes;
mod bytes;
mod exif;
mod gif;
mod jpeg;
mod png;
mod png_data;
mod profile;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
mod webp;

pub(super) use self::exif::Orientation;
use taskdeck_core::{Message, message};

use super::file_kind::kind_of;

/// What the bytes of an image file show.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct ImageFile {
    /// The format; `None` when it is none of those that every browser reads.
    pub(super) format: Option<ImageFormat>,
    /// Width and height as the file has them, before it is turned.
    pub(super) size: Option<(u32, u32)>,
    /// How the picture has to be turned.
    pub(super) orientation: Orientation,
    /// Whether parts of the picture may be transparent.
    pub(super) has_alpha: bool,
    /// What a conversion loses, one sentence each.
    pub(super) losses: Vec<Message>,
    /// What is wrong with the file: the end of a sentence, as in *… is damaged: it ends at byte 7*.
    pub(super) damage: Option<Message>,
    /// The kind of the file, if few browsers read that kind of its format.
    pub(super) unsupported: Option<Message>,
}

/// A format that every browser reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum ImageFormat {
    Png,
    Jpeg,
    Gif,
    WebP,
    Avif,
    Bmp,
    Icon,
    /// A drawing, which is text and needs a page.
    Svg,
}

impl ImageFormat {
    /// Returns its name on screen.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Png => "PNG",
            Self::Jpeg => "JPEG",
            Self::Gif => "GIF",
            Self::WebP => "WebP",
            Self::Avif => "AVIF",
            Self::Bmp => "BMP",
            Self::Icon => "icon",
            Self::Svg => "SVG",
        }
    }
}

impl ImageFile {
    /// Reads all bytes of a file.
    pub(super) fn of(bytes: &[u8]) -> Self {
        let kind = kind_of(bytes);
        let format = match kind.as_ref().and_then(Message::key) {
            Some("a PNG image") => ImageFormat::Png,
            Some("a JPEG image") => ImageFormat::Jpeg,
            Some("a GIF image") => ImageFormat::Gif,
            Some("a WebP image") => ImageFormat::WebP,
            Some("an AVIF image") => ImageFormat::Avif,
            Some("a BMP image") => ImageFormat::Bmp,
            Some("a Windows icon") => ImageFormat::Icon,
            Some("an SVG drawing") => ImageFormat::Svg,
            _ => {
                return Self {
                    has_alpha: true,
                    ..Self::default()
                };
            }
        };
        let file = match format {
            ImageFormat::Png => png::look(bytes),
            ImageFormat::Jpeg => jpeg::look(bytes),
            ImageFormat::Gif => gif::look(bytes),
            ImageFormat::WebP => webp::look(bytes),
            ImageFormat::Avif => boxes::look(bytes),
            ImageFormat::Bmp => bitmap::look_at_bitmap(bytes),
            ImageFormat::Icon => bitmap::look_at_icon(bytes),
            ImageFormat::Svg => Self {
                has_alpha: true,
                ..Self::default()
            },
        };
        Self {
            format: Some(format),
            ..file
        }
    }

    /// Notes that the file ends before its picture does.
    fn ends_early(&mut self, bytes: &[u8]) {
        self.damage = Some(ends_early(bytes));
    }

    /// Adds what a conversion loses, once: each tile of a picture may have the same profile.
    fn loses(&mut self, loss: Message) {
        if !self.losses.contains(&loss) {
            self.losses.push(loss);
        }
    }

    /// Notes that one frame of an animation is left.
    fn animated(&mut self, frames: u32) {
        if frames > 1 {
            self.loses(message!(
                "First of {frames} frames: the animation is left out.",
                frames = frames
            ));
        }
    }

    fn deep(&mut self, bits: u32) {
        if bits > 8 {
            self.loses(message!("{bits} bits a channel became 8.", bits = bits));
        }
    }

    /// Notes a colour profile other than that of the result.
    fn profile(&mut self, name: &str) {
        let plain = name.to_ascii_lowercase();
        if !name.is_empty() && !plain.contains("srgb") {
            self.loses(message!(
                "Colours converted from “{name}” to sRGB.",
                name = name
            ));
        }
    }
}

fn ends_early(bytes: &[u8]) -> Message {
    message!(
        "it ends at byte {at} before its picture does",
        at = bytes.len()
    )
}

/// The damage of a file in which no picture was found.
const NO_DATA: Message = message!("it has no picture data");
