//! Runs as JavaScript sees them.

use std::borrow::Cow;

use taskdeck_core::{Instant, Message, Progress, RunBrief, RunState};
use wasm_bindgen::JsValue;

use super::{
    host::Host,
    key,
    words::{self, Record, flags},
};

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
    u32::from(run.not_stopping) << flags::NOT_STOPPING
        | u32::from(run.abandoned) << flags::ABANDONED
        | u32::from(run.critical) << flags::CRITICAL
}

/// What is being done.
fn message(run: &RunBrief) -> Option<Cow<'_, str>> {
    let message = run.progress.as_ref()?.message.as_ref();
    message.map(Message::english)
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

    /// The numbers of a run.
    fn record(&self, run: &RunBrief, why: u32) -> Record {
        let progress = run.progress.as_ref();
        Record {
            run: key::of(run.id),
            number: run.number as f64,
            status: words::status(run.status()).into(),
            attempt: run.attempt.into(),
            attempts: run.max_attempts.into(),
            priority: words::priority_number(run.priority).into(),
            flags: flags(run).into(),
            done: progress.map_or(f64::NAN, |progress| progress.done),
            total: progress
                .and_then(|progress| progress.total)
                .unwrap_or(f64::NAN),
            fraction: progress.and_then(Progress::fraction).unwrap_or(f64::NAN),
            created_at: self.time(Some(run.created_at)),
            started_at: self.time(run.started_at),
            finished_at: self.time(run.finished_at),
            why: why.into(),
        }
    }

    /// Makes a snapshot.
    pub(super) fn snapshot(&self, run: &RunBrief) -> JsValue {
        let (why, said) = why(run);
        let record = self.record(run, why);
        self.host.snapshot(
            &raw const record,
            &run.public_id(),
            &run.title,
            run.task.as_deref(),
            &run.lane,
            message(run).as_deref(),
            said.as_deref(),
        )
    }

    /// Tells that a run has become what it is; with a snapshot, where somebody wants to see it.
    pub(super) fn tell(&self, run: &RunBrief, wanted: bool) {
        let snapshot = match wanted {
            true => self.snapshot(run),
            false => JsValue::UNDEFINED,
        };
        let (why, said) = why(run);
        let status = run.status();
        if status.is_live() {
            let (key, status) = (key::of(run.id), words::status(status));
            self.host
                .changed(key, status, run.attempt, why, said.as_deref(), &snapshot);
            return;
        }
        let record = self.record(run, why);
        self.host.ended(
            &raw const record,
            &snapshot,
            run.given_id.as_deref(),
            Some(&*run.lane).filter(|lane| *lane != "main"),
            message(run).as_deref(),
            said.as_deref(),
        );
    }
}
