//! Converts numbers to and from text with the page's own code, which adds nothing to the module's
//! size.

/// Returns the shortest JSON number that parses to exactly this value.
pub fn exact_number(number: f64) -> String {
    #[cfg(target_arch = "wasm32")]
    let text = {
        let text = js_sys::Number::from(number).to_string_with_radix(10);
        text.map_or_else(|_| String::new(), String::from)
            .replace("e+", "e")
    };
    #[cfg(not(target_arch = "wasm32"))]
    let text = number.to_string();
    match text.contains(['.', 'e']) {
        true => text,
        false => text + ".0",
    }
}

/// Parses a finite decimal number.
pub fn number_in(text: &str) -> Option<f64> {
    let is_plain = |byte: u8| byte.is_ascii_digit() || b"+-.eE".contains(&byte);
    if text.is_empty() || !text.bytes().all(is_plain) {
        return None;
    }
    #[cfg(target_arch = "wasm32")]
    let number = wasm_bindgen::JsValue::from_str(text).unchecked_into_f64();
    #[cfg(not(target_arch = "wasm32"))]
    let number: f64 = text.parse().ok()?;
    number.is_finite().then_some(number)
}
