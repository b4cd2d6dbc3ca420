//! Unicode forms of one text.

/// Returns a text in its composed form (NFC): `é` as one character, also where it was written as a letter and an accent. macOS
/// names files in the other form.
#[cfg(target_arch = "wasm32")]
pub fn composed(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    js_sys::JsString::from(text).normalize("NFC").into()
}

/// Natively there is no browser to compose it: returns the text as it is.
#[cfg(not(target_arch = "wasm32"))]
pub fn composed(text: &str) -> String {
    text.to_owned()
}
