//! Whether a dialog is open.

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, Node, ShadowRoot};

use super::active::is_drawn;

const DIALOG: &str = "dialog[open], [aria-modal=true]";

/// Returns whether a modal dialog is open in the document of `near`, or in its shadow root.
#[must_use]
pub fn is_dialog_open(near: &Node) -> bool {
    let root = near.get_root_node();
    let here = root
        .dyn_ref::<ShadowRoot>()
        .map(|root| root.query_selector_all(DIALOG));
    let document = near
        .owner_document()
        .map(|document: Document| document.query_selector_all(DIALOG));
    [here, document]
        .into_iter()
        .flatten()
        .flatten()
        .any(|found| {
            (0..found.length())
                .filter_map(|at| found.item(at)?.dyn_into::<Element>().ok())
                .any(|dialog| is_drawn(&dialog))
        })
}
