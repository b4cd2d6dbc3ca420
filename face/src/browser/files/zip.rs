//! Joins files into a ZIP archive without a copy of them.

use std::{
    cell::RefCell,
    io::{self, Write},
    mem,
    rc::Rc,
};

use js_sys::{Array, Date, Uint8Array};
use rawzip::{DataDescriptorOutput, ZipArchiveWriter, time::UtcDateTime};
use taskdeck_core::TaskError;
use web_sys::Blob;

use super::{
    blob_reader::BlobReader,
    crc32::Crc32,
    names::FileNames,
    output_file::blob,
    save_folder::{NamedBlob, SaveError},
};

/// A file that its owner may write. With a mode, names count as Unicode everywhere.
const MODE: u32 = 0o100_644;
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
    let frame = Frame::default();
    let mut archive = ZipArchiveWriter::new(frame.clone());
    let mut names = FileNames::default();
    let now = UtcDateTime::from_unix((Date::now() / 1_000.0) as i64);
    let parts = Array::new();
    for NamedBlob { name, blob } in files {
        let failed = |why: TaskError| SaveError {
            name: name.clone(),
            why,
        };
        let unwritable = |error: rawzip::Error| failed(TaskError::new(error.to_string()));
        let stored_as = names.take(name);
        let entry = archive
            .new_file(stored_as.as_str())
            .unix_permissions(MODE)
            .last_modified(now);
        let (mut entry, _) = entry.start().map_err(unwritable)?;
        parts.push(&frame.take());
        parts.push(blob);
        let (checksum, size) = frame.pass(blob, &mut entry).await.map_err(failed)?;
        let ends = DataDescriptorOutput::new(checksum, size);
        entry.finish(ends).map_err(unwritable)?;
    }
    let all = |why: TaskError| SaveError {
        name: String::new(),
        why,
    };
    archive
        .finish()
        .map_err(|error| all(TaskError::new(error.to_string())))?;
    parts.push(&frame.take());
    blob(&parts, ZIP).map_err(all)
}

/// What the archive has around its files.
#[derive(Clone, Default)]
struct Frame(Rc<RefCell<Written>>);

#[derive(Default)]
struct Written {
    bytes: Vec<u8>,
    /// Whether the contents of a file pass, which stand in the archive as its blob.
    passes: bool,
}

impl Frame {
    /// Passes the contents of a file through an entry, so that their number is known. Returns their checksum and number.
    async fn pass(&self, blob: &Blob, entry: &mut impl Write) -> Result<(u32, u64), TaskError> {
        let mut reader = BlobReader::new(blob)?;
        let (mut checksum, mut size) = (Crc32::default(), 0);
        let mut bytes = Vec::new();
        self.0.borrow_mut().passes = true;
        while let Some(piece) = reader.next().await? {
            bytes.resize(piece.length() as usize, 0);
            piece.copy_to(&mut bytes);
            checksum.update(&bytes);
            size += bytes.len() as u64;
            entry.write_all(&bytes)?;
        }
        self.0.borrow_mut().passes = false;
        Ok((checksum.value(), size))
    }

    /// Takes what was written since the last call.
    fn take(&self) -> Uint8Array {
        let bytes = mem::take(&mut self.0.borrow_mut().bytes);
        Uint8Array::from(&bytes[..])
    }
}

impl Write for Frame {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut written = self.0.borrow_mut();
        if !written.passes {
            written.bytes.extend_from_slice(bytes);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
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
