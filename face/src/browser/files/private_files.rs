//! Large files under construction, in the origin's private file system instead of in memory.
//!
//! Each page has its own folder there, and holds a lock of the same name while it lives. The next
//! page to start removes the folders whose lock is free.

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

use crate::browser::{
    page::locks,
    page::promise::{called, detach, settled},
    page::scope::scope,
    panics::crash::spawn,
};

/// The folder that contains the folders of all pages.
const FOLDER: &str = "taskdeck";

thread_local! {
    /// The name of this page's folder.
    static PAGE: OnceCell<String> = const { OnceCell::new() };
    /// The number of files created by this page.
    static MADE: Cell<u64> = const { Cell::new(0) };
    /// Whether the lock of this page's folder is held here, or by the page that this worker belongs
    /// to.
    static HELD: Cell<bool> = const { Cell::new(false) };
    /// The prefix of every file name.
    static PREFIX: RefCell<String> = const { RefCell::new(String::new()) };
}

/// How often the removal of a locked file is tried, and the milliseconds between two tries.
const REMOVAL_TRIES: u32 = 50;
const REMOVAL_PAUSE: u32 = 100;

/// A file under construction in the origin's private file system. Dropping it before
/// [`finish`](Self::finish) removes the file.
#[derive(Debug)]
pub(crate) struct PrivateFile {
    handle: FileSystemFileHandle,
    writable: FileSystemWritableFileStream,
    draft: Draft,
}

/// A file that is removed on drop unless it is kept. It is made before the file exists, so that a
/// creation that is cancelled leaves nothing behind.
#[derive(Debug)]
struct Draft {
    folder: FileSystemDirectoryHandle,
    name: String,
    /// The latest request: for the file, then for its writer. It may resolve after the future that
    /// awaits it was dropped.
    pending: Option<Promise>,
    kept: bool,
}

impl PrivateFile {
    /// Creates an empty file.
    ///
    /// # Errors
    ///
    /// The browser has no private file system, or none for this page.
    pub(crate) async fn create() -> Result<Self, TaskError> {
        let folder = page_folder().await?;
        let number = MADE.replace(MADE.get() + 1);
        let mut draft = Draft {
            folder,
            name: PREFIX.with_borrow(|prefix| format!("{prefix}file-{number}")),
            pending: None,
            kept: false,
        };
        let options = FileSystemGetFileOptions::new();
        options.set_create(true);
        let pending = draft
            .folder
            .get_file_handle_with_options(&draft.name, &options);
        let handle: FileSystemFileHandle = draft.track(pending).await?;
        let writable = draft.track(called(create_writable(&handle))?).await?;
        Ok(Self {
            handle,
            writable,
            draft,
        })
    }

    /// Appends `bytes`. They may be changed once this resolves.
    pub(crate) async fn write(&self, bytes: &Uint8Array) -> Result<(), TaskError> {
        settled(called(self.writable.write_with_buffer_source(bytes))?)
            .await
            .map(|_: JsValue| ())
    }

    /// Appends the contents of a blob without reading them into memory.
    pub(crate) async fn write_blob(&self, blob: &Blob) -> Result<(), TaskError> {
        settled(called(self.writable.write_with_blob(blob))?)
            .await
            .map(|_: JsValue| ())
    }

    /// Returns the finished file, which is kept until the page is closed.
    pub(crate) async fn finish(mut self) -> Result<File, TaskError> {
        let _: JsValue = settled(self.writable.close()).await?;
        let file = settled(self.handle.get_file()).await?;
        self.draft.kept = true;
        Ok(file)
    }
}

impl Draft {
    async fn track<T: JsCast>(&mut self, pending: Promise) -> Result<T, TaskError> {
        self.pending = Some(pending.clone());
        settled(pending).await
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.kept {
            let (folder, name) = (self.folder.clone(), self.name.clone());
            spawn(discard(folder, name, self.pending.take()));
        }
    }
}

/// Aborts the writer, which may not exist yet, and removes the file. What cannot be removed in time
/// is removed by the next page that starts.
async fn discard(folder: FileSystemDirectoryHandle, name: String, pending: Option<Promise>) {
    if let Some(pending) = pending
        && let Ok(came) = JsFuture::from(pending).await
        && let Ok(writable) = came.dyn_into::<FileSystemWritableFileStream>()
    {
        let _ = JsFuture::from(writable.abort()).await;
    }
    for _ in 0..REMOVAL_TRIES {
        match JsFuture::from(folder.remove_entry(&name)).await {
            // The writer may hold the file for a moment longer.
            Err(error) if !is_missing(&error) => TimeoutFuture::new(REMOVAL_PAUSE).await,
            _ => return,
        }
    }
}

fn is_missing(error: &JsValue) -> bool {
    let error = error.dyn_ref::<DomException>();
    error.is_some_and(|error| error.name() == "NotFoundError")
}

/// Safari got `createWritable` later than the rest of the private file system.
fn create_writable(handle: &FileSystemFileHandle) -> Result<Promise, JsValue> {
    if Reflect::has(handle, &"createWritable".into())? {
        Ok(handle.create_writable())
    } else {
        Err(js_sys::Error::new("This browser cannot write to its private file system here").into())
    }
}

/// Removes the files left behind by pages that are closed. Call this once when the page starts.
pub async fn remove_leftovers() {
    // This is clean-up only, so a missing or refusing file system is no error.
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
        detach(folder.remove_entry_with_options(&name, &options));
    }
    Ok(())
}

async fn root() -> Result<FileSystemDirectoryHandle, TaskError> {
    let missing = || {
        TaskError::new(message!(
            "This browser has no private file system for this page"
        ))
    };
    // Only a secure page has it.
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

/// Returns the name of this page's folder, and locks that name for the lifetime of the page.
pub async fn page_name() -> String {
    let page = PAGE.with(|page| {
        let made = || {
            let random = (js_sys::Math::random() * 1e15) as u64;
            format!("page-{}-{random}", js_sys::Date::now() as u64)
        };
        page.get_or_init(made).clone()
    });
    // The lock is taken before the folder exists, so that no other page removes it as a leftover.
    if !HELD.replace(true) {
        locks::hold(&lock_name(&page)).await;
    }
    page
}

/// Creates files in the folder of `page` from now on, with names that start with `prefix`. A worker
/// calls this, because its page holds the lock.
pub fn work_for(page: String, prefix: String) {
    // A worker belongs to one page, so a second value is the same.
    PAGE.with(|cell| _ = cell.set(page));
    HELD.set(true);
    PREFIX.set(prefix);
}

/// Removes the files in this page's folder whose names start with `prefix`, after the worker that
/// wrote them was terminated.
pub async fn discard_all(prefix: String) {
    let found = async {
        let root = root().await?;
        let folder: FileSystemDirectoryHandle = settled(root.get_directory_handle(FOLDER)).await?;
        let page = PAGE.with(|page| page.get().cloned()).unwrap_or_default();
        let folder: FileSystemDirectoryHandle = settled(folder.get_directory_handle(&page)).await?;
        let names = names(&folder).await?;
        Ok::<_, TaskError>((folder, names))
    };
    // Without the folder there are no files.
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
        detach(folder.remove_entry(&files().await[0]));
        wait_until_empty().await;
    }

    #[wasm_bindgen_test]
    async fn the_files_of_one_call_are_removed_and_no_others() {
        for prefix in ["call-1-", "call-12-"] {
            PREFIX.set(prefix.to_owned());
            PrivateFile::create().await.unwrap().finish().await.unwrap();
        }
        PREFIX.take();
        discard_all("call-1-".to_owned()).await;
        let left = files().await;
        assert_eq!(left.len(), 1, "{left:?}");
        assert!(left[0].starts_with("call-12-"), "{left:?}");
        discard_all("call-12-".to_owned()).await;
        wait_until_empty().await;
    }

    #[wasm_bindgen_test]
    async fn what_a_page_left_behind_is_removed_unless_that_page_lives() {
        let create = FileSystemGetDirectoryOptions::new();
        create.set_create(true);
        let all: FileSystemDirectoryHandle = settled(
            root()
                .await
                .unwrap()
                .get_directory_handle_with_options(FOLDER, &create),
        )
        .await
        .unwrap();
        let (gone, live, own) = ("page-gone", "page-live", page_name().await);
        for page in [gone, live, &own] {
            let folder = all.get_directory_handle_with_options(page, &create);
            let _: FileSystemDirectoryHandle = settled(folder).await.unwrap();
        }
        locks::hold(&lock_name(live)).await;
        remove_leftovers().await;
        while names(&all).await.unwrap().contains(&gone.to_owned()) {
            TimeoutFuture::new(20).await;
        }
        let left = names(&all).await.unwrap();
        assert!(
            left.contains(&live.to_owned()) && left.contains(&own),
            "{left:?}"
        );
        detach(all.remove_entry(live));
    }
}
