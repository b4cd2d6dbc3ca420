//! What a row shows of its run.

use std::{sync::Arc, time::Duration};

use taskdeck_core::{
    CancelReason, Instant, Lint, Progress, RunId, RunSnapshot, RunState, RunStatus, Waiting,
};

use super::{
    Meters, NextStep, RetryOffer, RowStatus, lint_text,
    rate::Estimate,
    row_text::{line, truncated},
    row_title::without_parent,
};
use crate::{
    format::{duration, titled, whole_seconds},
    texts::{Texts, tr},
};

/// A run is shown as running only after this time, so that the rows of short runs do not flash.
const SETTLE: Duration = Duration::from_millis(500);

/// What a row shows of its run.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RowContent {
    /// The title; never empty.
    pub(crate) title: String,
    /// The title as it is drawn: that of a child does not repeat the name of its parent.
    pub(crate) drawn_title: String,
    /// The status as shown.
    pub(crate) status: RowStatus,
    /// The bar, while the run is running.
    pub(crate) bar: Option<BarState>,
    /// One line: its progress, or why it waits, failed or was cancelled.
    pub(crate) detail: String,
    /// When it ended: *2 min ago*.
    pub(crate) ended: String,
    /// How long it ran, or has been running.
    pub(crate) duration: String,
    /// Whether it can be cancelled.
    pub(crate) can_cancel: bool,
    /// Whether it does not stop and can be abandoned.
    pub(crate) can_abandon: bool,
    /// What one does next with its result.
    pub(crate) next: Option<NextStep>,
    /// What can be started again.
    pub(crate) retry: Option<RetryOffer>,
    /// The wait that can be skipped.
    pub(crate) skip: Option<SkippableWait>,
    /// Its most severe lint.
    pub(crate) lint: Option<String>,
    /// Whether a retry has replaced it, so that it is drawn less prominently.
    pub(crate) superseded: bool,
}

/// A wait that can be skipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SkippableWait {
    /// Before the next attempt. It can also be ended by stopping the retries.
    Retry,
    /// Before the first attempt.
    Delay,
}

impl SkippableWait {
    /// Returns the label of the button that skips it.
    pub(crate) fn label(self, texts: Texts) -> String {
        match self {
            Self::Retry => tr!(texts, "Retry now"),
            Self::Delay => tr!(texts, "Start now"),
        }
    }

    /// Returns the wait of a run that can be skipped.
    pub(crate) fn of(run: &RunSnapshot) -> Option<Self> {
        match run.waiting {
            Some(Waiting::Retry { .. }) => Some(Self::Retry),
            Some(Waiting::Delay { .. }) => Some(Self::Delay),
            _ => None,
        }
    }
}

/// The bar of a running run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct BarState {
    /// The finished part, if it is known.
    pub(crate) fraction: Option<f64>,
}

/// What a row needs besides its run. The methods are called only when needed: the row of a finished run never
/// tracks the clock, and that of a waiting run tracks it only as often as its text changes.
pub(crate) trait RowContext {
    /// Returns the time, tracked continuously.
    fn now(&self) -> Instant;
    /// Returns the time until `at` if it is close enough to count down the seconds.
    fn countdown_to(&self, at: Instant) -> Option<Duration>;
    /// Returns when `at` was: *2 min ago*.
    fn ago(&self, at: Instant) -> String;
    /// Returns the title of a run, if it is kept.
    fn title_of(&self, run: RunId) -> Option<Arc<str>>;
    /// Returns the first line of the result of a run that is nothing but a text.
    fn result_text(&self, run: &RunSnapshot) -> Option<String>;
    /// Returns what one does next with the result of a run.
    fn next_step(&self, run: RunId) -> Option<NextStep>;
    /// Returns the number of children of a run that failed and can be retried.
    fn failed_children(&self, run: RunId) -> usize;
    /// Returns `at` on a wall clock: *14:05*.
    fn clock_time(&self, at: Instant) -> String;
    /// Returns the lints of a run, the most severe first.
    fn lints(&self, run: RunId) -> Vec<Lint>;
    /// Returns the texts.
    fn texts(&self) -> Texts;
}

impl RowContent {
    /// Computes what a row shows of this run.
    pub(crate) fn of(run: &RunSnapshot, context: &impl RowContext, meters: &mut Meters) -> Self {
        let status = run.status();
        let settled = status != RunStatus::Running
            || run
                .attempt_started_at
                .is_none_or(|started| context.now() - started >= SETTLE);
        let works = matches!(status, RunStatus::Running | RunStatus::Cancelling) && settled;
        let (estimate, ran) = match (run.started_at, run.finished_at) {
            (Some(_), None) if !works => (Estimate::default(), String::new()),
            (Some(started), None) => {
                let now = context.now();
                // The progress of an earlier attempt does not count towards this one.
                let began = run.attempt_started_at.unwrap_or(started);
                let estimate = run.progress.as_ref();
                let estimate =
                    estimate.map(|progress| meters.estimate(run.id, began, now, progress));
                (
                    estimate.unwrap_or_default(),
                    whole_seconds(context.texts(), now - started),
                )
            }
            (Some(started), Some(finished)) => {
                meters.forget(run.id);
                (
                    Estimate::default(),
                    duration(context.texts(), finished - started),
                )
            }
            (None, _) => (Estimate::default(), String::new()),
        };
        let times_out = CancelReason::Timeout;
        let can_cancel = match &run.state {
            RunState::Queued | RunState::Running => true,
            // A cancel by the user also prevents the next attempt after a timeout.
            RunState::Cancelling { reason, .. } => *reason == times_out,
            _ => false,
        };
        let title = truncated(&titled(context.texts(), &run.title));
        let parent = run.parent.and_then(|parent| context.title_of(parent));
        let drawn_title = match parent {
            Some(parent) => without_parent(&title, &parent).to_owned(),
            None => title.clone(),
        };
        let failed_children = match status.is_finished() && run.child_counts.failed > 0 {
            true => context.failed_children(run.id),
            false => 0,
        };
        Self {
            title,
            drawn_title,
            status: match settled {
                true => RowStatus::of(run),
                false => RunStatus::Queued.into(),
            },
            bar: (works && run.show_progress).then(|| BarState {
                fraction: run.progress.as_ref().and_then(Progress::fraction),
            }),
            detail: line(run, context, estimate, settled),
            ended: run
                .finished_at
                .map(|at| context.ago(at))
                .unwrap_or_default(),
            duration: ran,
            can_cancel,
            can_abandon: run.not_stopping,
            next: match run.has_output && status == RunStatus::Completed {
                true => context.next_step(run.id),
                false => None,
            },
            retry: RetryOffer::of(run, failed_children),
            skip: SkippableWait::of(run),
            lint: context
                .lints(run.id)
                .first()
                .map(|lint| lint_text(context.texts(), *lint)),
            superseded: run.retried_as.is_some(),
        }
    }

    /// Returns a copy without what changes with each report: the bar, the line and the figure of the lint.
    pub(crate) fn without_progress(&self) -> Self {
        Self {
            title: self.title.clone(),
            drawn_title: self.drawn_title.clone(),
            bar: None,
            detail: String::new(),
            ended: self.ended.clone(),
            duration: self.duration.clone(),
            lint: self.lint.as_ref().map(|_| String::new()),
            ..*self
        }
    }
}

#[cfg(test)]
mod tests;
