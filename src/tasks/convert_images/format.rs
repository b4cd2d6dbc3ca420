//! The formats that pictures are written in, and the sizes they get.

use taskdeck_core::{Message, message};

use crate::tasks::{image_file::ImageFormat, name::with_ending};

/// A format that pictures are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Png,
    Jpeg,
    WebP,
}

impl Format {
    const ALL: [Self; 3] = [Self::Png, Self::Jpeg, Self::WebP];

    /// The value and label of each choice, the default first.
    pub(super) const CHOICES: [(&str, Message); 4] = [
        ("keep", message!("Same as the image")),
        ("png", message!("PNG")),
        ("jpeg", message!("JPEG")),
        ("webp", message!("WebP")),
    ];

    /// Returns the chosen format; `None` if each image keeps its own.
    pub(super) fn chosen(value: &str) -> Option<Self> {
        match value {
            "png" => Some(Self::Png),
            "jpeg" => Some(Self::Jpeg),
            "webp" => Some(Self::WebP),
            _ => None,
        }
    }

    /// Returns the format that an image keeps. What no browser writes becomes WebP.
    pub(super) fn kept(format: Option<ImageFormat>) -> Self {
        match format {
            Some(ImageFormat::Png) => Self::Png,
            Some(ImageFormat::Jpeg) => Self::Jpeg,
            _ => Self::WebP,
        }
    }

    /// Returns the format that an image of this name keeps, as far as its name tells.
    pub(super) fn kept_by_name(name: &str) -> Self {
        let known = Self::ALL.into_iter().find(|format| format.names(name));
        known.unwrap_or(Self::WebP)
    }

    /// Returns the name of an image in this format. An ending of the format stays.
    pub(super) fn name(self, name: &str) -> String {
        match self.names(name) {
            true => name.to_owned(),
            false => with_ending(name, self.endings()[0]),
        }
    }

    fn names(self, name: &str) -> bool {
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let mut endings = self.endings().iter();
        endings.any(|known| ending.eq_ignore_ascii_case(known))
    }

    /// Returns its name on screen.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Png => "PNG",
            Self::Jpeg => "JPEG",
            Self::WebP => "WebP",
        }
    }

    /// Returns its media type.
    pub(super) fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::WebP => "image/webp",
        }
    }

    /// Returns the endings of its file names, the usual one first.
    fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg", "jpe", "jfif"],
            Self::WebP => &["webp"],
        }
    }
}

/// Scales width and height to fit into a square of this edge. Never enlarges.
pub(super) fn fit((width, height): (u32, u32), edge: Option<u32>) -> (u32, u32) {
    let longest = width.max(height);
    let Some(edge) = edge.filter(|edge| *edge < longest) else {
        return (width, height);
    };
    let scaled = |length: u32| {
        let exact = f64::from(length) * f64::from(edge) / f64::from(longest);
        (exact.round() as u32).max(1)
    };
    (scaled(width), scaled(height))
}

/// Scales width and height of a drawing to this longest edge; without one, rounds its own size to whole pixels.
pub(super) fn draw_at((width, height): (f64, f64), edge: Option<u32>) -> (u32, u32) {
    let scale = edge.map_or(1.0, |edge| f64::from(edge) / width.max(height));
    let scaled = |length: f64| ((length * scale).round() as u32).max(1);
    (scaled(width), scaled(height))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_choice_is_a_format_of_its_own_after_the_one_that_keeps_it() {
        let [(keep, _), formats @ ..] = Format::CHOICES;
        assert_eq!(Format::chosen(keep), None);
        for (value, label) in formats {
            let format = Format::chosen(value).unwrap();
            assert_eq!(label, format.label());
            assert_eq!(format.media_type(), format!("image/{value}"));
        }
    }

    #[test]
    fn an_image_keeps_its_format_or_becomes_webp() {
        assert_eq!(Format::kept(Some(ImageFormat::Jpeg)), Format::Jpeg);
        assert_eq!(Format::kept(Some(ImageFormat::Png)), Format::Png);
        assert_eq!(Format::kept(Some(ImageFormat::WebP)), Format::WebP);
        assert_eq!(Format::kept(Some(ImageFormat::Gif)), Format::WebP);
        assert_eq!(Format::kept(None), Format::WebP);
        assert_eq!(Format::kept_by_name("a.JPEG"), Format::Jpeg);
        assert_eq!(Format::kept_by_name("a.svg"), Format::WebP);
    }

    #[test]
    fn an_ending_of_the_format_stays() {
        assert_eq!(Format::Jpeg.name("a.JPEG"), "a.JPEG");
        assert_eq!(Format::Jpeg.name("a.png"), "a.jpg");
        assert_eq!(Format::WebP.name("a"), "a.webp");
    }

    #[test]
    fn the_longest_edge_is_kept_to_and_nothing_grows() {
        assert_eq!(fit((4_000, 3_000), Some(1_000)), (1_000, 750));
        assert_eq!(fit((3_000, 4_000), Some(1_000)), (750, 1_000));
        assert_eq!(fit((400, 300), Some(1_000)), (400, 300));
        assert_eq!(fit((400, 300), None), (400, 300));
        assert_eq!(fit((10_000, 1), Some(10)), (10, 1));
    }

    #[test]
    fn a_drawing_grows_too() {
        assert_eq!(draw_at((24.0, 24.0), Some(512)), (512, 512));
        assert_eq!(draw_at((400.0, 300.0), Some(100)), (100, 75));
        assert_eq!(draw_at((24.4, 0.2), None), (24, 1));
        assert_eq!(draw_at((0.5, 0.25), Some(1_000)), (1_000, 500));
    }
}
