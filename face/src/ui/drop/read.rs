//! Reads picked or dropped files, and the contents of folders.

use std::future::Future;

use leptos::wasm_bindgen::{JsCast, JsValue};
use taskdeck_core::{TaskError, message};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    ClipboardEvent, DataTransfer, DragEvent, File, FileSystemDirectoryEntry,
    FileSystemDirectoryReader, FileSystemEntry, FileSystemFileEntry, HtmlInputElement,
};

use crate::browser::{Names, PickedFile, is_typing, js_error};

/// Returns whether files are dragged.
pub(crate) fn has_files(event: &DragEvent) -> bool {
    event.data_transfer().is_some_and(|transfer| {
        transfer
            .types()
            .iter()
            .any(|kind| kind.as_string().as_deref() == Some("Files"))
    })
}

/// Returns whether files are pasted. While text is typed, the clipboard must have nothing else: its text would go into
/// the field.
pub(crate) fn pastes_files(event: &ClipboardEvent) -> bool {
    event.clipboard_data().is_some_and(|transfer| {
        let types = transfer.types();
        let is_files = |kind: JsValue| kind.as_string().as_deref() == Some("Files");
        match is_typing() {
            true => types.length() > 0 && types.iter().all(is_files),
            false => types.iter().any(is_files),
        }
    })
}

/// Returns the media types of dragged files. Their names are not known until the drop.
pub(crate) fn dragged_types(event: &DragEvent) -> Vec<(String, String)> {
    let Some(transfer) = event.data_transfer() else {
        return Vec::new();
    };
    let items = transfer.items();
    (0..items.length())
        .filter_map(|i| items.get(i))
        .filter(|item| item.kind() == "file")
        .map(|item| (String::new(), item.type_()))
        .collect()
}

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

/// Returns the dropped files, with those inside folders.
pub(crate) fn dropped_files(
    event: &DragEvent,
) -> impl Future<Output = Result<Vec<PickedFile>, TaskError>> + use<> {
    transferred_files(event.data_transfer())
}

/// Returns the files of a drop or of a paste, with those inside folders. The browser gives access to them only during
/// the event, so its items are taken now; folders are read when the future is polled.
pub(crate) fn transferred_files(
    transfer: Option<DataTransfer>,
) -> impl Future<Output = Result<Vec<PickedFile>, TaskError>> + use<> {
    let mut files = Vec::new();
    let mut folders = Vec::new();
    let mut unknown = 0;
    // Two folders from different places may have the same name.
    let mut names = Names::default();
    if let Some(transfer) = transfer {
        let items = transfer.items();
        for i in 0..items.length() {
            let Some(item) = items.get(i).filter(|item| item.kind() == "file") else {
                continue;
            };
            let entry = item.webkit_get_as_entry().ok().flatten();
            match entry.filter(FileSystemEntry::is_directory) {
                Some(folder) => {
                    let root = names.take(&folder.name());
                    folders.push((root, folder));
                }
                None => match item.get_as_file().ok().flatten() {
                    Some(file) => files.push(PickedFile::alone(file)),
                    None => unknown += 1,
                },
            }
        }
    }
    async move {
        if unknown > 0 {
            return Err(TaskError::new(message!(
                "1 dropped item cannot be read as a file|{count} dropped items cannot be read as files",
                count = unknown
            )));
        }
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
