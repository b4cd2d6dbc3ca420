//! How a picture has to be turned, as the camera recorded it.

use super::bytes::Cursor;

/// How the pixels of a file have to be turned to be upright: one of the eight orientations of EXIF, 1 to 8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tasks) struct Orientation(u8);

impl Default for Orientation {
    fn default() -> Self {
        Self(1)
    }
}

impl Orientation {
    /// The tag of the orientation in EXIF data.
    const TAG: u16 = 0x0112;

    /// Returns whether the pixels are upright.
    pub(in crate::tasks) fn is_upright(self) -> bool {
        self.0 == 1
    }

    /// Returns the size of a picture of this size once it is upright.
    pub(in crate::tasks) fn upright(self, (width, height): (u32, u32)) -> (u32, u32) {
        if self.0 >= 5 {
            (height, width)
        } else {
            (width, height)
        }
    }

    /// Returns the matrix that draws a picture upright into a canvas of this size, from a unit square: `x` of a
    /// canvas is `a·x + c·y + e`, and `y` is `b·x + d·y + f`.
    pub(in crate::tasks) fn matrix(self, (width, height): (u32, u32)) -> [f64; 6] {
        let (w, h) = (f64::from(width), f64::from(height));
        match self.0 {
            2 => [-w, 0.0, 0.0, h, w, 0.0],
            3 => [-w, 0.0, 0.0, -h, w, h],
            4 => [w, 0.0, 0.0, -h, 0.0, h],
            5 => [0.0, h, w, 0.0, 0.0, 0.0],
            6 => [0.0, h, -w, 0.0, w, 0.0],
            7 => [0.0, -h, -w, 0.0, w, h],
            8 => [0.0, -h, w, 0.0, 0.0, h],
            _ => [w, 0.0, 0.0, h, 0.0, 0.0],
        }
    }

    /// Returns the orientation in EXIF data; upright when it has none, or an unknown one.
    pub(super) fn of_exif(exif: &[u8]) -> Self {
        let exif = exif.strip_prefix(b"Exif\0\0").unwrap_or(exif);
        match Self::find(exif) {
            Some(value @ 1..=8) => Self(value as u8),
            _ => Self::default(),
        }
    }

    fn find(tiff: &[u8]) -> Option<u16> {
        let is_little = match tiff.get(..4)? {
            b"II*\0" => true,
            b"MM\0*" => false,
            _ => return None,
        };
        let short = |cursor: &mut Cursor<'_>| {
            if is_little {
                cursor.le_u16()
            } else {
                cursor.be_u16()
            }
        };
        let long = |cursor: &mut Cursor<'_>| {
            if is_little {
                cursor.le_u32()
            } else {
                cursor.be_u32()
            }
        };
        let at = long(&mut Cursor::from(tiff, 4)?)? as usize;
        let mut directory = Cursor::from(tiff, at)?;
        for _ in 0..short(&mut directory)? {
            let mut field = Cursor::new(directory.take(12)?);
            if short(&mut field)? == Self::TAG {
                field.take(6)?;
                return short(&mut field);
            }
        }
        None
    }
}
