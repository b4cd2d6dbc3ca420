//! Files as parts of a run's output.

use js_sys::Array;
use taskdeck_core::{OutputFile, TaskError};
use web_sys::{Blob, BlobPropertyBag};

use crate::browser::page::promise::called;

/// An alternative name for the file that a run makes, for when two runs would make files of the
/// same name. It is attached to the run's parameters and is not sent to workers.
#[derive(Clone, Debug)]
pub struct SaveAs {
    /// The name that the run gives the file.
    pub own: String,
    /// The name that the file is saved under.
    pub name: String,
}

impl SaveAs {
    /// The name of the attachment.
    pub const NAME: &str = "save_as";
}

/// Wraps a blob as a file that can be saved under `name`.
pub fn output_file(name: &str, blob: Blob) -> OutputFile {
    OutputFile::new(name, blob.size() as u64, blob.type_(), blob)
}

/// Creates a file from a text.
pub fn text_file(name: &str, media_type: &str, text: &str) -> Result<OutputFile, TaskError> {
    let blob = blob(&Array::of1(&text.into()), media_type)?;
    Ok(output_file(name, blob))
}

/// Creates a blob from `parts`, which are texts, typed arrays or other blobs.
pub fn blob(parts: &Array, media_type: &str) -> Result<Blob, TaskError> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    called(Blob::new_with_blob_sequence_and_options(parts, &options))
}
