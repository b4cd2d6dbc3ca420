//! Keeps toasts and banners off the control that has focus.

use leptos::{
    html::Section,
    wasm_bindgen::{JsCast, closure::Closure},
    web_sys::{DomRect, Element, Event, HtmlElement},
};
use send_wrapper::SendWrapper;
use taskdeck_core::number::fixed;

use crate::{
    browser::{active_element, unless_crashed, until_crash},
    reporter::Reporter,
    ui::lean::*,
};

/// The room between a control and what would cover it, in CSS pixels. The outline of focus is in it.
const GAP: f64 = 8.0;

/// Where the style sheet reads how much room the scrolled parts need at their ends.
const ROOM: &str = "--td-toasts";

/// What has focus in these is above the toasts, or is one.
const ABOVE: &str = "dialog, .td-toasts, .td-storms, .td-bell-panel, .td-popover";

/// Gives the scrolled parts of the face room for the toasts, and scrolls the control that has focus clear of them
/// when focus moves or the toasts change.
pub(super) fn keep_focus_clear(region: NodeRef<Section>, reporter: &Reporter) {
    let update = move || {
        request_animation_frame(unless_crashed(move || {
            if let Some(region) = region.try_get_untracked() {
                update(&region);
            }
        }));
    };
    let (toasts, storms) = (reporter.toasts(), reporter.storms());
    Effect::new(move || {
        toasts.track();
        storms.track();
        update();
    });
    // A toast changes its height with the width of the page.
    let resized = Closure::<dyn Fn(Event)>::new(until_crash(move |_| update()));
    let observer = web_sys::ResizeObserver::new(resized.as_ref().unchecked_ref()).ok();
    let focused = Closure::<dyn Fn(Event)>::new(until_crash(move |_| update()));
    let listener: js_sys::Function = focused.as_ref().unchecked_ref::<js_sys::Function>().clone();
    let listening = StoredValue::new(None::<HtmlElement>);
    let (observing, adding) = (SendWrapper::new(observer.clone()), listener.clone());
    Effect::new(move || {
        let Some(region) = region.get() else { return };
        if let Some(observer) = &*observing {
            observer.observe(&region);
        }
        if let Some(face) = face_of(&region) {
            let _ = face.add_event_listener_with_callback("focusin", &adding);
            listening.set_value(Some(face));
        }
    });
    let owned = SendWrapper::new((resized, focused, observer, listener));
    on_cleanup(move || {
        let (_, _, observer, listener) = &*owned;
        if let Some(observer) = observer {
            observer.disconnect();
        }
        if let Some(face) = listening.try_update_value(Option::take).flatten() {
            let _ = face.remove_event_listener_with_callback("focusin", listener);
        }
        drop(owned);
    });
}

fn face_of(region: &Element) -> Option<HtmlElement> {
    region.closest(".td").ok()??.dyn_into().ok()
}

fn update(region: &Element) {
    let Some(face) = face_of(region) else { return };
    let covers = covers(&face, region);
    let top = covers.iter().map(|cover| cover.top()).reduce(f64::min);
    let style = face.style();
    let _ = match top {
        Some(top) => style.set_property(ROOM, &(fixed(bottom_of(region) - top + GAP, 0) + "px")),
        None => style.remove_property(ROOM).map(drop),
    };
    let is_below = |active: &HtmlElement| {
        face.contains(Some(active)) && matches!(active.closest(ABOVE), Ok(None))
    };
    if let Some(active) = active_element().filter(is_below) {
        scroll_clear(&face, &active, &covers);
    }
}

/// Returns where toasts and a banner at the end of the page are.
fn covers(face: &Element, region: &Element) -> Vec<DomRect> {
    let toasts = region.query_selector("[data-toast]").ok().flatten();
    let banner = face.query_selector(".td-storms").ok().flatten();
    let is_fixed = |banner: &Element| {
        let style = window().get_computed_style(banner).ok().flatten();
        style
            .and_then(|style| style.get_property_value("position").ok())
            .as_deref()
            == Some("fixed")
    };
    let toasts = toasts.map(|_| region.get_bounding_client_rect());
    let banner = banner
        .filter(is_fixed)
        .map(|banner| banner.get_bounding_client_rect());
    toasts.into_iter().chain(banner).collect()
}

/// Returns the lower edge of the box or the page that the toasts are placed in.
fn bottom_of(region: &Element) -> f64 {
    match region.closest(".td-box") {
        Ok(Some(around)) => around.get_bounding_client_rect().bottom(),
        _ => document()
            .document_element()
            .map_or(0.0, |root| f64::from(root.client_height())),
    }
}

/// Scrolls what is around `active`, from the inside out, until nothing covers it.
fn scroll_clear(face: &Element, active: &Element, covers: &[DomRect]) {
    let mut hidden = hidden_height(active, covers);
    let mut around = active.parent_element();
    while let Some(element) = around.filter(|_| hidden > 0.0) {
        if scrolls(&element) {
            element.set_scroll_top(element.scroll_top() + hidden.ceil() as i32);
            hidden = hidden_height(active, covers);
        }
        around = (element != *face)
            .then(|| element.parent_element())
            .flatten();
    }
    // The page around an embedded face moves the toasts too.
    if hidden > 0.0 && matches!(face.closest(".td-page"), Ok(Some(_))) {
        window().scroll_by_with_x_and_y(0.0, hidden.ceil());
    }
}

/// Returns how far an element must move up so that nothing covers it.
fn hidden_height(element: &Element, covers: &[DomRect]) -> f64 {
    let own = element.get_bounding_client_rect();
    let hidden_by = |cover: &DomRect| {
        let is_beside = own.right() <= cover.left() || own.left() >= cover.right();
        let is_apart = own.bottom() <= cover.top() || own.top() >= cover.bottom();
        match is_beside || is_apart {
            true => 0.0,
            false => own.bottom() + GAP - cover.top(),
        }
    };
    covers.iter().map(hidden_by).fold(0.0, f64::max)
}

fn scrolls(element: &Element) -> bool {
    let style = window().get_computed_style(element).ok().flatten();
    let overflow = style.and_then(|style| style.get_property_value("overflow-y").ok());
    element.scroll_height() > element.client_height()
        && matches!(overflow.as_deref(), Some("auto" | "scroll"))
}
