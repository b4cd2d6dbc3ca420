//! What a file is, by its first bytes.

/// How many bytes of a file are enough to name its kind.
pub(super) const ENOUGH: usize = 512;

/// Bytes that stand at one place of every file of a kind, and the kind's name with its article.
type Signature = (usize, &'static [u8], &'static str);

const COMPRESSED: &[Signature] = &[
    (
        0,
        b"PK\x03\x04",
        "a Zip archive, as .xlsx and .docx files are",
    ),
    (0, b"PK\x05\x06", "an empty Zip archive"),
    (0, b"\x1f\x8b", "a gzip file"),
    (0, b"BZh", "a bzip2 file"),
    (0, b"\xfd7zXZ\0", "an xz file"),
    (0, b"\x28\xb5\x2f\xfd", "a Zstandard file"),
    (0, b"\x04\x22\x4d\x18", "an LZ4 file"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (0, b"Rar!\x1a\x07", "a RAR archive"),
    (0, b"LZIP", "an lzip file"),
    (0, b"\x1f\x9d", "a file of compress (.Z)"),
    (0, b"\x1f\x1e", "a file of pack (.z)"),
    (0, b"\xff\x06\0\0sNaPpY", "a Snappy file"),
    (257, b"ustar", "a tar archive"),
];

const IMAGES: &[Signature] = &[
    (0, b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (0, b"\xff\xd8\xff", "a JPEG image"),
    (0, b"GIF87a", "a GIF image"),
    (0, b"GIF89a", "a GIF image"),
    (8, b"WEBP", "a WebP image"),
    (4, b"ftypavif", "an AVIF image"),
    (4, b"ftypavis", "an AVIF image"),
    (4, b"ftypheic", "a HEIC image"),
    (4, b"ftypheix", "a HEIC image"),
    (4, b"ftypheim", "a HEIC image"),
    (4, b"ftyphevc", "a HEIC image"),
    (4, b"ftypmif1", "a HEIF image"),
    (4, b"ftypmsf1", "a HEIF image"),
    (4, b"ftypcrx ", "a raw image of a Canon camera (CR3)"),
    (0, b"II*\0", "a TIFF image, or a raw image of a camera"),
    (0, b"MM\0*", "a TIFF image, or a raw image of a camera"),
    (0, b"IIRO", "a raw image of an Olympus camera"),
    (0, b"IIU\0", "a raw image of a Panasonic camera"),
    (0, b"FUJIFILMCCD-RAW", "a raw image of a Fujifilm camera"),
    (0, b"8BPS", "a Photoshop image"),
    (0, b"gimp xcf", "a GIMP image"),
    (0, b"\0\0\0\x0cJXL \r\n\x87\n", "a JPEG XL image"),
    (0, b"\xff\x0a", "a JPEG XL image"),
    (0, b"\0\0\0\x0cjP  \r\n\x87\n", "a JPEG 2000 image"),
    (0, b"\xff\x4f\xff\x51", "a JPEG 2000 image"),
    (0, b"\x76\x2f\x31\x01", "an OpenEXR image"),
    (0, b"#?RADIANCE", "a Radiance HDR image"),
    (0, b"qoif", "a QOI image"),
    (0, b"icns", "an Apple icon image"),
    (0, b"DDS ", "a DirectDraw image"),
    (0, b"\xd7\xcd\xc6\x9a", "a Windows metafile image"),
    (40, b" EMF", "a Windows metafile image"),
    (0, b"AT&TFORM", "a DjVu document"),
    (128, b"DICM", "a DICOM image"),
];

const OTHERS: &[Signature] = &[
    (0, b"%PDF-", "a PDF document"),
    (0, b"%!PS", "a PostScript document"),
    (4, b"ftyp", "a video"),
    (0, b"\x1a\x45\xdf\xa3", "a video"),
    (8, b"AVI ", "a video"),
    (8, b"WAVE", "a sound file"),
    (0, b"OggS", "a sound or video file"),
    (0, b"ID3", "a sound file"),
    (0, b"fLaC", "a sound file"),
    (0, b"SQLite format 3\0", "an SQLite database"),
    (0, b"PAR1", "a Parquet file"),
    (
        0,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old Office document",
    ),
    (0, b"{\\rtf", "a rich text document"),
    (0, b"\x7fELF", "a program"),
    (0, b"MZ\x90\0", "a Windows program"),
    (0, b"wOFF", "a font"),
    (0, b"wOF2", "a font"),
];

/// Returns what a file with these first bytes is, with its article; `None` when it is not known. Where
/// there are more, [`ENOUGH`] bytes are needed.
pub(super) fn kind_of(start: &[u8]) -> Option<&'static str> {
    if start.is_empty() {
        return Some("empty");
    }
    let known = [COMPRESSED, IMAGES, OTHERS].into_iter().flatten();
    let stands =
        |(at, bytes, _): &&Signature| start.get(*at..).is_some_and(|from| from.starts_with(bytes));
    known
        .clone()
        .find(stands)
        .map(|(.., kind)| *kind)
        .or_else(|| bitmap(start))
        .or_else(|| text(start))
}

/// Two letters are too few to be sure of: a Windows bitmap has zeros where its reserved fields are.
fn bitmap(start: &[u8]) -> Option<&'static str> {
    let is_bitmap = start.starts_with(b"BM") && start.get(6..10) == Some(&[0; 4]);
    let is_icon = matches!(start, [0, 0, 1 | 2, 0, count, 0, ..] if *count > 0);
    if is_bitmap {
        Some("a BMP image")
    } else if is_icon {
        Some("a Windows icon")
    } else {
        None
    }
}

/// Text, and what kind of markup it begins as.
fn text(start: &[u8]) -> Option<&'static str> {
    let start = &start[..start.len().min(ENOUGH)];
    if matches!(start, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) {
        return Some("text in UTF-16");
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
        "a web page (HTML)"
    } else if begins(&["<svg", "<!doctype svg"])
        || lower.starts_with("<?xml") && lower.contains("<svg")
    {
        "an SVG drawing"
    } else if lower.starts_with("<?xml") {
        "an XML document"
    } else {
        "text"
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
            assert_eq!(kind_of(start), kind, "{start:?}");
        }
    }

    #[test]
    fn a_character_that_is_cut_is_text_all_the_same() {
        assert_eq!(kind_of(&"aü".as_bytes()[..2]), Some("text"));
        assert_eq!(kind_of(&"ü".as_bytes()[..1]), None);
        let long = "ü".repeat(ENOUGH);
        assert_eq!(kind_of(&long.as_bytes()[..ENOUGH + 1]), Some("text"));
    }
}
