//! A file sent through gzip: bounded in memory, and in how long one step takes.

use std::cell::Cell;

use futures_util::future::try_join;
use taskdeck::browser::{BlobReader, FileBuilder, StreamReader, StreamWriter, gzip};
use taskdeck_core::{RunContext, TaskError, message};
use web_sys::Blob;

use crate::tasks::pace::Pace;

/// The bytes that are compressed in one step. The browser needs a few milliseconds for them, on this thread.
const STEP: u32 = 64 << 10;

/// Compresses a file with the browser's own gzip.
///
/// # Errors
///
/// The file cannot be read, or there is no room for the result.
pub(super) async fn pack(ctx: &RunContext, file: &Blob) -> Result<FileBuilder, TaskError> {
    let (writer, reader) = gzip()?;
    let pump = Pump {
        ctx,
        size: file.size() as u64,
        step: Cell::new((0, 0)),
        pace: Pace::new(),
    };
    let feed = pump.feed(BlobReader::new(file)?, writer);
    let (_, made) = try_join(feed, pump.drain(reader)).await?;
    Ok(made)
}

struct Pump<'a> {
    ctx: &'a RunContext,
    size: u64,
    /// Where the newest step begins and ends.
    step: Cell<(u64, u64)>,
    pace: Pace,
}

impl Pump<'_> {
    async fn feed(&self, mut file: BlobReader, writer: StreamWriter) -> Result<(), TaskError> {
        let mut done = 0;
        self.ctx.progress(done, self.size);
        while let Some(piece) = file.next().await? {
            for from in (0..piece.length()).step_by(STEP as usize) {
                let step = piece.subarray(from, piece.length().min(from + STEP));
                let length = u64::from(step.length());
                self.step.set((done, done + length));
                let written = writer.write(&step).await;
                written.map_err(|error| self.failed(error))?;
                done += length;
                self.ctx.progress(done, self.size);
                self.pace.step(self.ctx).await?;
            }
        }
        self.step.set((self.size, self.size));
        writer.close().await.map_err(|error| self.failed(error))
    }

    async fn drain(&self, mut reader: StreamReader) -> Result<FileBuilder, TaskError> {
        let mut made = FileBuilder::new();
        loop {
            let piece = reader.next().await.map_err(|error| self.failed(error))?;
            let Some(piece) = piece else { return Ok(made) };
            made.write(&piece).await?;
            self.pace.step(self.ctx).await?;
        }
    }

    fn failed(&self, error: TaskError) -> TaskError {
        let (from, to) = self.step.get();
        error.context(message!(
            "The browser could not compress the file between bytes {from} and {to}",
            from = from,
            to = to
        ))
    }
}
