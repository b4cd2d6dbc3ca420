//! Runs as JavaScript sees them.

use std::borrow::Cow;

use taskdeck_core::{Instant, Message, RunBrief, RunState};
use wasm_bindgen::JsValue;

use super::{host::Host, key, words};

/// Why a run ended, or is being stopped: a number and what is said of it.
fn why(run: &RunBrief) -> (u32, Option<Cow<'_, str>>) {
    match &run.state {
        RunState::Cancelling { reason, .. } | RunState::Cancelled { reason, .. } => {
            words::reason(reason)
        }
        RunState::Failed(error) => (words::kind(error.kind()), Some(error.message().english())),
        _ => (0, None),
    }
}

fn flags(run: &RunBrief) -> u32 {
    u32::from(run.not_stopping) | u32::from(run.abandoned) << 1 | u32::from(run.critical) << 2
}

/// How much is done, of how much, the part of it, and what is being done; no numbers where there are none.
fn progress(run: &RunBrief) -> (f64, f64, f64, Option<Cow<'_, str>>) {
    let Some(progress) = &run.progress else {
        return (f64::NAN, f64::NAN, f64::NAN, None);
    };
    (
        progress.done,
        progress.total.unwrap_or(f64::NAN),
        progress.fraction().unwrap_or(f64::NAN),
        progress.message.as_ref().map(Message::english),
    )
}

/// Runs of one deck, told to its host.
#[derive(Clone, Debug)]
pub(super) struct Teller {
    pub(super) host: Host,
    /// What the clock of the page showed at its start, in milliseconds since 1970 began.
    pub(super) origin: f64,
}

impl Teller {
    fn time(&self, at: Option<Instant>) -> f64 {
        at.map_or(f64::NAN, |at| {
            (self.origin + at.since_start().as_secs_f64() * 1_000.0).round()
        })
    }

    /// Makes a snapshot.
    pub(super) fn snapshot(&self, run: &RunBrief) -> JsValue {
        let (why, text) = why(run);
        let (done, total, fraction, message) = progress(run);
        self.host.snapshot(
            key::of(run.id),
            &run.public_id(),
            &run.title,
            run.task.as_deref(),
            &run.lane,
            words::status(run.status()),
            run.attempt,
            run.max_attempts,
            run.priority as u32,
            flags(run),
            done,
            total,
            fraction,
            message.as_deref(),
            self.time(Some(run.created_at)),
            self.time(run.started_at),
            self.time(run.finished_at),
            why,
            text.as_deref(),
        )
    }

    /// Tells that a run has become what it is; with a snapshot, where somebody wants to see it.
    pub(super) fn tell(&self, run: &RunBrief, wanted: bool) {
        let snapshot = match wanted {
            true => self.snapshot(run),
            false => JsValue::UNDEFINED,
        };
        let (key, status) = (key::of(run.id), run.status());
        let (why, text) = why(run);
        if status.is_live() {
            let status = words::status(status);
            self.host
                .changed(key, status, run.attempt, why, text.as_deref(), &snapshot);
            return;
        }
        let (done, total, fraction, message) = progress(run);
        self.host.ended(
            key,
            words::status(status),
            &snapshot,
            run.number as f64,
            run.given_id.as_deref(),
            Some(&*run.lane).filter(|lane| *lane != "main"),
            run.attempt,
            run.max_attempts,
            run.priority as u32,
            flags(run),
            done,
            total,
            fraction,
            message.as_deref(),
            self.time(Some(run.created_at)),
            self.time(run.started_at),
            self.time(run.finished_at),
            why,
            text.as_deref(),
        );
    }
}
