//! The global scope, on a page and in a worker.

use wasm_bindgen::JsCast;
use web_sys::WorkerGlobalScope;

/// Returns the global scope as if it were that of a worker. A page's window has the same methods,
/// and calls look them up by name.
pub(crate) fn scope() -> WorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// Returns whether this is a page, which has elements, and not a worker.
pub fn has_page() -> bool {
    web_sys::window().is_some()
}
