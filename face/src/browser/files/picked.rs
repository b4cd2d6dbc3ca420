//! Picked or dropped files as the value of a parameter.
//!
//! A browser does not reveal where a file is stored. Two file objects therefore count as two files,
//! even if name, size and date are equal; only the same object is dropped as a duplicate. Equal
//! paths are numbered.

use serde_json::{Value, json};
use taskdeck_core::Params;

use super::names::Names;

/// A file and its path inside the picked folder.
#[derive(Clone, Debug)]
pub struct PickedFile {
    /// The file.
    pub file: web_sys::File,
    /// The path inside the picked folder, separated by `/`, or the name if the file was picked
    /// alone. Equal paths are numbered.
    pub path: String,
}

impl PickedFile {
    /// Creates a `PickedFile` for a file that was picked alone.
    #[must_use]
    pub fn alone(file: web_sys::File) -> Self {
        let path = file.name();
        Self { file, path }
    }

    /// Returns the path without a number in the file name.
    pub fn picked_path(&self) -> String {
        let name = self.file.name();
        match self.path.rsplit_once('/') {
            Some((folder, _)) => format!("{folder}/{name}"),
            None => name,
        }
    }

    /// Returns a name for what stays the same if a file is picked again: the path without numbers, the
    /// size and the date.
    fn identity(&self) -> String {
        let path = self.picked_path();
        let path = match path.split_once('/') {
            Some((root, rest)) => format!("{}/{rest}", without_number(root)),
            None => path,
        };
        let (size, date) = (self.file.size(), self.file.last_modified());
        format!("{path}\n{} {}", size as u64, date as u64)
    }
}

/// Returns each file object once, in the same order.
pub fn distinct(files: impl IntoIterator<Item = PickedFile>) -> Vec<PickedFile> {
    let seen = js_sys::Set::new(&js_sys::Array::new());
    let is_new = |picked: &PickedFile| {
        let before = seen.size();
        seen.add(&picked.file);
        seen.size() > before
    };
    files.into_iter().filter(is_new).collect()
}

/// Adds the files of one pick or drop. A folder whose name is taken is treated as another folder
/// and is numbered.
pub fn add_files(have: &mut Vec<PickedFile>, mut more: Vec<PickedFile>) {
    let mut roots = Names::default();
    for picked in have.iter() {
        if let Some(root) = root(&picked.path) {
            roots.hold(root);
        }
    }
    let mut renamed: Vec<(String, String)> = Vec::new();
    for picked in &mut more {
        let Some((root, rest)) = picked.path.split_once('/') else {
            continue;
        };
        let known = renamed.iter().find(|(old, _)| old == root);
        let new = match known {
            Some((_, new)) => new.clone(),
            None => {
                let new = roots.take(root);
                renamed.push((root.to_owned(), new.clone()));
                new
            }
        };
        picked.path = format!("{new}/{rest}");
    }
    *have = distinct(have.drain(..).chain(more));
    make_unique(have);
}

/// Numbers every path that occurs earlier in the list.
fn make_unique(files: &mut [PickedFile]) {
    let mut names = Names::default();
    for picked in files {
        picked.path = names.take(&picked.path);
    }
}

/// Returns the number of files that share path, size and date with an earlier one: either the same
/// file was picked twice, or it is a copy.
pub fn alike(files: &[PickedFile]) -> usize {
    let mut seen = Names::default();
    files
        .iter()
        .filter(|picked| !seen.take_if_free(&picked.identity()))
        .count()
}

fn root(path: &str) -> Option<&str> {
    Some(path.split_once('/')?.0)
}

/// Returns a name without the number that [`Names`] may have added.
fn without_number(name: &str) -> &str {
    let number = name
        .strip_suffix(')')
        .and_then(|name| name.rsplit_once(" ("));
    match number {
        Some((stem, number)) if number.bytes().all(|digit| digit.is_ascii_digit()) => stem,
        _ => name,
    }
}

/// The attachment of a parameter of kind [`Files`](taskdeck_core::FieldKind::Files). The serialized
/// value of that parameter is a list of paths and sizes.
#[derive(Clone, Debug, Default)]
pub struct PickedFiles(pub Vec<PickedFile>);

impl PickedFiles {
    /// Returns `params` with these files attached under `name`. Equal paths are numbered.
    #[must_use]
    pub fn into_params(mut self, params: Params, name: &str) -> Params {
        make_unique(&mut self.0);
        let written: Vec<Value> = self
            .0
            .iter()
            .map(|picked| json!({ "path": picked.path, "size": picked.file.size() }))
            .collect();
        params.with(name, written).attach(name, self)
    }

    /// Returns the files attached under `name`, or an empty list.
    #[must_use]
    pub fn of(params: &Params, name: &str) -> Vec<PickedFile> {
        params
            .attachment::<Self>(name)
            .map(|files| files.0.clone())
            .unwrap_or_default()
    }
}
