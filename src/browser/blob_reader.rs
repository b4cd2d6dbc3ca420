//! Reading a file piece by piece.

use js_sys::{ArrayBuffer, Uint8Array};
use taskdeck_core::TaskError;
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use super::{
    free::free,
    js_error,
    promise::{called, settled},
};

/// How many bytes are read at once unless somebody says otherwise.
const PIECE: u64 = 1 << 20;

/// Reads a file or blob piece by piece, one piece ahead of whoever takes them, and never holds more.
///
/// A piece may be looked at until the next one is taken. Dropping the reader stops reading.
pub(crate) struct BlobReader {
    blob: Blob,
    size: u64,
    /// Where the piece begins that is not asked for yet.
    next: u64,
    /// Where the piece begins that is taken next.
    position: u64,
    ahead: Option<Reading>,
    taken: Option<Uint8Array>,
}

struct Reading {
    length: u64,
    bytes: JsFuture,
}

impl BlobReader {
    pub(crate) fn new(blob: &Blob) -> Self {
        Self {
            blob: blob.clone(),
            size: blob.size() as u64,
            next: 0,
            position: 0,
            ahead: None,
            taken: None,
        }
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
        if let Some(taken) = self.taken.take() {
            free(&taken);
        }
        let reading = match self.ahead.take() {
            Some(reading) => reading,
            None => match self.ask()? {
                Some(reading) => reading,
                None => return self.check_end().await,
            },
        };
        self.ahead = self.ask()?;
        let bytes = reading.bytes.await.map_err(|thrown| {
            js_error(&thrown).context(format!("Cannot be read any more at byte {}", self.position))
        })?;
        let bytes = Uint8Array::new(&bytes);
        if u64::from(bytes.length()) != reading.length {
            return Err(TaskError::new(format!(
                "The file was changed: it ends at byte {}, and had {} when it was picked",
                self.position + u64::from(bytes.length()),
                self.size
            )));
        }
        self.position += reading.length;
        self.taken = Some(bytes.clone());
        Ok(Some(bytes))
    }

    fn ask(&mut self) -> Result<Option<Reading>, TaskError> {
        let length = PIECE.min(self.size - self.next);
        if length == 0 {
            return Ok(None);
        }
        let end = self.next + length;
        let piece = called(
            self.blob
                .slice_with_f64_and_f64(self.next as f64, end as f64),
        )?;
        self.next = end;
        Ok(Some(Reading {
            length,
            bytes: JsFuture::from(piece.array_buffer()),
        }))
    }

    /// An empty file is read too: it may be gone.
    async fn check_end(&self) -> Result<Option<Uint8Array>, TaskError> {
        if self.size == 0 {
            settled::<ArrayBuffer>(self.blob.array_buffer())
                .await
                .map_err(|error| error.context("Cannot be read any more"))?;
        }
        Ok(None)
    }
}
