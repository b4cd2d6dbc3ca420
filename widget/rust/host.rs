//! The JavaScript side of a deck.

use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use super::words::Record;

#[wasm_bindgen]
extern "C" {
    /// What a deck in JavaScript is to its core. None of these may throw.
    #[derive(Clone)]
    pub type Host;

    /// Calls a body for an attempt of a run.
    #[wasm_bindgen(method)]
    pub(super) fn begin(this: &Host, run: f64, body: &JsValue, attempt: u32);

    /// The core waits no more for the body of a run, which has not ended: it is to be stopped where it
    /// can be, and nobody listens to it any more.
    #[wasm_bindgen(method)]
    pub(super) fn gone(this: &Host, run: f64, attempt: u32);

    /// A live run has changed its status. Every number is in [`super::words`].
    #[wasm_bindgen(method)]
    pub(super) fn changed(
        this: &Host,
        run: f64,
        status: u32,
        attempt: u32,
        reason: u32,
        text: Option<&str>,
        snapshot: &JsValue,
    );

    /// A run has ended. Without an id its number makes one, without a lane it is the main one; `said` is
    /// the message of its error, or a caller's own reason for its cancel.
    #[wasm_bindgen(method)]
    pub(super) fn ended(
        this: &Host,
        record: *const Record,
        snapshot: &JsValue,
        id: Option<&str>,
        lane: Option<&str>,
        message: Option<&str>,
        said: Option<&str>,
    );

    /// Makes a snapshot.
    #[wasm_bindgen(method)]
    #[allow(
        clippy::too_many_arguments,
        reason = "an object would cost more than the texts"
    )]
    pub(super) fn snapshot(
        this: &Host,
        record: *const Record,
        id: &str,
        title: &str,
        task: Option<&str>,
        lane: &str,
        message: Option<&str>,
        said: Option<&str>,
    ) -> JsValue;

    /// Makes the error that says why a call was refused.
    #[wasm_bindgen(method)]
    pub(super) fn refusal(this: &Host, code: &str, message: &str) -> JsValue;
}

impl std::fmt::Debug for Host {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Host")
    }
}
