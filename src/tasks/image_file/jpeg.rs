//! JPEG.

use memchr::memchr;
use taskdeck_core::{Arg, message};

use super::{ImageFile, NO_DATA, Orientation, bytes::Cursor, profile};
use crate::tasks::file_kind::kind_of;

const END: u8 = 0xd9;
const SCAN: u8 = 0xda;

pub(super) fn look(bytes: &[u8]) -> ImageFile {
    let mut file = ImageFile::default();
    match read(bytes, &mut file) {
        None => file.ends_early(bytes),
        Some(_) if file.size.is_none() => file.damage = Some(NO_DATA),
        Some(end) => trailing(&bytes[end..], &mut file),
    }
    file
}

/// Reads up to the end marker and returns where that ends; `None` when the file ends before it.
fn read(bytes: &[u8], file: &mut ImageFile) -> Option<usize> {
    let mut cursor = Cursor::from(bytes, 2)?;
    let mut has_profile = false;
    loop {
        let marker = next_marker(&mut cursor)?;
        if marker == END {
            return Some(cursor.at());
        }
        if matches!(marker, 0x01 | 0xd0..=0xd8) {
            continue;
        }
        let length = usize::from(cursor.be_u16()?).max(2) - 2;
        let data = cursor.take(length)?;
        match marker {
            // A frame, but for the tables of Huffman and arithmetic codes and an extension.
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => frame(marker, data, file)?,
            0xe1 if data.starts_with(b"Exif\0\0") => file.orientation = Orientation::of_exif(data),
            0xe2 if data.starts_with(b"ICC_PROFILE\0") && !has_profile => {
                has_profile = true;
                let name = data.get(14..).and_then(profile::name_of);
                file.profile(&name.unwrap_or_default());
            }
            SCAN => skip_scan(&mut cursor, file)?,
            _ => {}
        }
    }
}

/// Returns the next marker. Bytes before it are skipped, as decoders do.
fn next_marker(cursor: &mut Cursor<'_>) -> Option<u8> {
    loop {
        cursor.take(memchr(0xff, cursor.rest())? + 1)?;
        let fill = cursor
            .rest()
            .iter()
            .take_while(|byte| **byte == 0xff)
            .count();
        cursor.take(fill)?;
        match cursor.byte()? {
            0 => {}
            marker => return Some(marker),
        }
    }
}

/// Skips the data of a scan, in which 0xff is followed by 0 or begins a restart marker. Restart markers count from 0
/// to 7 and begin again: where one is missing, a part of the picture is missing.
fn skip_scan(cursor: &mut Cursor<'_>, file: &mut ImageFile) -> Option<()> {
    let mut restarts = 0;
    let mut is_noted = false;
    loop {
        let at = memchr(0xff, cursor.rest())?;
        cursor.take(at)?;
        match *cursor.rest().get(1)? {
            0 => {}
            marker @ 0xd0..=0xd7 => {
                if marker & 7 != restarts && !is_noted {
                    is_noted = true;
                    file.loses(message!(
                        "Damaged before byte {at}: a part of the picture is missing.",
                        at = cursor.at()
                    ));
                }
                restarts = (marker + 1) & 7;
            }
            0xff => {
                cursor.take(1)?;
                continue;
            }
            _ => return Some(()),
        }
        cursor.take(2)?;
    }
}

fn frame(marker: u8, data: &[u8], file: &mut ImageFile) -> Option<()> {
    let mut cursor = Cursor::new(data);
    let precision = cursor.byte()?;
    let (height, width) = (cursor.be_u16()?, cursor.be_u16()?);
    file.size = Some((width.into(), height.into()));
    if cursor.byte()? == 4 {
        file.loses(message!("Colours converted from CMYK to RGB."));
    }
    file.unsupported = Some(match marker {
        0xc0..=0xc2 if precision == 8 => return Some(()),
        0xc0..=0xc2 => message!("a JPEG image of {bits} bits a channel", bits = precision),
        0xc3 | 0xc7 => message!("a JPEG image without loss"),
        0xc5 | 0xc6 => message!("a JPEG image of several resolutions"),
        _ => message!("a JPEG image with arithmetic codes"),
    });
    Some(())
}

/// Notes what follows the picture: the video of a motion photo, another view, a gain map.
fn trailing(rest: &[u8], file: &mut ImageFile) {
    let zeros = rest.iter().take_while(|byte| **byte == 0).count();
    for rest in [rest, &rest[zeros..]] {
        let kind = kind_of(rest).unwrap_or_default();
        let name = kind.key().unwrap_or_default();
        if name.ends_with("image") || name.ends_with("video") {
            file.loses(message!(
                "Left out: {length} after the picture ({kind}).",
                length = Arg::bytes(rest.len()),
                kind = &kind
            ));
            return;
        }
    }
}
