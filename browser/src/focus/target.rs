//! What is to be focused.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// What is to be focused: an element, or a function that finds it once it is there.
pub trait FocusTarget: 'static {
    /// The element, if it is there by now. It is asked again with every frame.
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
