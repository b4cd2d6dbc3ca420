//! Files that a run made, as a result holds them.

use js_sys::Array;
use taskdeck_core::{OutputFile, TaskError};
use web_sys::{Blob, BlobPropertyBag};

use crate::page::promise::called;

/// Another name for the file that a run makes, where its own would be that of another run's. As an attachment of parameters it
/// stays on the page.
#[derive(Clone, Debug)]
pub struct SaveAs {
    /// The name that the run gives it.
    pub own: String,
    /// The name to save it under.
    pub name: String,
}

impl SaveAs {
    /// The name under which it is attached.
    pub const NAME: &str = "save_as";
}

/// A blob as a file that can be saved under this name.
pub fn output_file(name: &str, blob: Blob) -> OutputFile {
    OutputFile::new(name, blob.size() as u64, blob.type_(), blob)
}

/// A text of this media type as a file that can be saved under this name.
pub fn text_file(name: &str, media_type: &str, text: &str) -> Result<OutputFile, TaskError> {
    let blob = blob(&Array::of1(&text.into()), media_type)?;
    Ok(output_file(name, blob))
}

/// A blob of these parts: texts, typed arrays and other blobs.
pub fn blob(parts: &Array, media_type: &str) -> Result<Blob, TaskError> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    called(Blob::new_with_blob_sequence_and_options(parts, &options))
}
