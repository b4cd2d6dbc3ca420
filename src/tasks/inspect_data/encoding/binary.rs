//! Files that are not text, recognised by their first bytes.

use memchr::memmem;
use taskdeck_core::{Message, message};

use super::name::Encoding;
use crate::tasks::file_kind::kind_of;

/// An offset, the bytes there, and what the file is, with what to do instead. A signature of ASCII alone counts only
/// if control characters follow.
const KNOWN: &[(usize, &[u8], Message)] = &[
    (
        0,
        b"\x1f\x8b",
        message!("This is gzip data within gzip: unpack it first"),
    ),
    (
        0,
        b"\x28\xb5\x2f\xfd",
        message!("This is Zstandard data: unpack it first"),
    ),
    (
        0,
        b"\xfd7zXZ\0",
        message!("This is xz data: unpack it first"),
    ),
    (0, b"BZh", message!("This is bzip2 data: unpack it first")),
    (
        0,
        b"\x04\x22\x4d\x18",
        message!("This is LZ4 data: unpack it first"),
    ),
    (
        0,
        b"\x1f\x9d",
        message!("This is compress data (.Z): unpack it first"),
    ),
    (
        0,
        b"7z\xbc\xaf\x27\x1c",
        message!("This is a 7-Zip archive: unpack it first"),
    ),
    (
        0,
        b"Rar!\x1a\x07",
        message!("This is a RAR archive: unpack it first"),
    ),
    (
        257,
        b"ustar",
        message!("This is a tar archive: unpack it first"),
    ),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (
        0,
        b"%PDF-",
        message!("This is a PDF document: it has no rows to read"),
    ),
    (
        0,
        b"PAR1",
        message!("This is a Parquet file: export it as CSV or JSON"),
    ),
    (
        0,
        b"Obj\x01",
        message!("This is an Avro file: export it as CSV or JSON"),
    ),
    (
        0,
        b"ARROW1",
        message!("This is an Arrow file (Feather): export it as CSV or JSON"),
    ),
    (
        0,
        b"FEA1",
        message!("This is a Feather file: export it as CSV or JSON"),
    ),
    (
        0,
        b"ORC",
        message!("This is an ORC file: export it as CSV or JSON"),
    ),
    (
        0,
        b"\x89HDF\r\n\x1a\n",
        message!("This is an HDF5 file: export it as CSV or JSON"),
    ),
    (
        0,
        b"\x93NUMPY",
        message!("This is a NumPy array: export it as CSV"),
    ),
    (
        0,
        b"SQLite format 3\0",
        message!("This is an SQLite database: export its tables as CSV"),
    ),
    (
        4,
        b"Standard Jet DB",
        message!("This is an Access database: export its tables as CSV"),
    ),
    (
        4,
        b"Standard ACE DB",
        message!("This is an Access database: export its tables as CSV"),
    ),
    (
        0,
        b"$FL2",
        message!("This is an SPSS file: export it as CSV"),
    ),
    (
        0,
        b"bplist00",
        message!("This is a binary property list: save it as JSON"),
    ),
    (0, b"\x89PNG\r\n\x1a\n", message!("This is a PNG picture")),
    (0, b"\xff\xd8\xff", message!("This is a JPEG picture")),
    (0, b"GIF8", message!("This is a GIF picture")),
    (8, b"WEBP", message!("This is a WebP picture")),
    (0, b"II*\0", message!("This is a TIFF picture")),
    (0, b"MM\0*", message!("This is a TIFF picture")),
    (0, b"\x7fELF", message!("This is a program")),
    (0, b"MZ", message!("This is a program")),
    (0, b"\0asm", message!("This is a WebAssembly module")),
];

const OLE: Message = message!(
    "This is an Office file of the old kind or with a password, as .xls files are: save the sheet as CSV"
);
const XLSX: Message =
    message!("This is an Excel workbook (.xlsx, a ZIP archive): save the sheet as CSV");
const ODS: Message =
    message!("This is an OpenDocument spreadsheet (.ods, a ZIP archive): save the sheet as CSV");

/// Returns whether a byte is a control character that no text has. The others are white space, escapes, the end of a
/// DOS file, and delimiters.
fn is_control(byte: u8) -> bool {
    matches!(byte, 0x00 | 0x02..=0x08 | 0x0e..=0x19)
}

/// Returns what a file with this beginning is, if it is known not to be text.
pub(super) fn named(start: &[u8]) -> Option<Message> {
    if start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06") {
        return Some(zip(start));
    }
    let begins = |(at, magic, _): &&(usize, &[u8], Message)| {
        let is_there = start.get(*at..).is_some_and(|rest| rest.starts_with(magic));
        let is_ascii = magic.iter().all(|byte| matches!(byte, b' '..=b'~'));
        is_there && (!is_ascii || *magic == b"%PDF-" || start.iter().any(|byte| is_control(*byte)))
    };
    KNOWN.iter().find(begins).map(|(.., what)| what.clone())
}

/// Returns what a ZIP archive is, by the names of its entries.
fn zip(start: &[u8]) -> Message {
    let headers = memmem::find_iter(start, b"PK\x03\x04");
    let mut names = headers.filter_map(|at| {
        let header = start.get(at..at + 30)?;
        let length = usize::from(u16::from_le_bytes([header[26], header[27]]));
        start.get(at + 30..at + 30 + length)
    });
    let first = names.clone().next().unwrap_or_default();
    if memmem::find(start, b"application/vnd.oasis.opendocument.spreadsheet").is_some() {
        return ODS;
    }
    if names.clone().any(|name| name.starts_with(b"xl/")) {
        return XLSX;
    }
    if names.any(|name| name == b"[Content_Types].xml" || name == b"mimetype") {
        return message!(
            "This is an Office document (a ZIP archive), as .xlsx and .ods are: save the table as CSV"
        );
    }
    match std::str::from_utf8(first) {
        Ok(name) if !name.is_empty() => {
            message!(
                "This is a ZIP archive, with “{name}” in it: unpack it first",
                name = name
            )
        }
        _ => message!(
            "This is a ZIP archive, as .xlsx and .ods are: unpack it, or save the sheet as CSV"
        ),
    }
}

/// Returns whether bytes of this encoding are text, with a control character here and there.
pub(super) fn is_text(start: &[u8], encoding: Encoding) -> bool {
    if encoding.is_wide() {
        return true;
    }
    let (mut all, mut controls, mut high) = (0, 0, 0);
    let mut before = 1;
    for byte in start {
        // Zeros in a row count once: text may be padded with them.
        if *byte != 0 || before != 0 {
            all += 1;
            controls += usize::from(is_control(*byte));
            high += usize::from(!byte.is_ascii());
        }
        before = *byte;
    }
    // Of random bytes 8 % are control characters and half are beyond ASCII.
    let is_random = encoding != Encoding::Utf8 && high * 4 > all && controls * 25 > all;
    controls * 10 <= all * 3 && !is_random
}

/// Returns what is wrong with a CSV that begins as something else does.
pub(in super::super) fn other_text(text: &str) -> Option<Message> {
    let start = text.trim_start();
    let begins = |tag: &str| {
        let begin = start.get(..tag.len());
        begin.is_some_and(|begin| begin.eq_ignore_ascii_case(tag))
    };
    if begins("<!doctype html") || begins("<html") || begins("<head") {
        Some(message!(
            "This begins as a web page does: a sign-in or an error may have been saved in place of the data"
        ))
    } else if begins("version https://git-lfs.") {
        Some(message!(
            "This is a pointer of Git LFS in place of the data: fetch the file itself"
        ))
    } else {
        begins("<?xml").then_some(message!("This begins as XML does: it is read as CSV"))
    }
}

/// Returns why a file is not text.
pub(super) fn no_text(start: &[u8]) -> Message {
    let kind = kind_of(start).filter(|kind| !kind.english().starts_with("text"));
    if let Some(kind) = kind {
        return message!("This is no text: it is {kind}", kind = kind);
    }
    match start.iter().position(|byte| is_control(*byte)) {
        Some(at) if start[at] == 0 => message!("This is no text: byte {at} is 0", at = at),
        Some(at) => message!(
            "This is no text: byte {at} is {byte}, a control character",
            at = at,
            byte = format!("{:02X}", start[at])
        ),
        None => message!("This is no text"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(name: &str, data: &[u8]) -> Vec<u8> {
        let mut header = b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0".to_vec();
        header.extend([0; 12]);
        header.extend((name.len() as u16).to_le_bytes());
        header.extend([0; 2]);
        header.extend(name.as_bytes());
        header.extend(data);
        header
    }

    fn is(start: &[u8], encoding: &str) -> bool {
        is_text(start, Encoding::of_value(encoding).unwrap())
    }

    #[test]
    fn archives_say_what_is_in_them() {
        let types = entry("[Content_Types].xml", b"\x01\x02");
        let xlsx = [types.clone(), entry("xl/workbook.xml", b"")].concat();
        let docx = [types, entry("word/document.xml", b"")].concat();
        let mime = b"application/vnd.oasis.opendocument.spreadsheet";
        let cases = [
            (
                xlsx,
                "This is an Excel workbook (.xlsx, a ZIP archive): save the sheet as CSV",
            ),
            (
                docx,
                "This is an Office document (a ZIP archive), as .xlsx and .ods are: save the table as CSV",
            ),
            (
                entry("mimetype", mime),
                "This is an OpenDocument spreadsheet (.ods, a ZIP archive): save the sheet as CSV",
            ),
            (
                entry("data.csv", b""),
                "This is a ZIP archive, with “data.csv” in it: unpack it first",
            ),
            (
                b"PK\x03\x04".to_vec(),
                "This is a ZIP archive, as .xlsx and .ods are: unpack it, or save the sheet as CSV",
            ),
        ];
        for (start, what) in cases {
            assert_eq!(named(&start).unwrap(), what);
        }
    }

    #[test]
    fn files_that_are_no_text_are_named_and_words_are_not() {
        let named = |start: &[u8]| named(start).unwrap_or_default().to_string();
        assert!(named(b"PAR1\x15\x04").contains("Parquet"));
        assert!(named(b"SQLite format 3\0\x10").contains("SQLite"));
        assert!(named(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0").contains(".xls"));
        assert!(named(b"\x28\xb5\x2f\xfd\x04").contains("Zstandard"));
        assert!(named(b"%PDF-1.7\n").contains("PDF"));
        for text in [
            "PAR1,b\n1,2\n",
            "ORC,b\n",
            "MZ\n1\n",
            "GIF89a,b\n",
            "BZh,1\n",
            "a,b\n",
        ] {
            assert_eq!(named(text.as_bytes()), "", "{text}");
        }
    }

    #[test]
    fn a_nul_here_and_there_is_in_a_text_and_many_are_not() {
        assert!(is(b"a,b\nP\0", "utf-8"));
        assert!(is(b"a\x01b\n1\x012\n", "utf-8"));
        assert!(is(b"a\x1fb\x1e1\x1f2\x1e", "utf-8"));
        assert!(is(
            &[b"a,b\n1,2\n".to_vec(), vec![0; 9_000]].concat(),
            "utf-8"
        ));
        assert!(!is(b"PK\0\0", "utf-8"));
        let random: Vec<u8> = (0..4_000_u32)
            .map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8)
            .collect();
        assert!(!is(&random, "windows-1252"));
        assert_eq!(no_text(b"PK\0\0"), "This is no text: byte 2 is 0");
        let sound = no_text(b"OggS\0\x02\0\0");
        assert_eq!(sound, "This is no text: it is a sound or video file");
    }
}
