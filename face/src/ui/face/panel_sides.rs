//! Finds room for a panel.

use crate::ui::lean::*;
use web_sys::Element;

/// The sides of its button that a panel opens to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct PanelSides {
    /// Above the button, not below.
    pub(super) above: bool,
    /// Towards the start of the line, not its end.
    pub(super) towards_start: bool,
}

impl PanelSides {
    /// Returns the sides with the most room in the window.
    pub(super) fn around(button: &Element) -> Self {
        let size = |size: Result<leptos::wasm_bindgen::JsValue, _>| {
            size.ok().and_then(|size| size.as_f64()).unwrap_or_default()
        };
        let (width, height) = (size(window().inner_width()), size(window().inner_height()));
        let rect = button.get_bounding_client_rect();
        let is_left = rect.left() + rect.right() < width;
        let style = window().get_computed_style(button).ok().flatten();
        let direction = style.and_then(|style| style.get_property_value("direction").ok());
        Self {
            above: rect.top() > height - rect.bottom(),
            towards_start: is_left == (direction.as_deref() == Some("rtl")),
        }
    }
}
