//! The style of a face in a shadow root.

use leptos::wasm_bindgen::JsValue;
use web_sys::{CssStyleSheet, ShadowRoot};

/// All style sheets as one text; see `build.rs`.
const CSS: &str = include_str!(concat!(env!("OUT_DIR"), "/widget.css"));

thread_local! {
    // A style sheet is the same for every deck: it is read once.
    static SHEET: Result<CssStyleSheet, JsValue> = sheet();
}

/// Gives the style to a shadow root. A sheet that is made by a script needs no permission of a content
/// security policy.
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
