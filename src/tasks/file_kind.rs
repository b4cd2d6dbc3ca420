//! What a file is, by its first bytes.

use taskdeck_core::{Message, message};

/// The number of bytes that are enough to recognise the kind of a file.
pub(super) const ENOUGH: usize = 512;

/// An offset, the bytes that every file of a kind has there, and the kind's name with its article.
type Signature = (usize, &'static [u8], Message);

const COMPRESSED: &[Signature] = &[
    (
        0,
        b"PK\x03\x04",
        message!("a Zip archive, as .xlsx and .docx files are"),
    ),
    (0, b"PK\x05\x06", message!("an empty Zip archive")),
    (0, b"\x1f\x8b", message!("a gzip file")),
    (0, b"BZh", message!("a bzip2 file")),
    (0, b"\xfd7zXZ\0", message!("an xz file")),
    (0, b"\x28\xb5\x2f\xfd", message!("a Zstandard file")),
    (0, b"\x04\x22\x4d\x18", message!("an LZ4 file")),
    (0, b"7z\xbc\xaf\x27\x1c", message!("a 7-Zip archive")),
    (0, b"Rar!\x1a\x07", message!("a RAR archive")),
    (0, b"LZIP", message!("an lzip file")),
    (0, b"\x1f\x9d", message!("a file of compress (.Z)")),
    (0, b"\x1f\x1e", message!("a file of pack (.z)")),
    (0, b"\xff\x06\0\0sNaPpY", message!("a Snappy file")),
    (257, b"ustar", message!("a tar archive")),
];

const IMAGES: &[Signature] = &[
    (0, b"\x89PNG\r\n\x1a\n", message!("a PNG image")),
    (0, b"\xff\xd8\xff", message!("a JPEG image")),
    (0, b"GIF87a", message!("a GIF image")),
    (0, b"GIF89a", message!("a GIF image")),
    (8, b"WEBP", message!("a WebP image")),
    (4, b"ftypavif", message!("an AVIF image")),
    (4, b"ftypavis", message!("an AVIF image")),
    (4, b"ftypheic", message!("a HEIC image")),
    (4, b"ftypheix", message!("a HEIC image")),
    (4, b"ftypheim", message!("a HEIC image")),
    (4, b"ftyphevc", message!("a HEIC image")),
    (4, b"ftypmif1", message!("a HEIF image")),
    (4, b"ftypmsf1", message!("a HEIF image")),
    (
        4,
        b"ftypcrx ",
        message!("a raw image of a Canon camera (CR3)"),
    ),
    (
        0,
        b"II*\0",
        message!("a TIFF image, or a raw image of a camera"),
    ),
    (
        0,
        b"MM\0*",
        message!("a TIFF image, or a raw image of a camera"),
    ),
    (0, b"IIRO", message!("a raw image of an Olympus camera")),
    (0, b"IIU\0", message!("a raw image of a Panasonic camera")),
    (
        0,
        b"FUJIFILMCCD-RAW",
        message!("a raw image of a Fujifilm camera"),
    ),
    (0, b"8BPS", message!("a Photoshop image")),
    (0, b"gimp xcf", message!("a GIMP image")),
    (0, b"\0\0\0\x0cJXL \r\n\x87\n", message!("a JPEG XL image")),
    (0, b"\xff\x0a", message!("a JPEG XL image")),
    (
        0,
        b"\0\0\0\x0cjP  \r\n\x87\n",
        message!("a JPEG 2000 image"),
    ),
    (0, b"\xff\x4f\xff\x51", message!("a JPEG 2000 image")),
    (0, b"\x76\x2f\x31\x01", message!("an OpenEXR image")),
    (0, b"#?RADIANCE", message!("a Radiance HDR image")),
    (0, b"qoif", message!("a QOI image")),
    (0, b"icns", message!("an Apple icon image")),
    (0, b"DDS ", message!("a DirectDraw image")),
    (0, b"\xd7\xcd\xc6\x9a", message!("a Windows metafile image")),
    (40, b" EMF", message!("a Windows metafile image")),
    (0, b"AT&TFORM", message!("a DjVu document")),
    (128, b"DICM", message!("a DICOM image")),
];

const OTHERS: &[Signature] = &[
    (0, b"%PDF-", message!("a PDF document")),
    (0, b"%!PS", message!("a PostScript document")),
    (4, b"ftyp", message!("a video")),
    (0, b"\x1a\x45\xdf\xa3", message!("a video")),
    (8, b"AVI ", message!("a video")),
    (8, b"WAVE", message!("a sound file")),
    (0, b"OggS", message!("a sound or video file")),
    (0, b"ID3", message!("a sound file")),
    (0, b"fLaC", message!("a sound file")),
    (0, b"SQLite format 3\0", message!("an SQLite database")),
    (0, b"PAR1", message!("a Parquet file")),
    (
        0,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        message!("an old Office document"),
    ),
    (0, b"{\\rtf", message!("a rich text document")),
    (0, b"\x7fELF", message!("a program")),
    (0, b"MZ\x90\0", message!("a Windows program")),
    (0, b"wOFF", message!("a font")),
    (0, b"wOF2", message!("a font")),
];

/// Returns the kind of a file with these first bytes, with its article; `None` when it is not known. A longer file
/// needs at least [`ENOUGH`] bytes.
pub(super) fn kind_of(start: &[u8]) -> Option<Message> {
    if start.is_empty() {
        return Some(message!("empty"));
    }
    let known = [COMPRESSED, IMAGES, OTHERS].into_iter().flatten();
    let stands =
        |(at, bytes, _): &&Signature| start.get(*at..).is_some_and(|from| from.starts_with(bytes));
    known
        .clone()
        .find(stands)
        .map(|(.., kind)| kind.clone())
        .or_else(|| bitmap(start))
        .or_else(|| text(start))
}

/// Recognises a Windows bitmap by its reserved zeros as well: two letters alone are too weak a signature.
fn bitmap(start: &[u8]) -> Option<Message> {
    let is_bitmap = start.starts_with(b"BM") && start.get(6..10) == Some(&[0; 4]);
    let is_icon = matches!(start, [0, 0, 1 | 2, 0, count, 0, ..] if *count > 0);
    if is_bitmap {
        Some(message!("a BMP image"))
    } else if is_icon {
        Some(message!("a Windows icon"))
    } else {
        None
    }
}

/// Recognises text, and the kind of markup that it begins with.
fn text(start: &[u8]) -> Option<Message> {
    let start = &start[..start.len().min(ENOUGH)];
    if matches!(start, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) {
        return Some(message!("text in UTF-16"));
    }
    let text = match std::str::from_utf8(start) {
        Ok(text) => text,
        // The last character may be cut.
        Err(error) if error.error_len().is_none() && error.valid_up_to() > 0 => {
            std::str::from_utf8(&start[..error.valid_up_to()]).ok()?
        }
        Err(_) => return None,
    };
    let is_control = |letter: char| {
        letter.is_control() && !matches!(letter, '\t' | '\n' | '\r' | '\x0c' | '\x1b')
    };
    if text.contains(is_control) {
        return None;
    }
    let lower = text
        .trim_start_matches('\u{feff}')
        .trim_start()
        .to_ascii_lowercase();
    let begins = |words: &[&str]| words.iter().any(|word| lower.starts_with(word));
    Some(if begins(&["<!doctype html", "<html", "<head", "<body"]) {
        message!("a web page (HTML)")
    } else if begins(&["<svg", "<!doctype svg"])
        || lower.starts_with("<?xml") && lower.contains("<svg")
    {
        message!("an SVG drawing")
    } else if lower.starts_with("<?xml") {
        message!("an XML document")
    } else {
        message!("text")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_by_its_first_bytes() {
        let mut tar = vec![0; 512];
        tar[257..262].copy_from_slice(b"ustar");
        let cases: [(&[u8], Option<&str>); 16] = [
            (b"", Some("empty")),
            (
                b"PK\x03\x04\x14\0",
                Some("a Zip archive, as .xlsx and .docx files are"),
            ),
            (b"BZh91AY", Some("a bzip2 file")),
            (&tar, Some("a tar archive")),
            (b"RIFF\x10\0\0\0WEBPVP8 ", Some("a WebP image")),
            (b"\0\0\0\x18ftypheic", Some("a HEIC image")),
            (b"\0\0\0\x18ftypisom", Some("a video")),
            (b"BM\x46\0\0\0\0\0\0\0", Some("a BMP image")),
            (b"BMW, Audi\n", Some("text")),
            (b"\0\0\x01\0\x01\0\x10\x10", Some("a Windows icon")),
            (b"\n<!DOCTYPE HTML>", Some("a web page (HTML)")),
            (b"<?xml version='1.0'?>\n<svg>", Some("an SVG drawing")),
            ("gr\u{fc}\u{df}e".as_bytes(), Some("text")),
            (b"\xef\xbb\xbfa", Some("text")),
            (b"abc\0def", None),
            (b"\x80\x81\x82", None),
        ];
        for (start, kind) in cases {
            let found = kind_of(start);
            assert_eq!(found.as_ref().and_then(Message::key), kind, "{start:?}");
        }
    }

    #[test]
    fn a_character_that_is_cut_is_text_all_the_same() {
        let is_text = |start: &[u8]| kind_of(start).is_some_and(|kind| kind == "text");
        assert!(is_text(&"aü".as_bytes()[..2]));
        assert_eq!(kind_of(&"ü".as_bytes()[..1]), None);
        let long = "ü".repeat(ENOUGH);
        assert!(is_text(&long.as_bytes()[..ENOUGH + 1]));
    }
}
