//! Reads a file piece by piece.

use js_sys::Uint8Array;
use taskdeck_core::{TaskError, message};
use web_sys::Blob;

use super::stream::StreamReader;
use crate::browser::page::promise::called;

/// Reads a file or blob, or a range of it, piece by piece.
///
/// The reader holds one piece at a time: a piece is valid until the next call of
/// [`next`](Self::next). Dropping the reader cancels the read.
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
    /// The browser cannot open a stream of the file.
    pub fn new(blob: &Blob) -> Result<Self, TaskError> {
        Self::part(blob, 0, u64::MAX)
    }

    /// Creates a reader of the bytes from `from` up to but not including `to`, or up to the end of
    /// the file.
    ///
    /// # Errors
    ///
    /// The browser cannot open a stream of the file.
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

    /// Returns the size of the whole file, in bytes, at the time it was picked.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Returns the next piece, or `None` at the end.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or has changed since it was picked.
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
