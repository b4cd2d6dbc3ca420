//! Whether a browser turns the pictures of a format as their metadata says.

use js_sys::{Array, Uint8Array};
use taskdeck::browser::{Picture, blob};
use taskdeck_core::TaskError;

use crate::tasks::image_file::{ImageFile, ImageFormat, Orientation};

/// PNG and WebP images of 2 × 1 pixels whose metadata turns them by a quarter.
const PNG: &[u8] =
    b"\x89PNG\x0d\x0a\x1a\x0a\0\0\0\x0dIHDR\0\0\0\x02\0\0\0\x01\x08\0\0\0\0\xd1I V\0\0\0\
      \x1aeXIfII*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0\xb7H\x11)\
      \0\0\0\x0bIDATx\xdac``\0\0\0\x03\0\x01+\x09M\x84\0\0\0\0IEND\xaeB`\x82";
const WEBP: &[u8] =
    b"RIFFN\0\0\0WEBPVP8X\x0a\0\0\0\x08\0\0\0\x01\0\0\0\0\0VP8L\x0d\0\0\0/\x01\0\0\x10\
      \x07\x10\x11\x11\x88\x88\xfe\x07\0EXIF\x1a\0\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\
      \0\x01\0\0\0\x06\0\0\0\0\0\0\0";

/// Returns how the decoded picture of a file still has to be turned. Every browser turns JPEG. For other formats
/// browsers differ, so a test picture is decoded.
pub(super) async fn left_to_turn(file: &ImageFile) -> Result<Orientation, TaskError> {
    let sample = match file.format {
        Some(ImageFormat::Png) => PNG,
        Some(ImageFormat::WebP) => WEBP,
        _ => return Ok(Orientation::default()),
    };
    if file.orientation.is_upright() {
        return Ok(Orientation::default());
    }
    let sample = blob(&Array::of1(&Uint8Array::from(sample)), "")?;
    let decoded = Picture::decode(&sample).await;
    let is_turned = decoded.is_ok_and(|picture| picture.size() == (1, 2));
    Ok(if is_turned {
        Orientation::default()
    } else {
        file.orientation
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_samples_are_to_be_turned() {
        for (sample, format) in [(PNG, ImageFormat::Png), (WEBP, ImageFormat::WebP)] {
            let file = ImageFile::of(sample);
            assert_eq!((file.format, file.damage), (Some(format), None));
            assert_eq!(file.size, Some((2, 1)));
            assert_eq!(file.orientation.upright((2, 1)), (1, 2));
        }
    }
}
