//! A file, step by step.

use taskdeck::browser::BlobReader;
use taskdeck_core::{RunContext, TaskError};

/// The bytes that are processed between two checkpoints: about a millisecond of hashing.
const STEP: u32 = 256 << 10;

/// Passes the rest of a reader to `take`, step by step, with a checkpoint after each.
///
/// # Errors
///
/// The file cannot be read, or the run is being cancelled.
pub(super) async fn in_steps(
    ctx: &RunContext,
    reader: &mut BlobReader,
    mut take: impl FnMut(&[u8]),
) -> Result<(), TaskError> {
    let mut buffer = Vec::new();
    while let Some(piece) = reader.next().await? {
        for from in (0..piece.length()).step_by(STEP as usize) {
            let step = piece.subarray(from, piece.length().min(from + STEP));
            let length = step.length() as usize;
            if buffer.len() < length {
                buffer.resize(length, 0);
            }
            step.copy_to(&mut buffer[..length]);
            take(&buffer[..length]);
            ctx.checkpoint().await?;
        }
    }
    Ok(())
}
