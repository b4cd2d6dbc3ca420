//! Reading a file piece by piece.

use js_sys::Uint8Array;
use taskdeck_core::{TaskError, message};
use web_sys::Blob;

use super::{promise::called, stream::StreamReader};

/// Reads a file or blob, or a part of it, piece by piece, and never holds more than one. A piece may be looked at until
/// the next one is taken.
///
/// Dropping the reader stops reading.
#[derive(Debug)]
pub struct BlobReader {
    stream: StreamReader,
    size: u64,
    position: u64,
    end: u64,
}

impl BlobReader {
    /// Creates a reader of the whole file.
    ///
    /// # Errors
    ///
    /// When the browser gives no stream.
    pub fn new(blob: &Blob) -> Result<Self, TaskError> {
        Self::part(blob, 0, u64::MAX)
    }

    /// Reads from one byte up to another, which it leaves out, or to the end of the file.
    pub fn part(blob: &Blob, from: u64, to: u64) -> Result<Self, TaskError> {
        let size = blob.size() as u64;
        let end = to.min(size);
        let position = from.min(end);
        let part = if end - position == size {
            blob.clone()
        } else {
            called(blob.slice_with_f64_and_f64(position as f64, end as f64))?
        };
        Ok(Self {
            stream: StreamReader::of_size(&part.stream(), end - position)?,
            size,
            position,
            end,
        })
    }

    /// The size that the file had when it was picked.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The next piece; `None` at the end.
    ///
    /// # Errors
    ///
    /// The browser's reason when the file cannot be read, or was changed since it was picked.
    pub async fn next(&mut self) -> Result<Option<Uint8Array>, TaskError> {
        let piece = self.stream.next().await.map_err(|error| {
            error.context(message!(
                "Reading failed at byte {position}",
                position = self.position
            ))
        })?;
        match piece {
            Some(piece) => {
                self.position += u64::from(piece.length());
                Ok(Some(piece))
            }
            None if self.position == self.end => Ok(None),
            None => Err(TaskError::new(message!(
                "The file has changed: it ends at byte {position}, and had {size} when it was chosen",
                position = self.position,
                size = self.size
            ))),
        }
    }
}
