//! The console.

use taskdeck_core::{TaskError, message};
use wasm_bindgen::{JsCast, JsValue};

use crate::browser::js_error;

/// Writes an error to the console.
///
/// # Errors
///
/// There is no console, or it throws: a page may have replaced it.
pub fn console_error(text: &str) -> Result<(), TaskError> {
    let get = |from: &JsValue, name: &str| js_sys::Reflect::get(from, &name.into());
    let console = get(&js_sys::global(), "console").map_err(|error| js_error(&error))?;
    let error = get(&console, "error").map_err(|error| js_error(&error))?;
    error
        .dyn_ref::<js_sys::Function>()
        .ok_or_else(|| TaskError::new(message!("There is no console")))?
        .call1(&console, &text.into())
        .map(|_| ())
        .map_err(|error| js_error(&error))
}
