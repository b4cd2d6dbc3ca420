//! Keys and focus inside a part of the face.

use leptos::{wasm_bindgen::JsCast, web_sys};
use web_sys::{Element, Event, FocusEvent, HtmlElement, KeyboardEvent, Node};

/// Returns whether the other target of a focus event is inside this element.
pub(in crate::ui) fn stays_inside(element: &Element, event: &FocusEvent) -> bool {
    other_target(event).is_some_and(|other| element.contains(Some(&other)))
}

/// Returns the other target of a focus event.
pub(in crate::ui) fn other_target(event: &FocusEvent) -> Option<Node> {
    event.related_target()?.dyn_into().ok()
}

/// Returns whether an event on the window happened inside this element, also in a shadow root.
pub(in crate::ui) fn happened_inside(element: &Element, event: &Event) -> bool {
    event
        .composed_path()
        .iter()
        .any(|place| place.dyn_ref::<Element>() == Some(element))
}

/// Returns whether this key was pressed without modifiers.
pub(super) fn is_key(event: &KeyboardEvent, key: &str) -> bool {
    event.key() == key
        && !(event.ctrl_key() || event.alt_key() || event.meta_key() || event.is_composing())
}

/// Keeps Tab inside an element.
pub(super) fn trap_tab(element: &Element, event: &KeyboardEvent) {
    if !is_key(event, "Tab") {
        return;
    }
    let stops = crate::browser::tab_stops(element);
    let (Some(first), Some(last)) = (stops.first(), stops.last()) else {
        return event.prevent_default();
    };
    let is_at = |stop: &HtmlElement| crate::browser::has_focus(stop);
    let none = !stops.iter().any(is_at);
    let next = match event.shift_key() {
        true if none || is_at(first) => last,
        false if none || is_at(last) => first,
        _ => return,
    };
    event.prevent_default();
    // `focus()` does not cause another keydown event.
    let _ = next.focus();
}
