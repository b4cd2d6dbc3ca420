//! Builds a file piece by piece, in memory while it is small and on disk once it is large.

use js_sys::{Array, Uint8Array};
use taskdeck_core::{TaskError, message};
use web_sys::Blob;

use super::{output_file::blob, private_files::PrivateFile};
use crate::browser::page::promise::called;

/// A file of this size, in bytes, or larger is kept on disk.
const LARGE: u64 = 32 << 20;

/// The number of bytes that are collected before they are written.
const PIECE: u32 = 1 << 20;

/// Builds a file piece by piece.
///
/// If there is no private file system, the pieces stay blobs, which the browser may itself move to
/// disk. Dropping an unfinished builder frees its memory and removes its file.
#[derive(Debug)]
pub struct FileBuilder {
    piece: Uint8Array,
    filled: u32,
    blobs: Array,
    on_disk: Option<PrivateFile>,
    /// The reason why large files stay in memory.
    no_disk: Option<TaskError>,
    size: u64,
}

impl Default for FileBuilder {
    fn default() -> Self {
        Self::new()
    }
}

impl FileBuilder {
    /// Creates a builder of an empty file.
    pub fn new() -> Self {
        Self {
            piece: Uint8Array::new_with_length(PIECE),
            filled: 0,
            blobs: Array::new(),
            on_disk: None,
            no_disk: None,
            size: 0,
        }
    }

    /// Returns the number of bytes written so far.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Appends `bytes`.
    ///
    /// # Errors
    ///
    /// There is no room left for them.
    pub async fn write(&mut self, bytes: &Uint8Array) -> Result<(), TaskError> {
        let length = bytes.length();
        let mut from = 0;
        while from < length {
            let take = (length - from).min(PIECE - self.filled);
            self.piece
                .set(&bytes.subarray(from, from + take), self.filled);
            from += take;
            self.filled += take;
            if self.filled == PIECE {
                self.flush().await?;
            }
        }
        self.size += u64::from(length);
        Ok(())
    }

    async fn flush(&mut self) -> Result<(), TaskError> {
        let bytes = self.piece.subarray(0, self.filled);
        self.filled = 0;
        if self.size >= LARGE && self.on_disk.is_none() && self.no_disk.is_none() {
            self.move_to_disk().await?;
        }
        match &self.on_disk {
            Some(file) => file.write(&bytes).await.map_err(no_room),
            None => {
                self.blobs.push(blob(&Array::of1(&bytes), "")?.as_ref());
                Ok(())
            }
        }
    }

    async fn move_to_disk(&mut self) -> Result<(), TaskError> {
        let file = match PrivateFile::create().await {
            Ok(file) => file,
            Err(why) => {
                self.no_disk = Some(why);
                return Ok(());
            }
        };
        let so_far = blob(&self.blobs, "")?;
        file.write_blob(&so_far).await.map_err(no_room)?;
        self.blobs = Array::new();
        self.on_disk = Some(file);
        Ok(())
    }

    /// Returns the finished file with this media type.
    ///
    /// # Errors
    ///
    /// There is no room left for its last bytes.
    pub async fn finish(mut self, media_type: &str) -> Result<Blob, TaskError> {
        if self.filled > 0 {
            self.flush().await?;
        }
        match self.on_disk {
            Some(file) => {
                let file = file.finish().await.map_err(no_room)?;
                called(file.slice_with_f64_and_f64_and_content_type(0.0, file.size(), media_type))
            }
            None => blob(&self.blobs, media_type),
        }
    }
}

fn no_room(error: TaskError) -> TaskError {
    error.context(message!(
        "The browser could not store the file; the disk may be full"
    ))
}

#[cfg(all(test, target_arch = "wasm32"))]
mod tests {
    use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

    use super::*;

    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    async fn a_file_is_on_disk_from_32_mb_on_and_in_memory_before() {
        let piece = Uint8Array::new_with_length(PIECE);
        let mut builder = FileBuilder::new();
        for _ in 0..32 {
            builder.write(&piece).await.unwrap();
        }
        assert_eq!(builder.size(), 32 << 20);
        assert!(builder.on_disk.is_none());
        builder.write(&piece).await.unwrap();
        assert!(builder.on_disk.is_some());
        assert_eq!(builder.blobs.length(), 0);
    }
}
