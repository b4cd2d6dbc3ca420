//! The style of a face in a shadow root.

use leptos::wasm_bindgen::{JsCast, JsValue};
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
    register_medium();
    let sheet = CssStyleSheet::new()?;
    sheet.replace_sync(CSS)?;
    Ok(sheet)
}

/// Registers the property that keeps the size of *medium* text as a length. Without it, its `1em` would be
/// resolved again by each element. A style sheet in a shadow root cannot register a property. A second
/// registration fails, and changes nothing.
fn register_medium() {
    let definition = js_sys::Object::new();
    let fields = [
        ("name", JsValue::from("--td-medium")),
        ("syntax", JsValue::from("<length>")),
        ("inherits", JsValue::TRUE),
        ("initialValue", JsValue::from("16px")),
    ];
    for (name, value) in fields {
        let _ = js_sys::Reflect::set(&definition, &name.into(), &value);
    }
    let css = js_sys::Reflect::get(&js_sys::global(), &"CSS".into());
    let register = css
        .and_then(|css| js_sys::Reflect::get(&css, &"registerProperty".into()))
        .and_then(JsCast::dyn_into::<js_sys::Function>);
    if let Ok(register) = register {
        let _ = register.call1(&JsValue::UNDEFINED, &definition);
    }
}
