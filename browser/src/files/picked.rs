//! Files that were picked or dropped, as the value of a parameter.
//!
//! A file is an object: two of one name, size and date are two files, as a browser does not say where a file lies. So no file
//! is left out but one that is the very same object. Their paths are told apart by numbers.

use std::collections::HashSet;

use serde_json::{Value, json};
use taskdeck_core::Params;

use super::names::Names;

/// A file, and where in a picked folder it was.
#[derive(Clone, Debug)]
pub struct PickedFile {
    /// The file.
    pub file: web_sys::File,
    /// Its path inside the picked folder, with `/`; its name when it was picked alone. Where two are the same, one has a
    /// number.
    pub path: String,
}

impl PickedFile {
    /// Creates one for a file that was picked alone.
    #[must_use]
    pub fn alone(file: web_sys::File) -> Self {
        let path = file.name();
        Self { file, path }
    }

    /// Returns the path with the name that the file has, without a number.
    pub fn picked_path(&self) -> String {
        let name = self.file.name();
        match self.path.rsplit_once('/') {
            Some((folder, _)) => format!("{folder}/{name}"),
            None => name,
        }
    }

    /// Returns what the same file has whenever it is picked: its path without numbers, its size and its date.
    fn face(&self) -> (String, u64, u64) {
        let path = self.picked_path();
        let path = match path.split_once('/') {
            Some((root, rest)) => format!("{}/{rest}", without_number(root)),
            None => path,
        };
        let (size, date) = (self.file.size(), self.file.last_modified());
        (path, size.to_bits(), date.to_bits())
    }
}

/// Returns each file once, in the same order. Only the very same object is the same file.
pub fn distinct(files: impl IntoIterator<Item = PickedFile>) -> Vec<PickedFile> {
    let seen = js_sys::Set::new(&js_sys::Array::new());
    let is_new = |picked: &PickedFile| {
        let before = seen.size();
        seen.add(&picked.file);
        seen.size() > before
    };
    files.into_iter().filter(is_new).collect()
}

/// Adds files that were picked or dropped at once. A folder of a name that is there already is another folder, and is numbered.
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
    tell_apart(have);
}

/// Gives a number to each path that is there already.
fn tell_apart(files: &mut [PickedFile]) {
    let mut names = Names::default();
    for picked in files {
        picked.path = names.take(&picked.path);
    }
}

/// Returns how many of these have the path, the size and the date of another: the same file may have been picked twice, or
/// a copy of it.
pub fn alike(files: &[PickedFile]) -> usize {
    let mut seen = HashSet::new();
    files
        .iter()
        .filter(|picked| !seen.insert(picked.face()))
        .count()
}

fn root(path: &str) -> Option<&str> {
    Some(path.split_once('/')?.0)
}

/// A name without the number that [`Names`] may have given it.
fn without_number(name: &str) -> &str {
    let number = name
        .strip_suffix(')')
        .and_then(|name| name.rsplit_once(" ("));
    match number {
        Some((stem, number)) if number.bytes().all(|digit| digit.is_ascii_digit()) => stem,
        _ => name,
    }
}

/// The attachment of a parameter of kind [`Files`](taskdeck_core::FieldKind::Files). The value that
/// is written down beside it is a list of paths and sizes.
#[derive(Clone, Debug, Default)]
pub struct PickedFiles(pub Vec<PickedFile>);

impl PickedFiles {
    /// These parameters with the files under this name. Paths that are the same are told apart.
    #[must_use]
    pub fn into_params(mut self, params: Params, name: &str) -> Params {
        tell_apart(&mut self.0);
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
