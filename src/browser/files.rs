//! Files that somebody picked or dropped, as the value of a parameter.

use std::collections::HashSet;

use serde_json::{Value, json};
use taskdeck_core::Params;

/// A file, and where in a picked folder it was.
#[derive(Clone, Debug)]
pub struct PickedFile {
    /// The file.
    pub file: web_sys::File,
    /// Its path inside the picked folder, with `/`; its name when it was picked alone.
    pub path: String,
}

impl PickedFile {
    /// A file that was picked alone.
    #[must_use]
    pub fn alone(file: web_sys::File) -> Self {
        let path = file.name();
        Self { file, path }
    }
}

/// Each file once, in the same order: who has the path, the size and the time of another is that one.
pub(crate) fn distinct(files: impl IntoIterator<Item = PickedFile>) -> Vec<PickedFile> {
    let mut seen = HashSet::new();
    let is_new = |picked: &PickedFile| {
        let (size, time) = (picked.file.size(), picked.file.last_modified());
        seen.insert((picked.path.clone(), size.to_bits(), time.to_bits()))
    };
    files.into_iter().filter(is_new).collect()
}

/// The attachment of a parameter of kind [`Files`](taskdeck_core::FieldKind::Files). The value that
/// is written down beside it is a list of paths and sizes.
#[derive(Clone, Debug, Default)]
pub struct PickedFiles(pub Vec<PickedFile>);

impl PickedFiles {
    /// These parameters with the files under this name.
    #[must_use]
    pub fn into_params(self, params: Params, name: &str) -> Params {
        let written: Vec<Value> = self
            .0
            .iter()
            .map(|picked| json!({ "path": picked.path, "size": picked.file.size() }))
            .collect();
        params.with(name, written).attach(name, self)
    }

    /// The files under this name; none when there are none.
    #[must_use]
    pub fn of(params: &Params, name: &str) -> Vec<PickedFile> {
        params
            .attachment::<Self>(name)
            .map(|files| files.0.clone())
            .unwrap_or_default()
    }
}
