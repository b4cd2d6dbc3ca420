//! AVIF: boxes within boxes.

use super::{ImageFile, bytes::Cursor, profile};

/// The deepest nesting of boxes.
const DEPTH: usize = 10;

pub(super) fn look(bytes: &[u8]) -> ImageFile {
    let mut file = ImageFile::default();
    let mut found = Found::default();
    match each_box(bytes, &mut |name, data| {
        found.look(name, data, &mut file, 0)
    }) {
        None => file.ends_early(bytes),
        Some(()) if bytes.get(8..12) == Some(b"avis") => file.animated(found.frames),
        Some(()) => {}
    }
    file
}

#[derive(Default)]
struct Found {
    frames: u32,
}

impl Found {
    fn look(&mut self, name: &[u8], data: &[u8], file: &mut ImageFile, depth: usize) {
        let inner = match name {
            b"moov" | b"trak" | b"mdia" | b"minf" | b"stbl" | b"iprp" | b"ipco" => data,
            // A version and flags come first.
            b"meta" => data.get(4..).unwrap_or_default(),
            _ => return self.property(name, data, file).unwrap_or_default(),
        };
        if depth < DEPTH {
            // The decoder finds what is wrong inside a box.
            let _ = each_box(inner, &mut |name, data| {
                self.look(name, data, file, depth + 1)
            });
        }
    }

    fn property(&mut self, name: &[u8], data: &[u8], file: &mut ImageFile) -> Option<()> {
        match name {
            b"ispe" => {
                let mut cursor = Cursor::from(data, 4)?;
                let size = (cursor.be_u32()?, cursor.be_u32()?);
                // Thumbnails and the tiles of a grid have a size too; the picture is the largest.
                let largest = file.size.unwrap_or_default();
                if u64::from(size.0) * u64::from(size.1)
                    > u64::from(largest.0) * u64::from(largest.1)
                {
                    file.size = Some(size);
                }
            }
            b"pixi" => {
                let bits = data.get(5..)?.iter().max()?;
                if !file
                    .losses
                    .iter()
                    .any(|loss| loss.english().contains("bits a channel"))
                {
                    file.deep((*bits).into());
                }
            }
            b"auxC" => file.has_alpha |= data.windows(5).any(|part| part == b"alpha"),
            b"colr" if data.starts_with(b"prof") || data.starts_with(b"rICC") => {
                file.profile(&profile::name_of(&data[4..]).unwrap_or_default());
            }
            b"stsz" => self.frames = self.frames.max(Cursor::from(data, 8)?.be_u32()?),
            _ => {}
        }
        Some(())
    }
}

/// Calls a function with the name and the data of each box; `None` when the last one is cut.
pub(super) fn each_box(bytes: &[u8], each: &mut dyn FnMut(&[u8], &[u8])) -> Option<()> {
    let mut cursor = Cursor::new(bytes);
    while !cursor.rest().is_empty() {
        let length = u64::from(cursor.be_u32()?);
        let name = cursor.take(4)?;
        let data = match length {
            // Up to the end of the file.
            0 => cursor.rest().len() as u64,
            1 => cursor.be_u64()?.checked_sub(16)?,
            length => length.checked_sub(8)?,
        };
        each(name, cursor.take(usize::try_from(data).ok()?)?);
    }
    Some(())
}
