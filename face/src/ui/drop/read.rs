//! Reads picked or dropped files, and the contents of folders.

use leptos::wasm_bindgen::{JsCast, JsValue};
use taskdeck_core::{TaskError, message};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    File, FileSystemDirectoryEntry, FileSystemDirectoryReader, FileSystemEntry,
    FileSystemFileEntry, HtmlInputElement,
};

use super::transfer::Transferred;
use crate::browser::{Names, PickedFile, js_error};

/// Returns the picked files. Those in a folder have their path inside it.
pub(crate) fn picked_files(input: &HtmlInputElement) -> Vec<PickedFile> {
    let Some(list) = input.files() else {
        return Vec::new();
    };
    (0..list.length())
        .filter_map(|i| list.get(i))
        .map(|file| {
            let path = js_sys::Reflect::get(&file, &"webkitRelativePath".into())
                .ok()
                .and_then(|path| path.as_string())
                .filter(|path| !path.is_empty())
                .unwrap_or_else(|| file.name());
            PickedFile { file, path }
        })
        .collect()
}

impl Transferred {
    /// Returns the files, with those inside folders.
    pub(in crate::ui) async fn read(self) -> Result<Vec<PickedFile>, TaskError> {
        if self.unknown > 0 {
            return Err(TaskError::new(message!(
                "1 dropped item cannot be read as a file|{count} dropped items cannot be read as files",
                count = self.unknown
            )));
        }
        let mut files: Vec<PickedFile> = self.files.into_iter().map(PickedFile::alone).collect();
        // Two folders from different places may have the same name.
        let mut names = Names::default();
        let folders = self.folders.into_iter();
        let mut folders: Vec<(String, FileSystemEntry)> = folders
            .map(|folder| (names.take(&folder.name()), folder))
            .collect();
        while let Some((path, entry)) = folders.pop() {
            let inside = read_folder(&entry).await.map_err(|error| {
                error.context(message!(
                    "The folder {name} could not be read",
                    name = entry.name()
                ))
            })?;
            for entry in inside {
                let path = format!("{path}/{}", entry.name());
                if entry.is_directory() {
                    folders.push((path, entry));
                } else {
                    let file = read_file(&entry).await.map_err(|error| {
                        error.context(message!("{name} could not be read", name = entry.name()))
                    })?;
                    files.push(PickedFile { file, path });
                }
            }
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(files)
    }
}

/// Returns the direct entries of a folder. The browser returns them in batches, the last of which is empty.
async fn read_folder(folder: &FileSystemEntry) -> Result<Vec<FileSystemEntry>, TaskError> {
    let reader: FileSystemDirectoryReader = folder
        .unchecked_ref::<FileSystemDirectoryEntry>()
        .create_reader();
    let mut inside = Vec::new();
    loop {
        let part = from_callbacks(|resolve, reject| {
            reader.read_entries_with_callback_and_callback(resolve, reject)
        })
        .await?;
        let part: js_sys::Array = part.unchecked_into();
        if part.length() == 0 {
            return Ok(inside);
        }
        inside.extend(part.iter().map(JsCast::unchecked_into));
    }
}

async fn read_file(entry: &FileSystemEntry) -> Result<File, TaskError> {
    let file_entry: &FileSystemFileEntry = entry.unchecked_ref();
    let file = from_callbacks(|resolve, reject| {
        file_entry.file_with_callback_and_callback(resolve, reject);
        Ok(())
    })
    .await?;
    Ok(file.unchecked_into())
}

/// Awaits a browser function that takes one callback for success and one for failure.
async fn from_callbacks(
    call: impl FnOnce(&js_sys::Function, &js_sys::Function) -> Result<(), JsValue>,
) -> Result<JsValue, TaskError> {
    let mut call = Some(call);
    let promise = js_sys::Promise::new(&mut |resolve, reject| {
        if let Some(Err(error)) = call.take().map(|call| call(&resolve, &reject)) {
            // It failed before it could call either callback.
            let _ = reject.call1(&JsValue::UNDEFINED, &error);
        }
    });
    JsFuture::from(promise)
        .await
        .map_err(|error| js_error(&error))
}
