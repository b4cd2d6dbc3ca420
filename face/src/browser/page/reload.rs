//! Reloading the page.

use std::cell::Cell;

use crate::browser::panics::crash::has_crashed;

thread_local! {
    static RELOADING: Cell<bool> = const { Cell::new(false) };
}

/// Reloads the page without a confirmation by Taskdeck, although live runs end with it. Other
/// `beforeunload` handlers of the page still run.
pub fn reload() {
    RELOADING.set(true);
    let reloaded = web_sys::window().map(|window| window.location().reload());
    if !matches!(reloaded, Some(Ok(()))) {
        RELOADING.set(false);
    }
}

/// Returns whether leaving the page should be confirmed while runs are live: `false` after
/// [`reload`] or a crash.
#[must_use]
pub fn should_ask_before_leaving() -> bool {
    !RELOADING.get() && !has_crashed()
}
