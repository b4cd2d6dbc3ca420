//! The crash of the page's own code: stops the module and shows an overlay.

use std::{
    cell::Cell,
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

#[cfg(feature = "signals")]
use any_spawner::{CustomExecutor, Executor};
use futures_core::future::LocalBoxFuture;
use wasm_bindgen::{JsCast, closure::Closure, prelude::wasm_bindgen};
use web_sys::Element;

use super::panic_hook;

thread_local! {
    // A trap leaves all of the module unusable, so the state belongs to the module and not to a
    // deck.
    static LATCHES: Cell<bool> = const { Cell::new(false) };
    static DRAWS: Cell<bool> = const { Cell::new(false) };
    static CRASHED: Cell<bool> = const { Cell::new(false) };
}

// The overlay is JavaScript, because after a trap no Rust can be trusted.
#[wasm_bindgen(module = "/src/browser/panics/crash.js")]
extern "C" {
    #[wasm_bindgen(js_name = watch)]
    fn watch(app: &Element, version: &str, trapped: &js_sys::Function);
    #[wasm_bindgen(js_name = crashed)]
    fn draw_later(message: &str);
}

/// Stops this module for good after a panic outside every body and callback of a run.
///
/// Such a panic is in the page's own code. It traps without unwinding, so the data that it was
/// changing stays half changed. From then on, every supervisor of the module stops and refuses runs
/// with [`SpawnError::Crashed`](taskdeck_core::SpawnError::Crashed), and reporters and Leptos' effects do
/// nothing. Only a reload helps.
///
/// Call this before mounting: it installs an executor for Leptos, unless there is one. It also
/// calls [`install_panic_hook`](crate::browser::install_panic_hook), which keeps the previous hook.
pub fn latch_crashes() {
    panic_hook::install_panic_hook();
    LATCHES.set(true);
    // With another executor, effects keep running after a crash. Everything else stops.
    #[cfg(feature = "signals")]
    let _ = Executor::init_custom_executor(LatchedExecutor);
}

/// Shows an overlay when this module has crashed: the message, *Copy details* and *Reload*. The
/// overlay is made of plain elements, without Leptos. `app`, the element that the page's code is
/// mounted in, becomes inert.
///
/// Traps without a panic, as when memory runs out, are noticed as uncaught errors of this module.
/// Call this once, after [`latch_crashes`] and after mounting.
pub fn draw_crashes_over(app: &Element) {
    let trapped = Closure::<dyn Fn() -> Option<String>>::new(|| {
        CRASHED.set(true);
        panic_hook::take_message()
    });
    let trapped = trapped.into_js_value().unchecked_into();
    watch(app, env!("CARGO_PKG_VERSION"), &trapped);
    DRAWS.set(true);
}

/// Returns whether this module has crashed. See [`latch_crashes`].
#[must_use]
pub fn has_crashed() -> bool {
    CRASHED.get()
}

/// Wraps an event listener so that it does nothing once the module has crashed.
pub fn until_crash<E>(listener: impl Fn(E)) -> impl Fn(E) {
    move |event| {
        if !has_crashed() {
            listener(event);
        }
    }
}

/// Wraps the callback of a timer or a frame so that it does nothing once the module has crashed.
pub fn unless_crashed(callback: impl FnOnce()) -> impl FnOnce() {
    move || {
        if !has_crashed() {
            callback();
        }
    }
}

/// Runs a future in later turns until it ends or the module crashes.
pub fn spawn(future: impl Future<Output = ()> + 'static) {
    wasm_bindgen_futures::spawn_local(UntilCrash(Box::pin(future)));
}

/// Records a panic outside every fence, which is about to trap.
pub(crate) fn latch(message: &str) {
    if LATCHES.get() && !CRASHED.replace(true) && DRAWS.get() {
        draw_later(message);
    }
}

/// Stops polling its future once the module has crashed.
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

/// The executor for Leptos, which stops after a crash.
#[cfg(feature = "signals")]
struct LatchedExecutor;

#[cfg(feature = "signals")]
impl CustomExecutor for LatchedExecutor {
    /// Leptos calls this only on a server.
    fn spawn(&self, future: any_spawner::PinnedFuture<()>) {
        self.spawn_local(future);
    }

    fn spawn_local(&self, future: any_spawner::PinnedLocalFuture<()>) {
        spawn(future);
    }

    fn poll_local(&self) {}
}
