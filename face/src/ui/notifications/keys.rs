//! Keys and focus inside of one part of the face.

use leptos::{wasm_bindgen::JsCast, web_sys};
use web_sys::{Element, Event, FocusEvent, HtmlElement, KeyboardEvent, Node};

/// Whether focus goes from or to somewhere inside of this element, judged by the event's other end.
pub(in crate::ui) fn stays_inside(element: &Element, event: &FocusEvent) -> bool {
    other_end(event).is_some_and(|other| element.contains(Some(&other)))
}

/// Where focus came from, or goes to.
pub(in crate::ui) fn other_end(event: &FocusEvent) -> Option<Node> {
    event.related_target()?.dyn_into().ok()
}

/// Whether something happened inside of this element, seen from the window: inside of a shadow root
/// too.
pub(in crate::ui) fn happened_inside(element: &Element, event: &Event) -> bool {
    event
        .composed_path()
        .iter()
        .any(|place| place.dyn_ref::<Element>() == Some(element))
}

/// Whether this is the key alone.
pub(super) fn is_key(event: &KeyboardEvent, key: &str) -> bool {
    event.key() == key
        && !(event.ctrl_key() || event.alt_key() || event.meta_key() || event.is_composing())
}

/// Keeps Tab going round inside of an element.
pub(super) fn go_round(element: &Element, event: &KeyboardEvent) {
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
    // `focus()` here makes none of our keydown listeners fire again.
    let _ = next.focus();
}
