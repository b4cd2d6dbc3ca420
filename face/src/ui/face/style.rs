//! The style of a face in a shadow root.

use leptos::wasm_bindgen::JsValue;
use web_sys::{CssStyleSheet, ShadowRoot};

/// All style sheets as one text, written by `build.rs`.
const CSS: &str = include_str!(concat!(env!("OUT_DIR"), "/widget.css"));

thread_local! {
    // All decks share one style sheet, which is parsed once.
    static SHEET: Result<CssStyleSheet, JsValue> = sheet();
}

/// Adds the style sheet to a shadow root. A constructed style sheet needs no permission from a content security
/// policy.
pub(super) fn adopt_style(root: &ShadowRoot) -> Result<(), JsValue> {
    let sheet = SHEET.with(Clone::clone)?;
    root.set_adopted_style_sheets(&js_sys::Array::of1(&sheet));
    Ok(())
}

fn sheet() -> Result<CssStyleSheet, JsValue> {
    let sheet = CssStyleSheet::new()?;
    sheet.replace_sync(CSS)?;
    Ok(sheet)
}
