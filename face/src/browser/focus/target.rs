//! The target of a focus request.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// The target of a focus request: an element, or a function that finds it once it exists.
pub trait FocusTarget: 'static {
    /// Returns the element if it exists by now. This is called once per frame.
    fn find(&self) -> Option<HtmlElement>;
}

impl FocusTarget for HtmlElement {
    fn find(&self) -> Option<HtmlElement> {
        Some(self.clone())
    }
}

impl FocusTarget for Element {
    fn find(&self) -> Option<HtmlElement> {
        self.dyn_ref().cloned()
    }
}

impl<F: Fn() -> Option<HtmlElement> + 'static> FocusTarget for F {
    fn find(&self) -> Option<HtmlElement> {
        self()
    }
}
