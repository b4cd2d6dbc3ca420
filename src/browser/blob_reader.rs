//! Reading a file piece by piece.

use js_sys::Uint8Array;
use taskdeck_core::TaskError;
use web_sys::Blob;

use super::stream::StreamReader;

/// Reads a file or blob piece by piece, and never holds more than one. A piece may be looked at until
/// the next one is taken.
///
/// Dropping the reader stops reading.
pub(crate) struct BlobReader {
    stream: StreamReader,
    size: u64,
    position: u64,
}

impl BlobReader {
    pub(crate) fn new(blob: &Blob) -> Result<Self, TaskError> {
        Ok(Self {
            stream: StreamReader::new(&blob.stream())?,
            size: blob.size() as u64,
            position: 0,
        })
    }

    /// The size that the file had when it was picked.
    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    /// The next piece; `None` at the end.
    ///
    /// # Errors
    ///
    /// The browser's reason when the file cannot be read, or was changed since it was picked.
    pub(crate) async fn next(&mut self) -> Result<Option<Uint8Array>, TaskError> {
        let piece = self.stream.next().await.map_err(|error| {
            error.context(format!("Cannot be read any more at byte {}", self.position))
        })?;
        match piece {
            Some(piece) => {
                self.position += u64::from(piece.length());
                Ok(Some(piece))
            }
            None if self.position == self.size => Ok(None),
            None => Err(TaskError::new(format!(
                "The file was changed: it ends at byte {}, and had {} when it was picked",
                self.position, self.size
            ))),
        }
    }
}
