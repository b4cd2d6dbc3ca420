//! The element that has focus, and the elements that can have it.

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement, Node, NodeList, ShadowRoot};

/// Matches every element that can be focused with the keyboard or by a script.
const FOCUSABLE: &str = "a[href], area[href], button, input, select, textarea, summary, iframe, \
                         audio[controls], video[controls], [tabindex], [contenteditable]";

/// Returns the element that has focus, looking into open shadow roots, or `None` if that is the
/// body.
#[must_use]
pub fn active_element() -> Option<HtmlElement> {
    let mut active = web_sys::window()?.document()?.active_element()?;
    while let Some(inner) = active.shadow_root().and_then(|root| root.active_element()) {
        active = inner;
    }
    let active: HtmlElement = active.dyn_into().ok()?;
    (active.local_name() != "body").then_some(active)
}

/// Returns whether `element` has focus. This also works inside a closed shadow root, because the
/// element's own root is queried.
#[must_use]
pub fn has_focus(element: &Element) -> bool {
    let root = element.get_root_node();
    let active = match root.dyn_ref::<ShadowRoot>() {
        Some(root) => root.active_element(),
        None => root
            .dyn_ref::<Document>()
            .and_then(Document::active_element),
    };
    active.as_ref() == Some(element)
}

/// Returns whether `element` is in the document, drawn, and able to take focus.
#[must_use]
pub fn is_focusable(element: &Element) -> bool {
    is_drawn(element)
        && element.matches(FOCUSABLE).unwrap_or(false)
        && !element.matches(":disabled, [type=hidden]").unwrap_or(true)
        && matches!(element.closest("[inert]"), Ok(None))
}

/// Returns whether `element` is in the document and has a box on the page.
pub(super) fn is_drawn(element: &Element) -> bool {
    element.is_connected() && element.get_client_rects().length() > 0
}

/// Returns the elements inside `inside` that the Tab key reaches, in document order.
#[must_use]
pub fn tab_stops(inside: &Element) -> Vec<HtmlElement> {
    stops(inside).collect()
}

/// Returns the first of [`tab_stops`].
pub(super) fn first_stop(inside: &Element) -> Option<HtmlElement> {
    stops(inside).next()
}

fn stops(inside: &Element) -> impl Iterator<Item = HtmlElement> {
    let found = inside.query_selector_all(FOCUSABLE).ok();
    (0..found.as_ref().map_or(0, NodeList::length))
        .filter_map(move |at| found.as_ref()?.item(at)?.dyn_into::<HtmlElement>().ok())
        .filter(|element| element.tab_index() >= 0 && is_focusable(element))
}

/// Returns the parent of a node, or the host of a shadow root.
pub(super) fn parent_of(node: &Node) -> Option<Node> {
    node.parent_node().or_else(|| {
        let root: &ShadowRoot = node.dyn_ref()?;
        Some(root.host().into())
    })
}

/// Returns whether the focused element takes text, so that a key press is probably input.
#[must_use]
pub fn is_typing() -> bool {
    const NO_TEXT: &str = "input:is([type=button], [type=checkbox], [type=color], [type=file], \
                           [type=image], [type=radio], [type=range], [type=reset], [type=submit])";
    active_element().is_some_and(|active| {
        let takes_text = active.matches("input, textarea, select").unwrap_or(false)
            && !active.matches(NO_TEXT).unwrap_or(false);
        takes_text || active.is_content_editable()
    })
}
