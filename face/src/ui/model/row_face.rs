//! What a row says of its run.

use std::time::Duration;

use taskdeck_core::{
    CancelReason, Instant, Lint, Progress, RunId, RunSnapshot, RunState, RunStatus, Waiting,
};

use super::{
    Meters, lint_text,
    rate::Pace,
    row_text::{cut, line},
};
use crate::{
    format::{duration, titled, whole_seconds},
    texts::{Texts, tr},
};

/// A run that is shorter than this never says that it started: rows would flash.
const SETTLE: Duration = Duration::from_millis(500);

/// What a row says of its run.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RowFace {
    /// The title, never empty.
    pub(crate) title: String,
    /// The status that is shown.
    pub(crate) status: RunStatus,
    /// The bar, while it runs.
    pub(crate) bar: Option<Bar>,
    /// One line: how far it is, why it waits, why it failed, why it was cancelled.
    pub(crate) detail: String,
    /// How long it ran, or has been running.
    pub(crate) duration: String,
    /// Whether it can be cancelled.
    pub(crate) can_cancel: bool,
    /// Whether it does not stop, and can be abandoned.
    pub(crate) can_abandon: bool,
    /// Whether a person can retry it.
    pub(crate) can_retry: bool,
    /// The wait that a person can skip.
    pub(crate) skip: Option<Skip>,
    /// The worst that it does to the page, or to who waits for it.
    pub(crate) lint: Option<String>,
    /// Whether a newer run took its place: it asks for no more attention.
    pub(crate) superseded: bool,
}

/// A wait that a person can skip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Skip {
    /// That for the next attempt; a person can also say that there shall be none.
    Retry,
    /// That before the first one.
    Delay,
}

impl Skip {
    /// What skipping it is called.
    pub(crate) fn word(self, texts: Texts) -> String {
        match self {
            Self::Retry => tr!(texts, "Retry now"),
            Self::Delay => tr!(texts, "Start now"),
        }
    }

    /// The wait of this run that can be skipped.
    pub(crate) fn of(run: &RunSnapshot) -> Option<Self> {
        match run.waiting {
            Some(Waiting::Retry { .. }) => Some(Self::Retry),
            Some(Waiting::Delay { .. }) => Some(Self::Delay),
            _ => None,
        }
    }
}

/// The bar of a run that runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Bar {
    /// The part that is done, when it is known.
    pub(crate) fraction: Option<f64>,
}

/// What a row has to know besides its run. It is asked only when it matters, so that a row that has
/// ended does not follow the clock, and one that waits follows it no closer than a person can see.
pub(crate) trait Surroundings {
    /// The time, for what changes all the time.
    fn now(&self) -> Instant;
    /// How long it is until then, when that is so soon that the seconds are counted.
    fn soon(&self, at: Instant) -> Option<Duration>;
    /// When that is on the clock on the wall: *14:05*.
    fn on_the_clock(&self, at: Instant) -> String;
    /// What the run does badly, the worst first.
    fn lints(&self, run: RunId) -> Vec<Lint>;
    /// The words that it is said in.
    fn texts(&self) -> Texts;
}

impl RowFace {
    /// What a row says of this run.
    pub(crate) fn of(run: &RunSnapshot, around: &impl Surroundings, meters: &mut Meters) -> Self {
        let status = run.status();
        let settled = status != RunStatus::Running
            || run
                .attempt_started_at
                .is_none_or(|started| around.now() - started >= SETTLE);
        let works = matches!(status, RunStatus::Running | RunStatus::Cancelling) && settled;
        let (pace, ran) = match (run.started_at, run.finished_at) {
            (Some(_), None) if !works => (Pace::default(), String::new()),
            (Some(started), None) => {
                let now = around.now();
                // What an earlier attempt has done says nothing of this one.
                let began = run.attempt_started_at.unwrap_or(started);
                let pace = run.progress.as_ref();
                let pace = pace.map(|progress| meters.pace(run.id, began, now, progress));
                (
                    pace.unwrap_or_default(),
                    whole_seconds(around.texts(), now - started),
                )
            }
            (Some(started), Some(finished)) => {
                meters.forget(run.id);
                (
                    Pace::default(),
                    duration(around.texts(), finished - started),
                )
            }
            (None, _) => (Pace::default(), String::new()),
        };
        let times_out = CancelReason::Timeout;
        let can_cancel = match &run.state {
            RunState::Queued | RunState::Running => true,
            // Who cancels what takes too long wants no further attempt.
            RunState::Cancelling { reason, .. } => *reason == times_out,
            _ => false,
        };
        Self {
            title: cut(&titled(around.texts(), &run.title)),
            status: if settled { status } else { RunStatus::Queued },
            bar: (works && run.show_progress).then(|| Bar {
                fraction: run.progress.as_ref().and_then(Progress::fraction),
            }),
            detail: line(run, around, pace, settled),
            duration: ran,
            can_cancel,
            can_abandon: run.not_stopping,
            can_retry: run.can_retry,
            skip: Skip::of(run),
            lint: around
                .lints(run.id)
                .first()
                .map(|lint| lint_text(around.texts(), *lint)),
            superseded: run.retried_as.is_some(),
        }
    }

    /// The same without the bar, the line and the figure in its warning, which change with each report.
    pub(crate) fn without_progress(&self) -> Self {
        Self {
            title: self.title.clone(),
            bar: None,
            detail: String::new(),
            duration: self.duration.clone(),
            lint: self.lint.as_ref().map(|_| String::new()),
            ..*self
        }
    }
}

#[cfg(test)]
mod tests;
