//! Requests to the server. Dropping a request closes its connection, so a cancel stops it.

use std::time::Duration;

use leptos::prelude::window;
use taskdeck::{TaskError, browser::js_error};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers, RequestInit, Response};

/// The answer of the server.
pub(crate) enum Answer {
    /// Nothing has changed since the state with the sent tag.
    Unchanged,
    /// A body, and the tag of the state that it describes.
    Body { text: String, tag: Option<String> },
}

struct CloseOnDrop(AbortController);

impl Drop for CloseOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Requests an address. `tag` is that of the stored state.
pub(crate) async fn get(address: &str, tag: Option<&str>) -> Result<Answer, TaskError> {
    let open = CloseOnDrop(AbortController::new().map_err(|thrown| js_error(&thrown))?);
    let (status, wait, tag, body) = send(address, tag, &open.0)
        .await
        .map_err(|thrown| js_error(&thrown))?;
    match status {
        304 => Ok(Answer::Unchanged),
        200 => Ok(Answer::Body { text: body, tag }),
        429 | 503 => {
            let error = TaskError::new("The server is busy").caused_by(format!("status {status}"));
            Err(match wait {
                Some(seconds) => error.retry_after(Duration::from_secs_f64(seconds)),
                None => error,
            })
        }
        // A retry would not help.
        _ => Err(TaskError::new(format!("The server answered {status}"))
            .caused_by(body)
            .no_retry()),
    }
}

/// Returns the status, the seconds of `Retry-After`, the tag and the body.
async fn send(
    address: &str,
    tag: Option<&str>,
    open: &AbortController,
) -> Result<(u16, Option<f64>, Option<String>, String), JsValue> {
    let options = RequestInit::new();
    let headers = Headers::new()?;
    if let Some(tag) = tag {
        headers.set("If-None-Match", tag)?;
    }
    options.set_headers(headers.as_ref());
    // Otherwise the browser's cache would hide the 304.
    options.set_cache(web_sys::RequestCache::NoStore);
    options.set_signal(Some(&open.signal()));
    let response = window().fetch_with_str_and_init(address, &options);
    let answer: Response = JsFuture::from(response).await?.unchecked_into();
    let wait = answer.headers().get("Retry-After")?;
    let tag = answer.headers().get("ETag")?;
    let body = JsFuture::from(answer.text()?).await?;
    Ok((
        answer.status(),
        wait.and_then(|seconds| seconds.parse().ok()),
        tag,
        body.as_string().unwrap_or_default(),
    ))
}
