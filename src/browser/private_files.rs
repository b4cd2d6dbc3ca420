//! Large files in the making, kept in the origin's private file system instead of in memory.
//!
//! Each page has a folder of its own there and holds a lock of the same name for as long as it lives;
//! the next page to start removes the folders that nobody holds.

use std::cell::{Cell, OnceCell};

use js_sys::{Array, AsyncIterator, Function, Promise, Reflect, Uint8Array};
use taskdeck_core::TaskError;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Blob, File, FileSystemDirectoryHandle, FileSystemFileHandle, FileSystemGetDirectoryOptions,
    FileSystemGetFileOptions, FileSystemRemoveOptions, FileSystemWritableFileStream,
};

use super::promise::{called, let_go, settled};

/// The folder in which every page has one of its own.
const FOLDER: &str = "taskdeck";

thread_local! {
    /// The name of this page's folder.
    static PAGE: OnceCell<String> = const { OnceCell::new() };
    /// How many files this page has made.
    static MADE: Cell<u64> = const { Cell::new(0) };
}

/// A file in the making in the origin's private file system. Dropping it before
/// [`finish`](Self::finish) removes it.
pub(super) struct PrivateFile {
    folder: FileSystemDirectoryHandle,
    name: String,
    handle: FileSystemFileHandle,
    /// There until the file is finished.
    writable: Option<FileSystemWritableFileStream>,
}

impl PrivateFile {
    /// An empty file.
    ///
    /// # Errors
    ///
    /// When this browser has no such file system, or not for this page.
    pub(super) async fn create() -> Result<Self, TaskError> {
        let folder = page_folder().await?;
        let number = MADE.replace(MADE.get() + 1);
        let name = format!("file-{number}");
        let options = FileSystemGetFileOptions::new();
        options.set_create(true);
        let handle: FileSystemFileHandle =
            settled(folder.get_file_handle_with_options(&name, &options)).await?;
        let writable = settled(called(create_writable(&handle))?).await?;
        Ok(Self {
            folder,
            name,
            handle,
            writable: Some(writable),
        })
    }

    /// Appends these bytes, which may be changed once this resolves.
    pub(super) async fn write(&self, bytes: &Uint8Array) -> Result<(), TaskError> {
        let Some(writable) = &self.writable else {
            return Err(TaskError::new("the file is finished"));
        };
        settled(called(writable.write_with_buffer_source(bytes))?)
            .await
            .map(|_: JsValue| ())
    }

    /// Appends what is in a blob, which need not come into memory for it.
    pub(super) async fn write_blob(&self, blob: &Blob) -> Result<(), TaskError> {
        let Some(writable) = &self.writable else {
            return Err(TaskError::new("the file is finished"));
        };
        settled(called(writable.write_with_blob(blob))?)
            .await
            .map(|_: JsValue| ())
    }

    /// The file, which stays until this page is closed.
    pub(super) async fn finish(mut self) -> Result<File, TaskError> {
        if let Some(writable) = &self.writable {
            let _: JsValue = settled(writable.close()).await?;
        }
        let file = settled(self.handle.get_file()).await?;
        self.writable = None;
        Ok(file)
    }
}

impl Drop for PrivateFile {
    fn drop(&mut self) {
        let Some(writable) = self.writable.take() else {
            return;
        };
        let (folder, name) = (self.folder.clone(), self.name.clone());
        let aborted = JsFuture::from(writable.abort());
        spawn_local(async move {
            // A file that is being written to cannot be removed. One that cannot be removed now is
            // when the next page starts.
            let _ = aborted.await;
            let _ = JsFuture::from(folder.remove_entry(&name)).await;
        });
    }
}

/// Safari has had the rest of the private file system for longer than this.
fn create_writable(handle: &FileSystemFileHandle) -> Result<Promise, JsValue> {
    if Reflect::has(handle, &"createWritable".into())? {
        Ok(handle.create_writable())
    } else {
        Err(js_sys::Error::new("This browser cannot write to its private file system here").into())
    }
}

/// Removes the files of pages that are closed. To be called once when a page starts.
pub async fn remove_leftovers() {
    // Nobody asked for this: where there is no such file system, or it refuses, nothing is lost.
    let _ = try_remove_leftovers().await;
}

async fn try_remove_leftovers() -> Result<(), TaskError> {
    let root = root().await?;
    let Ok(folder) = settled::<FileSystemDirectoryHandle>(root.get_directory_handle(FOLDER)).await
    else {
        return Ok(());
    };
    let held = held_locks().await;
    let own = PAGE.with(|page| page.get().cloned());
    for name in names(&folder).await? {
        if own.as_ref() == Some(&name) || held.contains(&lock_name(&name)) {
            continue;
        }
        let options = FileSystemRemoveOptions::new();
        options.set_recursive(true);
        let_go(folder.remove_entry_with_options(&name, &options));
    }
    Ok(())
}

async fn root() -> Result<FileSystemDirectoryHandle, TaskError> {
    let missing = || TaskError::new("This browser has no private file system for this page");
    let navigator = navigator().ok_or_else(missing)?;
    // Only a secure page has one.
    let storage = Reflect::get(&navigator, &"storage".into()).unwrap_or_default();
    let has =
        storage.is_object() && Reflect::has(&storage, &"getDirectory".into()).unwrap_or_default();
    if !has {
        return Err(missing());
    }
    settled(
        storage
            .unchecked_into::<web_sys::StorageManager>()
            .get_directory(),
    )
    .await
}

async fn page_folder() -> Result<FileSystemDirectoryHandle, TaskError> {
    let page = match PAGE.with(|page| page.get().cloned()) {
        Some(page) => page,
        None => {
            let random = (js_sys::Math::random() * 1e15) as u64;
            let page = format!("page-{}-{random}", js_sys::Date::now() as u64);
            PAGE.with(|cell| cell.get_or_init(|| page).clone())
        }
    };
    // The lock goes before the folder, so that no other page takes it for a leftover.
    hold_lock(&lock_name(&page)).await;
    let create = FileSystemGetDirectoryOptions::new();
    create.set_create(true);
    let folder: FileSystemDirectoryHandle = settled(
        root()
            .await?
            .get_directory_handle_with_options(FOLDER, &create),
    )
    .await?;
    settled(folder.get_directory_handle_with_options(&page, &create)).await
}

async fn names(folder: &FileSystemDirectoryHandle) -> Result<Vec<String>, TaskError> {
    let keys: AsyncIterator = folder.keys();
    let mut names = Vec::new();
    loop {
        let next: JsValue = settled(called(keys.next())?).await?;
        if called(Reflect::get(&next, &"done".into()))?.is_truthy() {
            return Ok(names);
        }
        names.extend(called(Reflect::get(&next, &"value".into()))?.as_string());
    }
}

fn navigator() -> Option<JsValue> {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into()).ok()?;
    navigator.is_object().then_some(navigator)
}

fn lock_name(page: &str) -> String {
    format!("{FOLDER}/{page}")
}

/// The Web Locks of this page, by name: web-sys has them only behind its flag for unstable
/// interfaces.
fn locks() -> Option<JsValue> {
    let locks = Reflect::get(&navigator()?, &"locks".into()).ok()?;
    locks.is_object().then_some(locks)
}

fn method(object: &JsValue, name: &str) -> Option<Function> {
    Reflect::get(object, &name.into()).ok()?.dyn_into().ok()
}

/// Holds a lock until the page is closed; resolves when it is held. Asking again for one that is held
/// changes nothing.
async fn hold_lock(name: &str) {
    thread_local! {
        static HELD: Cell<bool> = const { Cell::new(false) };
    }
    if HELD.replace(true) {
        return;
    }
    let Some((locks, request)) = locks().and_then(|locks| {
        let request = method(&locks, "request")?;
        Some((locks, request))
    }) else {
        return;
    };
    let granted = Promise::new(&mut |resolve, _| {
        let release = resolve.clone();
        let on_granted = Closure::once_into_js(move || {
            let _ = resolve.call0(&JsValue::UNDEFINED);
            // A promise that is never settled: the lock is held for ever.
            Promise::new(&mut |_, _| {})
        });
        match request.call2(&locks, &name.into(), &on_granted) {
            Ok(released) => let_go(released.unchecked_into()),
            Err(_) => {
                let _ = release.call0(&JsValue::UNDEFINED);
            }
        }
    });
    let _ = JsFuture::from(granted).await;
}

async fn held_locks() -> Vec<String> {
    let names = async {
        let locks = locks()?;
        let query = method(&locks, "query")?.call0(&locks).ok()?;
        let state = JsFuture::from(query.dyn_into::<Promise>().ok()?)
            .await
            .ok()?;
        let held: Array = Reflect::get(&state, &"held".into()).ok()?.dyn_into().ok()?;
        let name = |lock: JsValue| Reflect::get(&lock, &"name".into()).ok()?.as_string();
        Some(held.iter().filter_map(name).collect())
    };
    names.await.unwrap_or_default()
}
