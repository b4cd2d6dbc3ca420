//! Files made on the spot, to try a task with.

use js_sys::{Array, Uint8Array};
use taskdeck::browser::blob;
use taskdeck_core::TaskError;
use web_sys::{File, FilePropertyBag};

/// The size of the piece that a sample repeats, in bytes.
const PIECE: u32 = 1 << 20;

/// Creates a file of this size from a repeated piece. It takes no more memory than the piece.
pub(super) fn file(name: &str, size: u32) -> Result<File, TaskError> {
    let mut state = 0x2545_f491_u32;
    let bytes: Vec<u8> = (0..PIECE.min(size))
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
        .collect();
    let piece = blob(&Array::of1(&Uint8Array::from(&*bytes)), "")?;
    let parts = Array::new();
    for _ in 0..size / PIECE {
        parts.push(&piece);
    }
    let rest = piece.slice_with_f64_and_f64(0.0, f64::from(size % PIECE));
    parts.push(&rest.unwrap_or(piece));
    named(name, &parts, "application/octet-stream")
}

/// Creates a file of these parts: texts, typed arrays and blobs.
pub(super) fn named(name: &str, parts: &Array, media_type: &str) -> Result<File, TaskError> {
    let options = FilePropertyBag::new();
    options.set_type(media_type);
    File::new_with_blob_sequence_and_options(parts, name, &options)
        .map_err(|thrown| taskdeck::browser::js_error(&thrown))
}
