//! The name of a colour profile.

use super::bytes::Cursor;

/// Returns the description of an ICC profile, of which the first bytes are enough.
pub(super) fn name_of(profile: &[u8]) -> Option<String> {
    let mut tags = Cursor::from(profile, 128)?;
    for _ in 0..tags.be_u32()?.min(100) {
        let (signature, at) = (tags.take(4)?, tags.be_u32()? as usize);
        let length = tags.be_u32()? as usize;
        if signature == b"desc" {
            let description = profile.get(at..)?;
            return text_of(&description[..length.min(description.len())]);
        }
    }
    None
}

/// Reads a text of version 2, in ASCII, or of version 4, in UTF-16.
fn text_of(description: &[u8]) -> Option<String> {
    let mut cursor = Cursor::new(description);
    match cursor.take(8)?.get(..4)? {
        b"desc" => {
            let length = cursor.be_u32()? as usize;
            let text = cursor.take(length)?;
            Some(clean(&String::from_utf8_lossy(text)))
        }
        b"mluc" => {
            // How many there are, how long each entry is, and a language.
            cursor.take(12)?;
            let (length, at) = (cursor.be_u32()? as usize, cursor.be_u32()? as usize);
            let text = description.get(at..at.checked_add(length)?)?;
            let units: Vec<u16> = text
                .chunks_exact(2)
                .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
                .collect();
            Some(clean(&String::from_utf16_lossy(&units)))
        }
        _ => None,
    }
}

/// Returns a name from a file without control characters, cut to 60 characters.
pub(super) fn clean(name: &str) -> String {
    let shown = name.chars().filter(|letter| !letter.is_control());
    shown.take(60).collect::<String>().trim().to_owned()
}
