//! What is left to do when the page's own code has panicked: run no more of it, and say so.

use std::{
    cell::Cell,
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use any_spawner::{CustomExecutor, Executor};
use futures_core::future::LocalBoxFuture;
use wasm_bindgen::{JsCast, closure::Closure, prelude::wasm_bindgen};
use web_sys::Element;

use super::panic_hook;

thread_local! {
    // One module is one instance: what has trapped is all of it, whichever deck was concerned.
    static LATCHES: Cell<bool> = const { Cell::new(false) };
    static DRAWS: Cell<bool> = const { Cell::new(false) };
    static CRASHED: Cell<bool> = const { Cell::new(false) };
}

// The overlay is JavaScript: after a trap no Rust is to be trusted.
#[wasm_bindgen(module = "/src/panics/crash.js")]
extern "C" {
    #[wasm_bindgen(js_name = watch)]
    fn watch(app: &Element, version: &str, trapped: &js_sys::Function);
    #[wasm_bindgen(js_name = crashed)]
    fn draw_later(message: &str);
}

/// From now on a panic outside of every body and callback of a run brings this module to a standstill.
///
/// Such a panic is one of the page's own code. It traps without unwinding, so whatever it was about to
/// change stays half changed. So every supervisor of the module runs nothing any more and refuses
/// runs with [`SpawnError::Crashed`](crate::SpawnError::Crashed), reporters and Leptos' effects fall
/// silent, and only a reload helps.
///
/// To be called before anything is mounted: it makes itself Leptos' executor, unless there is one. It
/// [keeps panics](crate::install_panic_hook) too, and the hook that was there is called as before.
pub fn latch_crashes() {
    panic_hook::install_panic_hook();
    LATCHES.set(true);
    // Who has set another executor has effects that go on; all else holds.
    let _ = Executor::init_custom_executor(LatchedExecutor);
}

/// Draws an overlay over the page when this module has crashed: what happened, *Copy details*,
/// *Reload*. It is made of plain elements, without Leptos, and `app`, in which the page's own code has
/// mounted, is inert from then on.
///
/// Traps that are no panics, as when memory runs out, are noticed too: as errors of this module that
/// nobody has caught. To be called once, after [`latch_crashes`] and after mounting.
pub fn draw_crashes_over(app: &Element) {
    let trapped = Closure::<dyn Fn() -> Option<String>>::new(|| {
        CRASHED.set(true);
        panic_hook::take_kept()
    });
    let trapped = trapped.into_js_value().unchecked_into();
    watch(app, env!("CARGO_PKG_VERSION"), &trapped);
    DRAWS.set(true);
}

/// Whether this module has crashed. See [`latch_crashes`].
#[must_use]
pub fn has_crashed() -> bool {
    CRASHED.get()
}

/// The same listener, deaf once the module has crashed.
pub fn until_crash<E>(listener: impl Fn(E)) -> impl Fn(E) {
    move |event| {
        if !has_crashed() {
            listener(event);
        }
    }
}

/// The same callback of a timer or a frame, which does nothing once the module has crashed.
pub fn unless_crashed(callback: impl FnOnce()) -> impl FnOnce() {
    move || {
        if !has_crashed() {
            callback();
        }
    }
}

/// Runs a future in later turns, until it ends or the module has crashed.
pub fn spawn(future: impl Future<Output = ()> + 'static) {
    wasm_bindgen_futures::spawn_local(UntilCrash(Box::pin(future)));
}

/// Code outside of every fence has panicked, and is about to trap.
pub(crate) fn latch(message: &str) {
    if LATCHES.get() && !CRASHED.replace(true) && DRAWS.get() {
        draw_later(message);
    }
}

/// A future that is not polled any more once the module has crashed.
struct UntilCrash(LocalBoxFuture<'static, ()>);

impl Future for UntilCrash {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if has_crashed() {
            return Poll::Pending;
        }
        self.0.as_mut().poll(context)
    }
}

/// Leptos' executor on a page, silent after a crash.
struct LatchedExecutor;

impl CustomExecutor for LatchedExecutor {
    /// Leptos spawns so only on a server.
    fn spawn(&self, future: any_spawner::PinnedFuture<()>) {
        self.spawn_local(future);
    }

    fn spawn_local(&self, future: any_spawner::PinnedLocalFuture<()>) {
        spawn(future);
    }

    fn poll_local(&self) {}
}
