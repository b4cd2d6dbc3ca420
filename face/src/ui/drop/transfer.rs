//! What a drag, a drop or a paste carries.

use leptos::wasm_bindgen::JsValue;
use web_sys::{ClipboardEvent, DataTransfer, DragEvent, File, FileSystemEntry};

use crate::browser::is_typing;

/// What was dropped or pasted. The browser hands it out only during the event; [`read`](Self::read) reads it later.
#[derive(Default)]
pub(in crate::ui) struct Transferred {
    pub(super) files: Vec<File>,
    pub(super) folders: Vec<FileSystemEntry>,
    /// How many items are no files.
    pub(super) unknown: usize,
}

impl Transferred {
    /// Takes what an event carries.
    pub(in crate::ui) fn of(transfer: Option<DataTransfer>) -> Self {
        let mut taken = Self::default();
        let Some(items) = transfer.map(|transfer| transfer.items()) else {
            return taken;
        };
        for i in 0..items.length() {
            let Some(item) = items.get(i).filter(|item| item.kind() == "file") else {
                continue;
            };
            let entry = item.webkit_get_as_entry().ok().flatten();
            match entry.filter(FileSystemEntry::is_directory) {
                Some(folder) => taken.folders.push(folder),
                None => match item.get_as_file().ok().flatten() {
                    Some(file) => taken.files.push(file),
                    None => taken.unknown += 1,
                },
            }
        }
        taken
    }
}

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
