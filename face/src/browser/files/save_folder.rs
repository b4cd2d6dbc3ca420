//! Saves files into a folder that the user picks.

use js_sys::{Function, Object, Promise, Reflect};
use taskdeck_core::TaskError;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, DomException, FileSystemDirectoryHandle, FileSystemFileHandle, FileSystemGetFileOptions,
    WritableStream,
};

use super::names::FileNames;
use crate::browser::page::{error::js_error, promise::settled};

/// The name of the browser's function, which web-sys has only among its unstable interfaces.
const PICKER: &str = "showDirectoryPicker";

/// A file with the name to save it under.
#[derive(Clone, Debug)]
pub(crate) struct NamedBlob {
    pub(crate) name: String,
    pub(crate) blob: Blob,
}

/// Why a file was not saved.
#[derive(Debug)]
pub(crate) struct SaveError {
    /// The name of the file.
    pub(crate) name: String,
    pub(crate) why: TaskError,
}

/// What the user did with the folder picker.
#[derive(Debug)]
pub(crate) enum Pick {
    /// Picked a folder, which may be written to.
    Folder(FileSystemDirectoryHandle),
    /// Closed the picker.
    Cancelled,
    /// There is no picker, or none for this page.
    Unavailable,
}

/// Shows the browser's folder picker, if it has one. Call this while a click or a key is handled.
pub(crate) async fn pick_folder() -> Pick {
    let Some(promise) = open_picker() else {
        return Pick::Unavailable;
    };
    match JsFuture::from(promise).await {
        Ok(folder) => Pick::Folder(folder.unchecked_into()),
        Err(error) if is_named(&error, "AbortError") => Pick::Cancelled,
        // A frame of another site has no picker.
        Err(_) => Pick::Unavailable,
    }
}

fn open_picker() -> Option<Promise> {
    let window = web_sys::window()?;
    let picker: Function = Reflect::get(&window, &PICKER.into())
        .ok()?
        .dyn_into()
        .ok()?;
    let options = Object::new();
    Reflect::set(&options, &"mode".into(), &"readwrite".into()).ok()?;
    picker.call1(&window, &options).ok()?.dyn_into().ok()
}

/// Saves files into a folder, one after the other. Each is streamed by the browser, and none replaces another file. On an
/// error the files before it stay.
///
/// # Errors
///
/// A file cannot be read or written.
pub(crate) async fn save_into(
    folder: &FileSystemDirectoryHandle,
    files: &[NamedBlob],
) -> Result<(), SaveError> {
    let mut names = FileNames::default();
    for NamedBlob { name, blob } in files {
        save_one(folder, &mut names, name, blob)
            .await
            .map_err(|why| SaveError {
                name: name.clone(),
                why,
            })?;
    }
    Ok(())
}

async fn save_one(
    folder: &FileSystemDirectoryHandle,
    names: &mut FileNames,
    name: &str,
    blob: &Blob,
) -> Result<(), TaskError> {
    let mut free = names.take(name);
    while is_taken(folder, &free).await? {
        free = names.take(name);
    }
    let create = FileSystemGetFileOptions::new();
    create.set_create(true);
    let file: FileSystemFileHandle =
        settled(folder.get_file_handle_with_options(&free, &create)).await?;
    let written = async {
        let writable: WritableStream = settled(file.create_writable()).await?;
        // It closes the file at the end, and drops what was written after an error.
        let _: JsValue = settled(blob.stream().pipe_to(&writable)).await?;
        Ok(())
    };
    let written: Result<(), TaskError> = written.await;
    if written.is_err() {
        // Nothing of the file is left but its name.
        let _ = JsFuture::from(folder.remove_entry(&free)).await;
    }
    written
}

/// Returns whether a file or a folder has this name. The file system decides whether case matters.
async fn is_taken(folder: &FileSystemDirectoryHandle, name: &str) -> Result<bool, TaskError> {
    match JsFuture::from(folder.get_file_handle(name)).await {
        Ok(_) => Ok(true),
        Err(error) if is_named(&error, "NotFoundError") => Ok(false),
        Err(error) if is_named(&error, "TypeMismatchError") => Ok(true),
        Err(error) => Err(js_error(&error)),
    }
}

fn is_named(error: &JsValue, name: &str) -> bool {
    let error = error.dyn_ref::<DomException>();
    error.is_some_and(|error| error.name() == name)
}
