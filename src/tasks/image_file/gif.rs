//! GIF.

use taskdeck_core::message;

use super::{ImageFile, NO_DATA, bytes::Cursor, ends_early};

pub(super) fn look(bytes: &[u8]) -> ImageFile {
    let mut file = ImageFile::default();
    let mut frames = 0;
    let is_whole = read(bytes, &mut file, &mut frames).is_some();
    match frames {
        // Many files lack the last byte and have all of their frames.
        0 if !is_whole => file.ends_early(bytes),
        0 => file.damage = Some(NO_DATA),
        frames => file.animated(frames),
    }
    file
}

/// Reads up to the last block; `None` when the file ends before it.
fn read(bytes: &[u8], file: &mut ImageFile, frames: &mut u32) -> Option<()> {
    let mut cursor = Cursor::from(bytes, 6)?;
    file.size = Some((cursor.le_u16()?.into(), cursor.le_u16()?.into()));
    let flags = cursor.byte()?;
    cursor.take(2)?;
    skip_colours(&mut cursor, flags)?;
    loop {
        match cursor.byte()? {
            // An extension. The graphic control extension has the flag of a transparent colour.
            0x21 => {
                let is_control = cursor.byte()? == 0xf9;
                let flags = cursor.rest().get(1)?;
                file.has_alpha |= is_control && flags & 1 != 0;
                skip_blocks(&mut cursor)?;
            }
            0x2c => {
                let place = cursor.take(8)?;
                let flags = cursor.byte()?;
                skip_colours(&mut cursor, flags)?;
                cursor.byte()?;
                if let Err(cut) = skip_blocks(&mut cursor).ok_or(*frames) {
                    if cut > 0 {
                        let damage = ends_early(bytes);
                        file.loses(message!(
                            "Damaged after its first frame: {damage}.",
                            damage = damage
                        ));
                    }
                    return None;
                }
                file.has_alpha |= *frames == 0 && !covers(place, file.size);
                *frames += 1;
            }
            0x3b => return Some(()),
            // No other block exists: a decoder shows what came before it.
            _ => return Some(()),
        }
    }
}

/// Returns whether a frame covers the whole picture. The rest is transparent.
fn covers(place: &[u8], size: Option<(u32, u32)>) -> bool {
    let mut cursor = Cursor::new(place);
    let mut next = || cursor.le_u16().unwrap_or_default();
    let (left, top, width, height) = (next(), next(), next(), next());
    let size = size.unwrap_or_default();
    left == 0 && top == 0 && u32::from(width) >= size.0 && u32::from(height) >= size.1
}

fn skip_colours(cursor: &mut Cursor<'_>, flags: u8) -> Option<()> {
    if flags & 0x80 != 0 {
        cursor.take(3 << ((flags & 7) + 1))?;
    }
    Some(())
}

fn skip_blocks(cursor: &mut Cursor<'_>) -> Option<()> {
    loop {
        match cursor.byte()? {
            0 => return Some(()),
            length => cursor.take(length.into())?,
        };
    }
}
