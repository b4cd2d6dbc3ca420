//! Promises: awaited, or detached.

use js_sys::Promise;
use taskdeck_core::TaskError;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::browser::js_error;

/// Awaits a promise. Its value is cast to `T` without a check: the type follows from the browser's
/// interface.
///
/// # Errors
///
/// The rejection of the promise.
pub(crate) async fn settled<T: JsCast>(promise: Promise) -> Result<T, TaskError> {
    match JsFuture::from(promise).await {
        Ok(value) => Ok(value.unchecked_into()),
        Err(thrown) => Err(js_error(&thrown)),
    }
}

/// Ignores the result of a promise. A rejection is not reported as unhandled.
pub(crate) fn detach(promise: Promise) {
    drop(JsFuture::from(promise));
}

/// Converts the exception of a call into an error.
pub(crate) fn called<T>(result: Result<T, JsValue>) -> Result<T, TaskError> {
    result.map_err(|thrown| js_error(&thrown))
}
