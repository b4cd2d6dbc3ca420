//! Snapshots and notices of runs, for JavaScript.

use std::borrow::Cow;

use taskdeck_core::{Instant, Message, Progress, RunBrief, RunState};
use wasm_bindgen::JsValue;

use super::{
    host::Host,
    key,
    words::{self, Record, flags},
};

/// Returns why a run failed or is cancelled: an index in `KINDS` or `REASONS`, and the text that belongs to it.
fn cause(run: &RunBrief) -> (u32, Option<Cow<'_, str>>) {
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

/// Returns the message of the last progress.
fn message(run: &RunBrief) -> Option<Cow<'_, str>> {
    let message = run.progress.as_ref()?.message.as_ref();
    message.map(Message::english)
}

fn summary(run: &RunBrief) -> Option<Cow<'_, str>> {
    run.summary.as_ref().map(Message::english)
}

/// Notifies the host of one deck of its runs.
#[derive(Clone, Debug)]
pub(super) struct HostNotifier {
    pub(super) host: Host,
    /// When the clock of the world started, in milliseconds since 1970 began.
    pub(super) origin: f64,
}

impl HostNotifier {
    fn time(&self, at: Option<Instant>) -> f64 {
        at.map_or(f64::NAN, |at| {
            (self.origin + at.since_start().as_secs_f64() * 1_000.0).round()
        })
    }

    /// Returns the numbers of a run.
    fn record(&self, run: &RunBrief, cause_code: u32) -> Record {
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
            cause_code: cause_code.into(),
            problems: run.problems as f64,
        }
    }

    /// Creates a snapshot.
    pub(super) fn snapshot(&self, run: &RunBrief) -> JsValue {
        let (cause_code, cause_text) = cause(run);
        let record = self.record(run, cause_code);
        self.host.snapshot(
            &raw const record,
            &run.public_id(),
            &run.title,
            run.task.as_deref(),
            &run.lane,
            message(run).as_deref(),
            cause_text.as_deref(),
            summary(run).as_deref(),
        )
    }

    /// Notifies the host that a run has changed its status or has ended.
    pub(super) fn notify(&self, run: &RunBrief, with_snapshot: bool) {
        let snapshot = match with_snapshot {
            true => self.snapshot(run),
            false => JsValue::UNDEFINED,
        };
        let (cause_code, cause_text) = cause(run);
        let status = run.status();
        if status.is_live() {
            let (key, status) = (key::of(run.id), words::status(status));
            self.host.changed(
                key,
                status,
                run.attempt,
                cause_code,
                cause_text.as_deref(),
                &snapshot,
            );
            return;
        }
        let record = self.record(run, cause_code);
        self.host.ended(
            &raw const record,
            &snapshot,
            run.given_id.as_deref(),
            Some(&*run.lane).filter(|lane| *lane != "main"),
            message(run).as_deref(),
            cause_text.as_deref(),
            summary(run).as_deref(),
        );
    }
}
