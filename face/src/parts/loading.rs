//! Loads parts, and keeps how far each of them is.

use std::{
    any::Any,
    cell::{OnceCell, RefCell},
    fmt,
    marker::PhantomData,
    rc::Rc,
    thread::LocalKey,
};

use futures_util::FutureExt as _;
use leptos::{
    prelude::*,
    wasm_bindgen::{JsCast, closure::Closure},
};
use taskdeck_core::{LocalBoxFuture, TaskError, message};

use super::source;
use crate::browser::{spawn, unless_crashed, why_not_loaded};

type Open = fn() -> LocalBoxFuture<'static, Option<&'static dyn Any>>;

/// A part of the program, with entries of type `T`. It is in a `thread_local`.
#[doc(hidden)]
pub struct Part<T> {
    loader: Rc<PartLoader>,
    entries: PhantomData<fn() -> T>,
}

/// The loader of a part. It is compiled once for all parts.
pub(crate) struct PartLoader {
    name: &'static str,
    open: Open,
    entries: OnceCell<&'static dyn Any>,
    state: RefCell<PartState>,
    changed: ArcTrigger,
}

/// How far a part is.
#[derive(Clone, Debug, Default)]
pub(crate) enum PartState {
    /// Nothing has asked for it.
    #[default]
    Absent,
    Loading,
    Here,
    Failed(NotLoaded),
}

/// Why a part could not be loaded.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub struct NotLoaded {
    /// The reason. It names the file.
    pub error: TaskError,
    /// Whether only a reload of the page helps: the file is gone, or belongs to another version of the program.
    pub is_gone: bool,
}

impl<T: 'static> Part<T> {
    /// Creates a part that is not loaded yet. `name` is that of `script/split`, and `open` comes from the macro `part!`.
    #[must_use]
    pub fn new(name: &'static str, open: Open) -> Self {
        Self {
            loader: Rc::new(PartLoader {
                name,
                open,
                entries: OnceCell::new(),
                state: RefCell::default(),
                changed: ArcTrigger::new(),
            }),
            entries: PhantomData,
        }
    }
}

impl<T> fmt::Debug for Part<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Part")
    }
}

/// Returns the loader of a part.
pub(crate) fn loader_of<T>(part: &'static LocalKey<Part<T>>) -> Rc<PartLoader> {
    part.with(|part| part.loader.clone())
}

/// Returns the entries of a part, once they are there.
///
/// # Errors
///
/// When the file cannot be loaded, or belongs to another version of the program. The next call tries again.
pub async fn load<T: 'static>(part: &'static LocalKey<Part<T>>) -> Result<&'static T, NotLoaded> {
    let loader = loader_of(part);
    loader.clone().load().boxed_local().await?;
    let entries = entries(part);
    entries.ok_or_else(|| NotLoaded {
        error: TaskError::new(message!("The part of the program has other entries")),
        is_gone: true,
    })
}

/// Returns the entries of a part that is there.
pub fn entries<T: 'static>(part: &'static LocalKey<Part<T>>) -> Option<&'static T> {
    loader_of(part).entries.get()?.downcast_ref()
}

impl PartLoader {
    /// Begins to load the part. If it is in the program, it is there when this returns.
    pub(crate) fn start(self: Rc<Self>) {
        let mut loading = self.load().map(drop).boxed_local();
        if (&mut loading).now_or_never().is_none() {
            spawn(loading);
        }
    }

    async fn load(self: Rc<Self>) -> Result<(), NotLoaded> {
        if self.entries.get().is_some() {
            return Ok(());
        }
        // A failure stays on screen while the part is loaded again.
        if matches!(*self.state.borrow(), PartState::Absent) {
            self.set(PartState::Loading);
        }
        if let Some(entries) = (self.open)().await {
            let _ = self.entries.set(entries);
            self.set(PartState::Here);
            return Ok(());
        }
        let why = self.failure().await;
        self.set(PartState::Failed(why.clone()));
        when_online(move || self.start());
        Err(why)
    }

    /// Returns the state, tracked. Nothing follows a part that is here: that does not change, and a signal of the page keeps
    /// what has followed it.
    pub(crate) fn state(&self) -> PartState {
        if self.entries.get().is_some() {
            return PartState::Here;
        }
        self.changed.track();
        self.state.borrow().clone()
    }

    /// Returns the entries, if they are there.
    pub(crate) fn entries(&self) -> Option<&'static dyn Any> {
        self.entries.get().copied()
    }

    fn set(&self, state: PartState) {
        self.state.replace(state);
        self.changed.notify();
    }

    async fn failure(&self) -> NotLoaded {
        let is_gone = source::is_gone(self.name);
        let error = match is_gone {
            true => TaskError::new(message!("There is a new version of this page")),
            false => why_not_loaded(&source::address(self.name)).await,
        };
        NotLoaded { error, is_gone }
    }
}

/// Calls a function once the network is back.
fn when_online(retry: impl FnOnce() + 'static) {
    let listener = Closure::once_into_js(unless_crashed(retry));
    let options = web_sys::AddEventListenerOptions::new();
    options.set_once(true);
    let _ = window().add_event_listener_with_callback_and_add_event_listener_options(
        "online",
        listener.unchecked_ref(),
        &options,
    );
}
