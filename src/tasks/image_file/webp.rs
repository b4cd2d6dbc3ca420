//! WebP.

use super::{ImageFile, NO_DATA, Orientation, bytes::Cursor, profile};

pub(super) fn look(bytes: &[u8]) -> ImageFile {
    let mut file = ImageFile::default();
    let mut frames = 0;
    match read(bytes, &mut file, &mut frames) {
        None => file.ends_early(bytes),
        Some(()) if file.size.is_none() => file.damage = Some(NO_DATA),
        Some(()) => file.animated(frames),
    }
    file
}

/// Reads all chunks; `None` when the file ends before the last one does.
fn read(bytes: &[u8], file: &mut ImageFile, frames: &mut u32) -> Option<()> {
    let length = Cursor::from(bytes, 4)?.le_u32()? as usize;
    // The length counts from its own end. Some writers leave out the byte that pads it to an even number.
    let end = length.checked_add(8)?;
    let bytes = if end <= bytes.len() + 1 {
        &bytes[..end.min(bytes.len())]
    } else {
        bytes
    };
    let is_cut = bytes.len() + 1 < end;
    let mut cursor = Cursor::from(bytes, 12)?;
    while !cursor.rest().is_empty() {
        let name = cursor.take(4)?;
        let length = cursor.le_u32()? as usize;
        let data = cursor.take(length)?;
        if length % 2 == 1 {
            // The last chunk may lack its padding.
            let _ = cursor.take(1);
        }
        chunk(name, data, file, frames);
    }
    (!is_cut).then_some(())
}

fn chunk(name: &[u8], data: &[u8], file: &mut ImageFile, frames: &mut u32) {
    match name {
        b"VP8X" => {
            file.size = extended_size(data);
            file.has_alpha = data.first().is_some_and(|flags| flags & 0x10 != 0);
        }
        b"VP8 " if file.size.is_none() => file.size = lossy_size(data),
        b"VP8L" => {
            let header = Cursor::from(data, 1).and_then(|mut cursor| cursor.le_u32());
            if let Some(header) = header.filter(|_| file.size.is_none()) {
                file.size = Some(((header & 0x3fff) + 1, ((header >> 14) & 0x3fff) + 1));
            }
            file.has_alpha |= header.is_some_and(|header| header & (1 << 28) != 0);
        }
        b"ANMF" => *frames += 1,
        b"EXIF" => file.orientation = Orientation::of_exif(data),
        b"ICCP" => file.profile(&profile::name_of(data).unwrap_or_default()),
        _ => {}
    }
}

fn extended_size(data: &[u8]) -> Option<(u32, u32)> {
    let mut cursor = Cursor::from(data, 4)?;
    Some((cursor.le_u24()? + 1, cursor.le_u24()? + 1))
}

fn lossy_size(data: &[u8]) -> Option<(u32, u32)> {
    let mut cursor = Cursor::from(data, 6)?;
    let (width, height) = (cursor.le_u16()?, cursor.le_u16()?);
    Some(((width & 0x3fff).into(), (height & 0x3fff).into()))
}
