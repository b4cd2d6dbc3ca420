//! A gzip file unpacked: bounded in memory, and in what comes out.

use js_sys::Uint8Array;
use taskdeck::browser::{BlobReader, FileBuilder};
use taskdeck_core::{Arg, RunContext, TaskError, message};
use web_sys::Blob;

use crate::tasks::gunzip::{Gunzip, GunzipError, Trailing};

/// The compressed bytes between two reports of progress.
const STEP: u32 = 64 << 10;

/// Unpacks a gzip file. Returns the result, and what follows the compressed data.
///
/// # Errors
///
/// The file cannot be read, is not a gzip file, is damaged, unpacks to more than `limit` bytes, or there is no room
/// for the result.
pub(super) async fn unpack(
    ctx: &RunContext,
    file: &Blob,
    limit: u64,
) -> Result<(FileBuilder, Trailing), TaskError> {
    let mut reader = BlobReader::new(file)?;
    let size = reader.size();
    let mut gunzip = Gunzip::new();
    let mut made = FileBuilder::new();
    let mut done = 0;
    ctx.progress(done, size);
    while let Some(piece) = reader.next().await? {
        for from in (0..piece.length()).step_by(STEP as usize) {
            let step = piece
                .subarray(from, piece.length().min(from + STEP))
                .to_vec();
            done += step.len() as u64;
            let mut rest = &step[..];
            loop {
                let bytes = gunzip.unpack(&mut rest).map_err(refused)?;
                if bytes.is_empty() {
                    break;
                }
                if made.size() + bytes.len() as u64 > limit {
                    return Err(too_much(limit, done - rest.len() as u64));
                }
                made.write(&Uint8Array::from(bytes)).await?;
                ctx.checkpoint().await?;
            }
            ctx.progress(done, size);
            ctx.checkpoint().await?;
        }
    }
    let trailing = gunzip.end().map_err(refused)?;
    Ok((made, trailing))
}

fn refused(error: GunzipError) -> TaskError {
    TaskError::new(error.message())
}

fn too_much(limit: u64, taken: u64) -> TaskError {
    TaskError::new(message!(
        "Stopped: more than {limit} came out of the first {taken} of the file",
        limit = Arg::bytes(limit),
        taken = Arg::bytes(taken)
    ))
}
