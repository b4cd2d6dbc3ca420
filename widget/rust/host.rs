//! The JavaScript side of a deck.

use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use super::words::Record;

#[wasm_bindgen]
extern "C" {
    /// The object of a deck that its core calls: `Engine` in `widget/js/engine.js`. No method may throw.
    #[derive(Clone)]
    pub type Host;

    /// Calls a body for an attempt of a run.
    #[wasm_bindgen(method)]
    pub(super) fn begin(this: &Host, run: f64, body: &JsValue, attempt: u32);

    /// Handles the drop of an attempt whose body has not ended. What the body does from here on is ignored; a
    /// body in a worker is terminated.
    #[wasm_bindgen(method)]
    pub(super) fn dropped(this: &Host, run: f64, attempt: u32);

    /// Handles a change of status of a live run. The numbers are explained in [`super::words`].
    #[wasm_bindgen(method)]
    pub(super) fn changed(
        this: &Host,
        run: f64,
        status: u32,
        attempt: u32,
        cause_code: u32,
        cause_text: Option<&str>,
        snapshot: &JsValue,
    );

    /// Handles the end of a run. Without `id`, the id is made from the number of the run; without `lane`, the lane
    /// is `main`. `cause_text` is the message of the error or the text of the reason.
    #[wasm_bindgen(method)]
    #[allow(
        clippy::too_many_arguments,
        reason = "an object would cost more than the texts"
    )]
    pub(super) fn ended(
        this: &Host,
        record: *const Record,
        snapshot: &JsValue,
        id: Option<&str>,
        lane: Option<&str>,
        message: Option<&str>,
        cause_text: Option<&str>,
        summary: Option<&str>,
    );

    /// Creates a snapshot.
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
        cause_text: Option<&str>,
        summary: Option<&str>,
    ) -> JsValue;

    /// Creates the error with which a call is refused.
    #[wasm_bindgen(method)]
    pub(super) fn refusal(this: &Host, code: &str, message: &str) -> JsValue;
}

impl std::fmt::Debug for Host {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Host")
    }
}
