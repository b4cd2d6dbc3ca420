//! Files that a run made, as a result holds them.

use js_sys::Array;
use taskdeck_core::{OutputFile, TaskError};
use web_sys::{Blob, BlobPropertyBag};

use super::promise::called;

/// A blob as a file that can be saved under this name.
pub(crate) fn output_file(name: &str, blob: Blob) -> OutputFile {
    OutputFile::new(name, blob.size() as u64, blob.type_(), blob)
}

/// A text of this media type as a file that can be saved under this name.
pub(crate) fn text_file(name: &str, media_type: &str, text: &str) -> Result<OutputFile, TaskError> {
    let blob = blob(&Array::of1(&text.into()), media_type)?;
    Ok(output_file(name, blob))
}

/// A blob of these parts: texts, typed arrays and other blobs.
pub(crate) fn blob(parts: &Array, media_type: &str) -> Result<Blob, TaskError> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    called(Blob::new_with_blob_sequence_and_options(parts, &options))
}
