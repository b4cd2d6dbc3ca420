//! Converts JavaScript exceptions to errors with a cause chain.

use taskdeck_core::TaskError;
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    /// Writes any value as text.
    #[wasm_bindgen(catch, js_name = String)]
    fn written(value: &JsValue) -> Result<String, JsValue>;
}

/// Converts a thrown value or a rejection to an error. An `Error` keeps its message and its chain
/// of causes; any other value becomes text.
#[must_use]
pub fn js_error(thrown: &JsValue) -> TaskError {
    let mut error = TaskError::new(message(thrown));
    let mut cause = cause_of(thrown);
    // The chain of causes may be circular.
    for _ in 0..16 {
        let Some(next) = cause else { break };
        error = error.caused_by(message(&next));
        cause = cause_of(&next);
    }
    error
}

fn cause_of(thrown: &JsValue) -> Option<JsValue> {
    let cause = js_sys::Reflect::get(thrown.dyn_ref::<js_sys::Error>()?, &"cause".into()).ok()?;
    (!cause.is_undefined() && !cause.is_null()).then_some(cause)
}

fn message(thrown: &JsValue) -> String {
    let text = |name: &str| {
        let value = js_sys::Reflect::get(thrown, &name.into()).ok()?;
        value.as_string().filter(|text| !text.is_empty())
    };
    if thrown.is_object() {
        match (text("name"), text("message")) {
            (_, Some(message)) => return message,
            (Some(name), None) => return name,
            (None, None) => {}
        }
    }
    if let Some(text) = thrown.as_string() {
        return text;
    }
    written(thrown).unwrap_or_default()
}
