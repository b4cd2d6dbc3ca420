//! Joins files into a ZIP archive without a copy of them.

use js_sys::{Array, Date, Uint8Array};
use taskdeck_core::TaskError;
use web_sys::Blob;

use super::{
    blob_reader::BlobReader,
    crc32::Crc32,
    names::FileNames,
    output_file::blob,
    save_folder::{NamedBlob, SaveError},
    zip_headers::{Headers, Stamp},
};

/// The media type of an archive.
const ZIP: &str = "application/zip";

/// Returns a ZIP archive of the files, uncompressed, each under a name of its own.
///
/// The archive refers to the files instead of holding copies: it is a blob of headers and of the files themselves. They are
/// read only for their checksums, piece by piece.
///
/// # Errors
///
/// A file cannot be read.
pub(crate) async fn zipped(files: &[NamedBlob]) -> Result<Blob, SaveError> {
    let mut names = FileNames::default();
    let mut headers = Headers::new(now());
    let parts = Array::new();
    for NamedBlob { name, blob } in files {
        let read = read_through(blob).await;
        let (checksum, size) = read.map_err(|why| SaveError {
            name: name.clone(),
            why,
        })?;
        let header = headers.add(&names.take(name), checksum, size);
        parts.push(&Uint8Array::from(&header[..]));
        parts.push(blob);
    }
    parts.push(&Uint8Array::from(&headers.finish()[..]));
    blob(&parts, ZIP).map_err(|why| SaveError {
        name: String::new(),
        why,
    })
}

/// Returns the checksum of a file and its length.
async fn read_through(blob: &Blob) -> Result<(u32, u64), TaskError> {
    let mut reader = BlobReader::new(blob)?;
    let (mut checksum, mut size) = (Crc32::default(), 0);
    let mut bytes = Vec::new();
    while let Some(piece) = reader.next().await? {
        bytes.resize(piece.length() as usize, 0);
        piece.copy_to(&mut bytes);
        checksum.update(&bytes);
        size += bytes.len() as u64;
    }
    Ok((checksum.value(), size))
}

fn now() -> Stamp {
    let now = Date::new_0();
    Stamp {
        unix: (now.get_time() / 1_000.0) as u32,
        clock: [
            now.get_full_year(),
            now.get_month() + 1,
            now.get_date(),
            now.get_hours(),
            now.get_minutes(),
            now.get_seconds(),
        ],
    }
}

#[cfg(all(test, target_arch = "wasm32"))]
mod tests {
    use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

    use super::*;
    use crate::browser::page::promise::settled;

    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    async fn an_archive_has_each_file_under_a_name_of_its_own() {
        let file = |name: &str, text: &str| NamedBlob {
            name: name.to_owned(),
            blob: blob(&Array::of1(&text.into()), "").unwrap(),
        };
        let files = [
            file("a.txt", "one"),
            file("a.txt", "three"),
            file("b.txt", ""),
        ];
        let archive = zipped(&files).await.unwrap();
        let buffer: js_sys::ArrayBuffer = settled(archive.array_buffer()).await.unwrap();
        let bytes = Uint8Array::new(&buffer).to_vec();
        let archive = rawzip::ZipArchive::from_slice(&bytes[..]).unwrap();
        let mut found = Vec::new();
        let mut entries = archive.entries();
        while let Some(entry) = entries.next_entry().unwrap() {
            let name = String::from_utf8(entry.file_path().as_ref().to_vec()).unwrap();
            found.push((name, entry.uncompressed_size_hint(), entry.crc32()));
        }
        let crc = |text: &str| {
            let mut crc = Crc32::default();
            crc.update(text.as_bytes());
            crc.value()
        };
        let expected = [("a.txt", "one"), ("a (2).txt", "three"), ("b.txt", "")];
        let expected = expected.map(|(name, text)| (name.to_owned(), text.len() as u64, crc(text)));
        assert_eq!(found, expected);
    }
}
