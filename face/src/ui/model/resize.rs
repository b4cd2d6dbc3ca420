//! The width of the details.

/// The least width, in pixels.
const LEAST: f64 = 320.0;
/// How far an arrow key moves the edge, in pixels.
const STEP: f64 = 16.0;
/// The largest share of the face.
const SHARE: f64 = 0.6;

/// A change of a width.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Resize {
    Wider,
    Narrower,
    Widest,
    Narrowest,
    /// To this width in pixels.
    To(f64),
}

impl Resize {
    /// Returns the largest width in a face of this width, in pixels.
    pub(crate) fn share_of(face: f64) -> f64 {
        face * SHARE
    }
}

/// Returns the width after a change, in whole pixels. It is at least the least width, even where that is more than `most`.
pub(crate) fn resized(width: f64, change: Resize, most: f64) -> f64 {
    let width = match change {
        // The width may be larger than what is shown of it.
        Resize::Wider => width.min(most) + STEP,
        Resize::Narrower => width.min(most) - STEP,
        Resize::Widest => most,
        Resize::Narrowest => LEAST,
        Resize::To(width) => width,
    };
    width.min(most).max(LEAST).round()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_details_are_between_320_pixels_and_a_share_of_the_face() {
        let most = Resize::share_of(1_280.0);
        assert_eq!(most, 768.0);
        assert_eq!(resized(420.0, Resize::Wider, most), 436.0);
        assert_eq!(resized(420.0, Resize::Narrower, most), 404.0);
        assert_eq!(resized(760.0, Resize::Wider, most), 768.0);
        assert_eq!(resized(900.0, Resize::Narrower, most), 752.0);
        assert_eq!(resized(330.0, Resize::Narrower, most), 320.0);
        assert_eq!(resized(420.0, Resize::Widest, most), 768.0);
        assert_eq!(resized(420.0, Resize::Narrowest, most), 320.0);
        assert_eq!(resized(420.0, Resize::To(500.4), most), 500.0);
        assert_eq!(resized(420.0, Resize::To(500.0), 100.0), 320.0);
    }
}
