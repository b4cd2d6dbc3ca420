//! Large files in the making, kept in the origin's private file system instead of in memory.
//!
//! Each page has a folder of its own there and holds a lock of the same name for as long as it lives;
//! the next page to start removes the folders that nobody holds.

use std::cell::{Cell, OnceCell, RefCell};

use gloo_timers::future::TimeoutFuture;
use js_sys::{AsyncIterator, Promise, Reflect, Uint8Array};
use taskdeck_core::{TaskError, message};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, DomException, File, FileSystemDirectoryHandle, FileSystemFileHandle,
    FileSystemGetDirectoryOptions, FileSystemGetFileOptions, FileSystemRemoveOptions,
    FileSystemWritableFileStream,
};

use super::{
    crash::spawn,
    locks,
    promise::{called, let_go, settled},
    scope::scope,
};

/// The folder in which every page has one of its own.
const FOLDER: &str = "taskdeck";

thread_local! {
    /// The name of this page's folder.
    static PAGE: OnceCell<String> = const { OnceCell::new() };
    /// How many files this page has made.
    static MADE: Cell<u64> = const { Cell::new(0) };
    /// Whether the lock of this page's folder is held, or is not ours to hold.
    static HELD: Cell<bool> = const { Cell::new(false) };
    /// What the names of files begin with.
    static PREFIX: RefCell<String> = const { RefCell::new(String::new()) };
}

/// How often a file is tried to be removed that is still held, and how long after each other, in
/// milliseconds.
const REMOVAL_TRIES: u32 = 50;
const REMOVAL_PAUSE: u32 = 100;

/// A file in the making in the origin's private file system. Dropping it before
/// [`finish`](Self::finish) removes it.
#[derive(Debug)]
pub(super) struct PrivateFile {
    handle: FileSystemFileHandle,
    writable: FileSystemWritableFileStream,
    draft: Draft,
}

/// The place of a file that is removed again unless it is kept, from before it is there.
#[derive(Debug)]
struct Draft {
    folder: FileSystemDirectoryHandle,
    name: String,
    /// What was asked for last: the file, then what writes to it. It may come when nobody waits any more.
    asked: Option<Promise>,
    kept: bool,
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
        let mut draft = Draft {
            folder,
            name: PREFIX.with_borrow(|prefix| format!("{prefix}file-{number}")),
            asked: None,
            kept: false,
        };
        let options = FileSystemGetFileOptions::new();
        options.set_create(true);
        let asked = draft
            .folder
            .get_file_handle_with_options(&draft.name, &options);
        let handle: FileSystemFileHandle = draft.ask(asked).await?;
        let writable = draft.ask(called(create_writable(&handle))?).await?;
        Ok(Self {
            handle,
            writable,
            draft,
        })
    }

    /// Appends these bytes, which may be changed once this resolves.
    pub(super) async fn write(&self, bytes: &Uint8Array) -> Result<(), TaskError> {
        settled(called(self.writable.write_with_buffer_source(bytes))?)
            .await
            .map(|_: JsValue| ())
    }

    /// Appends what is in a blob, which need not come into memory for it.
    pub(super) async fn write_blob(&self, blob: &Blob) -> Result<(), TaskError> {
        settled(called(self.writable.write_with_blob(blob))?)
            .await
            .map(|_: JsValue| ())
    }

    /// The file, which stays until this page is closed.
    pub(super) async fn finish(mut self) -> Result<File, TaskError> {
        let _: JsValue = settled(self.writable.close()).await?;
        let file = settled(self.handle.get_file()).await?;
        self.draft.kept = true;
        Ok(file)
    }
}

impl Draft {
    async fn ask<T: JsCast>(&mut self, asked: Promise) -> Result<T, TaskError> {
        self.asked = Some(asked.clone());
        settled(asked).await
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.kept {
            let (folder, name) = (self.folder.clone(), self.name.clone());
            spawn(discard(folder, name, self.asked.take()));
        }
    }
}

/// Removes a file, and first what writes to it, as soon as that is there. A file that cannot be removed
/// in time is when the next page starts.
async fn discard(folder: FileSystemDirectoryHandle, name: String, asked: Option<Promise>) {
    if let Some(asked) = asked
        && let Ok(came) = JsFuture::from(asked).await
        && let Ok(writable) = came.dyn_into::<FileSystemWritableFileStream>()
    {
        let _ = JsFuture::from(writable.abort()).await;
    }
    for _ in 0..REMOVAL_TRIES {
        match JsFuture::from(folder.remove_entry(&name)).await {
            // What wrote to it may hold it for a moment longer.
            Err(error) if !is_missing(&error) => TimeoutFuture::new(REMOVAL_PAUSE).await,
            _ => return,
        }
    }
}

fn is_missing(error: &JsValue) -> bool {
    let error = error.dyn_ref::<DomException>();
    error.is_some_and(|error| error.name() == "NotFoundError")
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
    let held = locks::held().await;
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
    let missing = || {
        TaskError::new(message!(
            "This browser has no private file system for this page"
        ))
    };
    // Only a secure page has one.
    let storage = Reflect::get(&scope().navigator(), &"storage".into()).unwrap_or_default();
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
    let page = page_name().await;
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

/// The name of this page's folder, which is this page's for as long as it lives.
pub async fn page_name() -> String {
    let page = PAGE.with(|page| {
        let made = || {
            let random = (js_sys::Math::random() * 1e15) as u64;
            format!("page-{}-{random}", js_sys::Date::now() as u64)
        };
        page.get_or_init(made).clone()
    });
    // The lock goes before the folder, so that no other page takes it for a leftover.
    if !HELD.replace(true) {
        locks::hold(&lock_name(&page)).await;
    }
    page
}

/// Makes files in the folder of this page from here on, which is not ours, with names that begin so.
pub fn work_for(page: String, prefix: String) {
    // A worker has one page.
    PAGE.with(|cell| _ = cell.set(page));
    HELD.set(true);
    PREFIX.set(prefix);
}

/// Removes the files in this page's folder whose names begin so: who made them did not live to.
pub async fn discard_all(prefix: String) {
    let found = async {
        let root = root().await?;
        let folder: FileSystemDirectoryHandle = settled(root.get_directory_handle(FOLDER)).await?;
        let page = PAGE.with(|page| page.get().cloned()).unwrap_or_default();
        let folder: FileSystemDirectoryHandle = settled(folder.get_directory_handle(&page)).await?;
        let names = names(&folder).await?;
        Ok::<_, TaskError>((folder, names))
    };
    // Where there is no such folder, there is no such file.
    let Ok((folder, names)) = found.await else {
        return;
    };
    for name in names.into_iter().filter(|name| name.starts_with(&prefix)) {
        discard(folder.clone(), name, None).await;
    }
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

fn lock_name(page: &str) -> String {
    format!("{FOLDER}/{page}")
}

#[cfg(all(test, target_arch = "wasm32"))]
mod tests {
    use futures_util::{FutureExt, future};
    use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

    use super::*;

    wasm_bindgen_test_configure!(run_in_browser);

    async fn files() -> Vec<String> {
        names(&page_folder().await.unwrap()).await.unwrap()
    }

    async fn wait_until_empty() {
        while !files().await.is_empty() {
            TimeoutFuture::new(20).await;
        }
    }

    #[wasm_bindgen_test]
    async fn a_file_is_removed_whenever_its_making_is_given_up() {
        for pauses in 0..20 {
            let mut making = Box::pin(PrivateFile::create());
            for _ in 0..pauses {
                if (&mut making).now_or_never().is_some() {
                    break;
                }
                TimeoutFuture::new(0).await;
            }
            drop(making);
        }
        wait_until_empty().await;
    }

    #[wasm_bindgen_test]
    async fn a_file_stays_once_it_is_finished() {
        let file = PrivateFile::create().await.unwrap();
        file.write(&Uint8Array::from(&b"kept"[..])).await.unwrap();
        let given_up = PrivateFile::create().await.unwrap();
        let writes = Uint8Array::new_with_length(1 << 20);
        let (written, _) = future::join(file.finish(), given_up.write(&writes)).await;
        assert_eq!(written.unwrap().size(), 4.0);
        drop(given_up);
        while files().await.len() > 1 {
            TimeoutFuture::new(20).await;
        }
        let folder = page_folder().await.unwrap();
        let_go(folder.remove_entry(&files().await[0]));
        wait_until_empty().await;
    }
}
