//! The texts of lints.

use taskdeck_core::Lint;

use crate::{
    format::{count, duration, whole_seconds},
    texts::{Texts, tr},
};

/// Returns what a lint has found, with its figure.
pub(crate) fn lint_text(texts: Texts, lint: Lint) -> String {
    let number = |number: u32| count(texts, number as usize);
    match lint {
        Lint::WaitsForNothing => tr!(texts, "Waits for something that can no longer happen"),
        Lint::DoesNotStop { asked } => tr!(
            texts,
            "Still running; a stop was requested {time} ago",
            time = whole_seconds(texts, asked)
        ),
        Lint::BlocksPage { longest } => tr!(
            texts,
            "Blocked the page for {time} at once",
            time = duration(texts, longest)
        ),
        Lint::WakesItself { self_wakes, wakes } => tr!(
            texts,
            "Woke itself {count} of {all} times",
            count = number(self_wakes),
            all = number(wakes)
        ),
        Lint::FloodsProgress { per_second } => tr!(
            texts,
            "Reports progress {count} times a second",
            count = number(per_second)
        ),
        Lint::NeverReports { ran } => tr!(
            texts,
            "Has run for {time} without reporting anything",
            time = whole_seconds(texts, ran)
        ),
    }
}

/// Returns what the author of the body can do about a lint.
pub(crate) fn remedy(texts: Texts, lint: Lint) -> String {
    match lint {
        Lint::WaitsForNothing => tr!(
            texts,
            "Cancel it. What it awaits was dropped, or does not keep its waker."
        ),
        Lint::DoesNotStop { .. } => tr!(
            texts,
            "Let the body check whether it was cancelled, or abandon the run."
        ),
        Lint::BlocksPage { .. } => tr!(
            texts,
            "Split the work with checkpoints, or do it in a worker."
        ),
        Lint::WakesItself { .. } => tr!(
            texts,
            "Wait for an event instead of asking again and again."
        ),
        Lint::FloodsProgress { .. } => tr!(
            texts,
            "Report less often: the screen shows at most one report a frame."
        ),
        Lint::NeverReports { .. } => tr!(
            texts,
            "Report progress or write to the log, so that people see it working."
        ),
    }
}
