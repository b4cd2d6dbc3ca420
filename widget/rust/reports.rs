//! What bodies report, and how they end.

use taskdeck_browser::PickedFiles;
use taskdeck_core::{Cancelled, ErrorKind, Output, TaskError};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use super::{deck::Core, fields, key, words::thrown};

#[wasm_bindgen]
impl Core {
    /// How far an attempt is; a total that is no number is not known. `false` when it is over.
    pub fn progress(
        &self,
        run: f64,
        attempt: u32,
        done: f64,
        total: f64,
        message: Option<String>,
    ) -> bool {
        let Some(attempt) = self.shared.attempt(run, attempt) else {
            return false;
        };
        if total.is_nan() {
            attempt.ctx.progress_so_far(done);
        } else {
            attempt.ctx.progress(done, total);
        }
        if let Some(message) = message {
            attempt.ctx.message(message);
        }
        true
    }

    /// Writes into the log of a run. `false` when the attempt is over.
    pub fn log(&self, run: f64, attempt: u32, text: &str) -> bool {
        let attempt = self.shared.attempt(run, attempt);
        attempt.is_some_and(|attempt| {
            attempt.ctx.log(text);
            true
        })
    }

    /// The body of an attempt has returned a value, of which this can be shown.
    pub fn fulfil(&self, run: f64, attempt: u32, shown: Option<String>) {
        if let Some(attempt) = self.shared.attempt(run, attempt) {
            if let Some(shown) = shown {
                attempt.ctx.output(Output::text("", shown));
            }
            attempt.settle(Ok(()));
        }
    }

    /// The body of an attempt has thrown, in one of the ways in `THROWN`. The first line is the message, the others are its causes, with a zero between.
    pub fn reject(&self, run: f64, attempt: u32, kind: u32, worth_another: bool, lines: &str) {
        let Some(attempt) = self.shared.attempt(run, attempt) else {
            return;
        };
        let mut lines = lines.split('\0');
        let message = lines.next().unwrap_or_default();
        let error = match (kind, attempt.ctx.cancel_reason()) {
            (thrown::ABORTED, Some(reason)) => TaskError::from(Cancelled { reason }),
            (thrown::LOST, _) => TaskError::of_kind(ErrorKind::Lost, message),
            _ => TaskError::new(message),
        };
        let error = lines.fold(error, TaskError::caused_by);
        let error = if worth_another {
            error
        } else {
            error.no_retry()
        };
        attempt.settle(Err(error));
    }

    /// The parameters of a run as JSON; `undefined` when it is not known.
    #[must_use]
    pub fn params(&self, run: f64) -> Option<String> {
        let params = self.supervisor.run(key::run(run)).params()?;
        fields::json(&params)
    }

    /// The files that are a parameter of a run; `undefined` where that is something else.
    #[must_use]
    pub fn files(&self, run: f64, name: &str) -> Option<js_sys::Array> {
        let params = self.supervisor.run(key::run(run)).params()?;
        let files = params.attachment::<PickedFiles>(name)?;
        let files = files
            .0
            .iter()
            .map(|picked| JsValue::from(picked.file.clone()));
        Some(files.collect())
    }

    /// Somebody asks how a run ends that the body of another has started: its failure is then no failure
    /// of that one.
    pub fn ask(&self, run: f64) {
        let children = self.shared.children.borrow();
        if let Some(child) = children.get(&key::run(run)) {
            drop(child.run.wait());
        }
    }
}
