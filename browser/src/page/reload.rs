//! Reloading the page.

use std::cell::Cell;

use crate::panics::crash::has_crashed;

thread_local! {
    static ASKED_FOR: Cell<bool> = const { Cell::new(false) };
}

/// Reloads the page because somebody asked for it, knowing that live runs end with it: the browser does
/// not ask once more on our behalf. What others do when the page is left is left to them.
pub fn reload() {
    ASKED_FOR.set(true);
    let reloaded = web_sys::window().map(|window| window.location().reload());
    if !matches!(reloaded, Some(Ok(()))) {
        ASKED_FOR.set(false);
    }
}

/// Whether leaving the page would end work that nobody has given up.
#[must_use]
pub fn should_ask_before_leaving() -> bool {
    !ASKED_FOR.get() && !has_crashed()
}
