//! Where focus is, and where it can be.

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement, Node, NodeList, ShadowRoot};

/// What a person can focus, by their keyboard or by a script.
const FOCUSABLE: &str = "a[href], area[href], button, input, select, textarea, summary, iframe, \
                         audio[controls], video[controls], [tabindex], [contenteditable]";

/// The element that has focus, inside of open shadow roots too; none when nothing in particular has.
#[must_use]
pub fn active_element() -> Option<HtmlElement> {
    let mut active = web_sys::window()?.document()?.active_element()?;
    while let Some(inner) = active.shadow_root().and_then(|root| root.active_element()) {
        active = inner;
    }
    let active: HtmlElement = active.dyn_into().ok()?;
    (active.local_name() != "body").then_some(active)
}

/// Whether an element has focus, in a closed shadow root too: the root that it is in knows.
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

/// Whether an element is in the document, drawn, and takes focus.
#[must_use]
pub fn is_focusable(element: &Element) -> bool {
    is_drawn(element)
        && element.matches(FOCUSABLE).unwrap_or(false)
        && !element.matches(":disabled, [type=hidden]").unwrap_or(true)
        && matches!(element.closest("[inert]"), Ok(None))
}

/// Whether an element is in the document and has a place on the page.
pub(super) fn is_drawn(element: &Element) -> bool {
    element.is_connected() && element.get_client_rects().length() > 0
}

/// The elements inside of this one that a person reaches with the Tab key, in the order of the page.
#[must_use]
pub fn tab_stops(inside: &Element) -> Vec<HtmlElement> {
    stops(inside).collect()
}

/// The first of them.
pub(super) fn first_stop(inside: &Element) -> Option<HtmlElement> {
    stops(inside).next()
}

fn stops(inside: &Element) -> impl Iterator<Item = HtmlElement> {
    let found = inside.query_selector_all(FOCUSABLE).ok();
    (0..found.as_ref().map_or(0, NodeList::length))
        .filter_map(move |at| found.as_ref()?.item(at)?.dyn_into::<HtmlElement>().ok())
        .filter(|element| element.tab_index() >= 0 && is_focusable(element))
}

/// The parent of a node; of a shadow root, its host.
pub(super) fn parent_of(node: &Node) -> Option<Node> {
    node.parent_node().or_else(|| {
        let root: &ShadowRoot = node.dyn_ref()?;
        Some(root.host().into())
    })
}

/// Whether somebody is about to type: focus is in something that takes text.
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
