//! Promises, awaited or let go.

use js_sys::Promise;
use taskdeck_core::TaskError;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::js_error;

/// The value of a promise as this type, or its rejection as an error. The type is not looked at: it
/// is what the browser's own interface says.
pub(crate) async fn settled<T: JsCast>(promise: Promise) -> Result<T, TaskError> {
    match JsFuture::from(promise).await {
        Ok(value) => Ok(value.unchecked_into()),
        Err(thrown) => Err(js_error(&thrown)),
    }
}

/// Lets a promise go: nobody waits for it, and its rejection is nobody's unhandled one.
pub(crate) fn let_go(promise: Promise) {
    drop(JsFuture::from(promise));
}

/// What a call of the browser returned, or what it threw as an error.
pub(crate) fn called<T>(result: Result<T, JsValue>) -> Result<T, TaskError> {
    result.map_err(|thrown| js_error(&thrown))
}
