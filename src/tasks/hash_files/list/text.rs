//! The text of a list, from its bytes.

/// Returns the text of a list: UTF-8, or UTF-16 as PowerShell's `>` writes it. Bytes that are neither are taken as Latin-1.
pub(in crate::tasks::hash_files) fn decode(bytes: &[u8]) -> String {
    match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        // A list begins with a digit or a letter: a byte of zero beside it is half of a UTF-16 unit.
        [first, 0, ..] if *first != 0 && bytes.len().is_multiple_of(2) => {
            utf16(bytes, u16::from_le_bytes)
        }
        [0, first, ..] if *first != 0 && bytes.len().is_multiple_of(2) => {
            utf16(bytes, u16::from_be_bytes)
        }
        _ => match str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => bytes.iter().copied().map(char::from).collect(),
        },
    }
}

fn utf16(bytes: &[u8], unit: impl Fn([u8; 2]) -> u16) -> String {
    let (pairs, _) = bytes.as_chunks();
    let units: Vec<u16> = pairs.iter().copied().map(unit).collect();
    String::from_utf16_lossy(&units)
}
