//! A file sent through gzip: bounded in memory, in output, and in how long one step takes.

use std::cell::Cell;

use futures_util::future::try_join;
use js_sys::Uint8Array;
use taskdeck_core::{RunContext, TaskError};
use web_sys::Blob;

use crate::{
    browser::{BlobReader, FileBuilder, Gzip, StreamReader, StreamWriter, gzip},
    tasks::{pace::Pace, size},
};

/// How many bytes are packed in one step: the browser does it on this thread, in a few milliseconds.
const PACK_STEP: u32 = 64 << 10;

/// How many bytes are unpacked in one step, at most: what comes out may be a thousand times as much.
const UNPACK_STEP: u32 = 16 << 10;

/// How many bytes one step of unpacking should make.
const UNPACKED: f64 = 512.0 * 1024.0;

/// The most that gzip can make out of one byte.
const WORST_RATIO: f64 = 1032.0;

/// Sends a file through gzip and returns what came out.
///
/// # Errors
///
/// When the file cannot be read, is damaged (saying where), makes more than `limit` bytes, or there
/// is no room for what it makes.
pub(super) async fn pump(
    ctx: &RunContext,
    file: &Blob,
    which: Gzip,
    limit: u64,
) -> Result<FileBuilder, TaskError> {
    let (writer, reader) = gzip(which)?;
    let pump = Pump {
        ctx,
        which,
        limit,
        size: file.size() as u64,
        step: Cell::new((0, 0)),
        made: Cell::new(0),
        ratio: Cell::new(WORST_RATIO),
        pace: Pace::new(),
    };
    let feed = pump.feed(BlobReader::new(file)?, writer);
    let (_, made) = try_join(feed, pump.drain(reader)).await?;
    Ok(made)
}

struct Pump<'a> {
    ctx: &'a RunContext,
    which: Gzip,
    limit: u64,
    size: u64,
    /// Where the newest step begins and ends.
    step: Cell<(u64, u64)>,
    made: Cell<u64>,
    /// How many bytes come out for one that goes in, lately.
    ratio: Cell<f64>,
    pace: Pace,
}

impl Pump<'_> {
    async fn feed(&self, mut file: BlobReader, writer: StreamWriter) -> Result<(), TaskError> {
        let mut done = 0;
        self.ctx.progress(done, self.size);
        while let Some(piece) = file.next().await? {
            if done == 0 && self.which == Gzip::Unpack {
                check_magic(&piece)?;
            }
            let mut from = 0;
            while from < piece.length() {
                let made = self.made.get();
                let length = self.step_length().min(piece.length() - from);
                let step = piece.subarray(from, from + length);
                self.step.set((done, done + u64::from(length)));
                let written = writer.write(&step).await;
                written.map_err(|error| self.damage(error))?;
                from += length;
                done += u64::from(length);
                self.ctx.progress(done, self.size);
                self.learn(length, self.made.get() - made);
                self.pace.step(self.ctx).await?;
            }
        }
        self.step.set((self.size, self.size));
        writer.close().await.map_err(|error| self.damage(error))
    }

    async fn drain(&self, mut reader: StreamReader) -> Result<FileBuilder, TaskError> {
        let mut made = FileBuilder::new();
        loop {
            let piece = reader.next().await.map_err(|error| self.damage(error))?;
            let Some(piece) = piece else { return Ok(made) };
            if made.size() + u64::from(piece.length()) > self.limit {
                return Err(self.too_much());
            }
            made.write(&piece).await?;
            self.made.set(made.size());
            self.pace.step(self.ctx).await?;
        }
    }

    /// How many bytes go in next: when unpacking so few that what comes out stays small, and in a
    /// small file fewer, so that damage is found at its place.
    fn step_length(&self) -> u32 {
        match self.which {
            Gzip::Pack => PACK_STEP,
            Gzip::Unpack => {
                let most = (self.size / 256).clamp(64, UNPACK_STEP.into()) as f64;
                (UNPACKED / self.ratio.get()).clamp(64.0, most) as u32
            }
        }
    }

    /// A sudden bomb is believed at once, its end only slowly.
    fn learn(&self, taken: u32, made: u64) {
        let ratio = made as f64 / f64::from(taken.max(1));
        self.ratio.set(ratio.max(self.ratio.get() * 0.9).max(1.0));
    }

    fn damage(&self, error: TaskError) -> TaskError {
        let (from, to) = self.step.get();
        let place = format!("{} and {}", size::grouped(from), size::grouped(to));
        let reason = error.message().to_ascii_lowercase();
        let message = if self.which == Gzip::Pack {
            format!("The browser could not compress the file between bytes {place}")
        } else if from == self.size {
            format!(
                "The file is damaged: it ends at byte {} before its data does",
                size::grouped(self.size)
            )
        } else if reason.contains("junk") || reason.contains("after the end") {
            format!(
                "The compressed data ends between bytes {place}, and the file goes on: the browser \
                 reads only one part of a file of several"
            )
        } else {
            format!("The file is damaged between bytes {place}")
        };
        error.context(message)
    }

    fn too_much(&self) -> TaskError {
        TaskError::new(format!(
            "Stopped: more than {} came out of the first {} of the file",
            size::bytes(self.limit),
            size::bytes(self.step.get().1)
        ))
    }
}

/// Says at once that a file is no gzip file, where the browser would only find it damaged.
fn check_magic(start: &Uint8Array) -> Result<(), TaskError> {
    if start.length() >= 2 && start.get_index(0) == 0x1f && start.get_index(1) == 0x8b {
        Ok(())
    } else {
        Err(TaskError::new(
            "This is not a gzip file: it does not begin as one, at byte 0",
        ))
    }
}
