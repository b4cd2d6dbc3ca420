//! The reports of bodies: progress, log lines, and how an attempt ends.

use taskdeck::browser::PickedFiles;
use taskdeck_core::{Cancelled, ErrorKind, TaskError};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use super::{deck::Core, fields, key, words::thrown};

#[wasm_bindgen]
impl Core {
    /// Sets the progress of an attempt. A total of NaN is unknown. Returns `false` when the attempt has ended.
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

    /// Writes a line into the log of a run. Returns `false` when the attempt has ended.
    pub fn log(&self, run: f64, attempt: u32, text: &str) -> bool {
        let attempt = self.shared.attempt(run, attempt);
        attempt.is_some_and(|attempt| {
            attempt.ctx.log(text);
            true
        })
    }

    /// Sets the line that is shown of the result of a run; see [`taskdeck_core::RunContext::summary`].
    pub fn summary(&self, run: f64, attempt: u32, text: &str) {
        if let Some(attempt) = self.shared.attempt(run, attempt) {
            attempt.ctx.summary(text);
        }
    }

    /// See [`taskdeck_core::RunContext::problem`].
    pub fn problem(&self, run: f64, attempt: u32, text: &str) {
        if let Some(attempt) = self.shared.attempt(run, attempt) {
            attempt.ctx.problem(text);
        }
    }

    /// See [`taskdeck_core::RunContext::expect_children`].
    pub fn expect_children(&self, run: f64, attempt: u32, count: u32) {
        if let Some(attempt) = self.shared.attempt(run, attempt) {
            attempt.ctx.expect_children(count as usize);
        }
    }

    /// Ends an attempt whose body has returned.
    pub fn fulfil(&self, run: f64, attempt: u32) {
        if let Some(attempt) = self.shared.attempt(run, attempt) {
            attempt.settle(Ok(()));
        }
    }

    /// Ends an attempt whose body has thrown.
    ///
    /// `kind` is an index in `THROWN`. `lines` holds the message and those of the causes, separated by NUL.
    pub fn reject(&self, run: f64, attempt: u32, kind: u32, is_retryable: bool, lines: &str) {
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
        let error = if is_retryable {
            error
        } else {
            error.no_retry()
        };
        attempt.settle(Err(error));
    }

    /// Returns the parameters of a run as JSON; `undefined` when the run is not kept.
    #[must_use]
    pub fn params(&self, run: f64) -> Option<String> {
        let params = self.supervisor.run(key::run(run)).params()?;
        fields::json(&params)
    }

    /// Returns the files of a parameter of a run; `undefined` when the parameter is not of files.
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

    /// Marks a child run as awaited: its failure then does not fail its parent.
    pub fn mark_awaited(&self, run: f64) {
        self.shared.mark_awaited(key::run(run));
    }
}
