//! What a page and a worker have in common.

use wasm_bindgen::JsCast;
use web_sys::WorkerGlobalScope;

/// The global scope. On a page it is the window, of which what a worker has too can be called by way of
/// this type: methods are looked up by name, on the object that is there.
pub(crate) fn scope() -> WorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// Whether there is a page, with elements.
pub fn has_page() -> bool {
    web_sys::window().is_some()
}
