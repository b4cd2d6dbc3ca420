//! Windows bitmaps, and icons.

use taskdeck_core::message;

use super::{ImageFile, bytes::Cursor};

pub(super) fn look_at_bitmap(bytes: &[u8]) -> ImageFile {
    let mut file = ImageFile::default();
    if bitmap(bytes, &mut file).is_none() {
        file.ends_early(bytes);
    }
    file
}

/// Reads the header; `None` when the file ends before its pixels do.
fn bitmap(bytes: &[u8], file: &mut ImageFile) -> Option<()> {
    let mut cursor = Cursor::from(bytes, 10)?;
    let pixels = u64::from(cursor.le_u32()?);
    // The oldest header has short numbers.
    if cursor.le_u32()? == 12 {
        file.size = Some((cursor.le_u16()?.into(), cursor.le_u16()?.into()));
        return Some(());
    }
    let (width, height) = (cursor.le_u32()? as i32, cursor.le_u32()? as i32);
    let size = (width.unsigned_abs(), height.unsigned_abs());
    file.size = Some(size);
    cursor.take(2)?;
    let (depth, compression) = (cursor.le_u16()?, cursor.le_u32()?);
    file.has_alpha = depth == 32;
    let is_plain = matches!(compression, 0 | 3 | 6);
    let row = (u64::from(size.0) * u64::from(depth)).div_ceil(32) * 4;
    let end = pixels.checked_add(row.checked_mul(size.1.into())?)?;
    (!is_plain || end <= bytes.len() as u64).then_some(())
}

pub(super) fn look_at_icon(bytes: &[u8]) -> ImageFile {
    let mut file = ImageFile {
        has_alpha: true,
        ..ImageFile::default()
    };
    match icon(bytes) {
        None => file.ends_early(bytes),
        Some(1) => {}
        Some(pictures) => file.loses(message!(
            "One of the icon's {pictures} pictures.",
            pictures = pictures
        )),
    }
    file
}

/// Returns how many pictures an icon has; `None` when the file ends before one of them does.
fn icon(bytes: &[u8]) -> Option<u16> {
    let mut cursor = Cursor::from(bytes, 4)?;
    let count = cursor.le_u16()?;
    for _ in 0..count {
        cursor.take(8)?;
        let (length, at) = (cursor.le_u32()? as usize, cursor.le_u32()? as usize);
        bytes.get(at..at.checked_add(length)?)?;
    }
    Some(count)
}
