//! Text in the encodings that headers name.

use taskdeck::browser::decode_text;

/// The characters of the bytes 0x80 to 0x9f in windows-1252, which is what the web means by ISO-8859-1.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Decodes bytes in the encoding of this name. `None` when the name is unknown or the bytes do not fit it.
pub(super) fn decode(charset: &str, bytes: &[u8]) -> Option<String> {
    match charset.trim().to_ascii_lowercase().as_str() {
        "utf-8" | "utf8" => String::from_utf8(bytes.to_vec()).ok(),
        "iso-8859-1" | "latin1" | "windows-1252" | "us-ascii" | "ascii" => Some(western(bytes)),
        "" => None,
        other => decode_text(other, bytes),
    }
}

/// Decodes bytes as windows-1252, which has a character for each.
pub(super) fn western(bytes: &[u8]) -> String {
    let letter = |byte: &u8| match byte {
        0x80..=0x9f => WINDOWS_1252[usize::from(byte - 0x80)],
        byte => char::from(*byte),
    };
    bytes.iter().map(letter).collect()
}

/// Returns the bytes of a header: `fetch` returns each as the character with its number.
pub(super) fn header_bytes(text: &str) -> Vec<u8> {
    let byte = |letter: char| u8::try_from(u32::from(letter));
    match text.chars().map(byte).collect() {
        Ok(bytes) => bytes,
        // No browser makes one, but text that was decoded already stays as it is.
        Err(_) => text.as_bytes().to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn western_names_mean_windows_1252() {
        assert_eq!(decode("ISO-8859-1", b"\xa3 \x80").as_deref(), Some("£ €"));
        assert_eq!(decode("utf-8", b"\xe2\x82\xac").as_deref(), Some("€"));
        assert_eq!(decode("UTF-8", b"\xe4"), None);
        assert_eq!(decode("", b"a"), None);
    }

    #[test]
    fn a_header_is_bytes() {
        assert_eq!(header_bytes("gr\u{c3}\u{bc}n"), "grün".as_bytes());
        assert_eq!(header_bytes("€"), "€".as_bytes());
    }

    #[cfg(target_arch = "wasm32")]
    #[wasm_bindgen_test::wasm_bindgen_test]
    fn the_browser_knows_the_other_encodings() {
        assert_eq!(
            decode("Shift_JIS", b"\x93\xfa\x96\x7b").as_deref(),
            Some("日本")
        );
        assert_eq!(decode("KOI8-R", b"\xcd").as_deref(), Some("м"));
        assert_eq!(decode("GB2312", b"\xd6\xd0").as_deref(), Some("中"));
        assert_eq!(decode("ISO-8859-15", b"\xa4").as_deref(), Some("€"));
        assert_eq!(decode("no-such-charset", b"a"), None);
        assert_eq!(decode("shift_jis", b"\x93"), None);
    }
}
