//! Runs as JavaScript sees them.

use taskdeck_core::{Instant, RunSnapshot, RunState, StatusChange};
use wasm_bindgen::JsValue;

use super::{host::Host, key, words};

/// Why a run ended, or is being stopped: a number and what is said of it.
fn why(run: &RunSnapshot) -> (u32, Option<&str>) {
    match &run.state {
        RunState::Cancelling { reason, .. } | RunState::Cancelled { reason, .. } => {
            words::reason(reason)
        }
        RunState::Failed(error) => (words::kind(error.kind()), Some(error.message())),
        _ => (0, None),
    }
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
    pub(super) fn snapshot(&self, run: &RunSnapshot) -> JsValue {
        let progress = run.progress.as_ref();
        let flags = [
            run.not_stopping,
            run.abandoned,
            run.critical,
            run.can_retry,
            matches!(run.state, RunState::Cancelled { started: false, .. }),
        ];
        let flags = flags
            .iter()
            .rev()
            .fold(0, |flags, flag| flags << 1 | u32::from(*flag));
        let (why, text) = why(run);
        self.host.snapshot(
            key::of(run.id),
            &run.public_id,
            &run.title,
            run.task.as_deref(),
            &run.lane,
            words::status(run.status()),
            run.attempt,
            run.max_attempts,
            run.priority as u32,
            flags,
            progress.map_or(f64::NAN, |progress| progress.done),
            progress
                .and_then(|progress| progress.total)
                .unwrap_or(f64::NAN),
            progress
                .and_then(|progress| progress.fraction())
                .unwrap_or(f64::NAN),
            progress.and_then(|progress| progress.message.as_deref()),
            self.time(Some(run.created_at)),
            self.time(run.started_at),
            self.time(run.finished_at),
            why,
            text,
        )
    }

    /// Tells of a change; with the run as it was then, where somebody wants to see it.
    pub(super) fn tell(&self, change: &StatusChange, wanted: bool) {
        let run = &change.run;
        let snapshot = match wanted {
            true => self.snapshot(run),
            false => JsValue::UNDEFINED,
        };
        let (key, status) = (key::of(run.id), run.status());
        let (why, text) = why(run);
        if status.is_live() {
            let status = words::status(status);
            self.host
                .changed(key, status, run.attempt, why, text, &snapshot);
            return;
        }
        self.host.ended(
            key,
            words::status(status),
            run.attempt,
            why,
            text,
            &run.public_id,
            self.time(Some(run.created_at)),
            self.time(run.started_at),
            self.time(run.finished_at),
            &snapshot,
        );
    }
}
