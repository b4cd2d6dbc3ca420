//! Measures what is visible of an element.

use crate::ui::lean::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// The top of a list and the range in which it is visible, in pixels of the window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::ui) struct Geometry {
    pub(in crate::ui) top: f64,
    pub(in crate::ui) from: f64,
    pub(in crate::ui) to: f64,
}

impl Geometry {
    /// Measures an element against the window and every scrolling ancestor, so that it does not matter which of
    /// them scrolls.
    pub(in crate::ui) fn of(list: &HtmlElement) -> Self {
        let window_height = window()
            .inner_height()
            .ok()
            .and_then(|height| height.as_f64())
            .unwrap_or_default();
        let (mut from, mut to) = (0.0_f64, window_height);
        let mut around = parent(list);
        while let Some(element) = around {
            if scrolls(&element) {
                let rect = element.get_bounding_client_rect();
                from = from.max(rect.top());
                to = to.min(rect.bottom());
            }
            around = parent(&element);
        }
        Self {
            top: list.get_bounding_client_rect().top(),
            from,
            to: to.max(from),
        }
    }
}

fn parent(element: &Element) -> Option<Element> {
    element.parent_element().or_else(|| {
        // Continue outside the shadow root.
        let root = element.get_root_node();
        root.dyn_into::<web_sys::ShadowRoot>()
            .ok()
            .map(|root| root.host())
    })
}

fn scrolls(element: &Element) -> bool {
    // The bounds of the window are used for the page.
    if element.tag_name() == "HTML" || element.tag_name() == "BODY" {
        return false;
    }
    let style = window().get_computed_style(element).ok().flatten();
    let overflow = style.and_then(|style| style.get_property_value("overflow-y").ok());
    matches!(
        overflow.as_deref(),
        Some("auto" | "scroll" | "hidden" | "clip")
    )
}
