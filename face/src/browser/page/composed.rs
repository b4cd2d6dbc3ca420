//! Unicode normalization.

/// Returns `text` in its composed form (NFC), with `é` as one character instead of a letter and an
/// accent. macOS uses the decomposed form in file names.
#[cfg(target_arch = "wasm32")]
pub fn composed(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    js_sys::JsString::from(text).normalize("NFC").into()
}

/// Returns `text` unchanged: outside a browser there is nothing to compose it with.
#[cfg(not(target_arch = "wasm32"))]
pub fn composed(text: &str) -> String {
    text.to_owned()
}
