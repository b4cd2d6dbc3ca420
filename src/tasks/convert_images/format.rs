//! The formats that pictures are written in, and the sizes they get.

/// A format that pictures are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Png,
    Jpeg,
    WebP,
}

impl Format {
    /// The value and label of each, the default first.
    pub(super) const CHOICES: [(&str, &str); 3] =
        [("png", "PNG"), ("jpeg", "JPEG"), ("webp", "WebP")];

    /// Returns the format of this value; the default for any other value.
    pub(super) fn of_value(value: &str) -> Self {
        match value {
            "jpeg" => Self::Jpeg,
            "webp" => Self::WebP,
            _ => Self::Png,
        }
    }

    /// Returns its name on screen.
    pub(super) fn label(self) -> &'static str {
        Self::CHOICES[self as usize].1
    }

    /// Returns its media type.
    pub(super) fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::WebP => "image/webp",
        }
    }

    /// Returns the ending of its file names.
    pub(super) fn ending(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::WebP => "webp",
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
    fn each_choice_is_a_format_of_its_own() {
        for (value, label) in Format::CHOICES {
            let format = Format::of_value(value);
            assert_eq!(format.label(), label);
            assert_eq!(format.media_type(), format!("image/{value}"));
        }
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
