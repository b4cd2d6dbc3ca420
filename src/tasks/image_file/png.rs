//! PNG, and APNG.

use flate2::Crc;
use taskdeck_core::message;

use super::{ImageFile, NO_DATA, Orientation, bytes::Cursor, png_data::PngData, profile};

/// What is known while the chunks are read.
#[derive(Default)]
struct Chunks {
    frames: u32,
    has_data: bool,
    pixels: Option<PngData>,
    /// Whether the picture that browsers show is the first frame of the animation too.
    starts_animation: bool,
}

pub(super) fn look(bytes: &[u8]) -> ImageFile {
    let mut file = ImageFile::default();
    let mut chunks = Chunks::default();
    if read(bytes, &mut file, &mut chunks).is_none() && file.damage.is_none() {
        file.ends_early(bytes);
    }
    if chunks.starts_animation {
        file.animated(chunks.frames);
    } else if chunks.frames > 0 {
        file.loses(message!(
            "The still picture: an animation of {frames} frames is left out.",
            frames = chunks.frames
        ));
    }
    file
}

/// Reads up to the last chunk; `None` when the file ends before it, or is damaged.
fn read(bytes: &[u8], file: &mut ImageFile, chunks: &mut Chunks) -> Option<()> {
    let mut cursor = Cursor::from(bytes, 8)?;
    loop {
        let at = cursor.at();
        let length = cursor.be_u32()? as usize;
        let named = cursor.take(length.checked_add(4)?)?;
        let (name, data) = named.split_at(4);
        let mut sum = Crc::new();
        sum.update(named);
        // Chunks whose name begins with a lower-case letter are not needed.
        let is_critical = name[0].is_ascii_uppercase();
        if cursor.be_u32()? != sum.sum() && is_critical {
            file.damage = Some(message!(
                "its chunk {name} at byte {at} does not match its checksum",
                name = profile::clean(&String::from_utf8_lossy(name)),
                at = at
            ));
            return None;
        }
        match name {
            b"IHDR" => chunks.pixels = Some(header(data, file)?),
            b"CgBI" => file.unsupported = Some(message!("a PNG image in Apple's own form")),
            b"tRNS" => file.has_alpha = true,
            b"iCCP" => {
                let name = data.split(|byte| *byte == 0).next().unwrap_or_default();
                // The name is often a placeholder; the real one is in the compressed profile.
                let name = match &*profile::clean(&String::from_utf8_lossy(name)) {
                    "ICC Profile" | "icc" | "ICC" | "Photoshop ICC profile" => {
                        profile_in(data).unwrap_or_default()
                    }
                    name => name.to_owned(),
                };
                file.profile(&name);
            }
            b"eXIf" => file.orientation = Orientation::of_exif(data),
            b"acTL" => chunks.frames = Cursor::new(data).be_u32()?,
            b"fcTL" if !chunks.has_data => chunks.starts_animation = true,
            b"IDAT" => {
                chunks.has_data = true;
                if let Some(pixels) = &mut chunks.pixels {
                    pixels.take(data);
                }
            }
            b"IEND" => {
                let lacks_pixels = chunks.pixels.as_ref().is_none_or(PngData::lacks_pixels);
                if !chunks.has_data {
                    file.damage = Some(NO_DATA);
                } else if lacks_pixels && file.unsupported.is_none() {
                    file.damage = Some(message!(
                        "its picture data cannot be unpacked to its last row"
                    ));
                }
                return Some(());
            }
            _ => {}
        }
    }
}

fn header(data: &[u8], file: &mut ImageFile) -> Option<PngData> {
    let mut cursor = Cursor::new(data);
    let size = (cursor.be_u32()?, cursor.be_u32()?);
    let (depth, colour) = (cursor.byte()?, cursor.byte()?);
    let is_interlaced = *data.get(12)? == 1;
    file.size = Some(size);
    file.deep(depth.into());
    file.has_alpha = matches!(colour, 4 | 6);
    let channels = match colour {
        2 => 3,
        4 => 2,
        6 => 4,
        _ => 1,
    };
    Some(PngData::new(
        size,
        channels * u32::from(depth),
        is_interlaced,
    ))
}

fn profile_in(data: &[u8]) -> Option<String> {
    let end = data.iter().position(|byte| *byte == 0)?;
    let packed = data.get(end + 2..)?;
    let mut start = Vec::with_capacity(16 << 10);
    let mut inflate = flate2::Decompress::new(true);
    inflate
        .decompress_vec(packed, &mut start, flate2::FlushDecompress::None)
        .ok()?;
    profile::name_of(&start)
}
