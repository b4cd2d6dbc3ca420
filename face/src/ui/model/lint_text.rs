//! What a run does badly, as people read it, and what helps.

use taskdeck_core::Lint;

use crate::{
    format::{count, duration, whole_seconds},
    texts::{Texts, tr},
};

/// What a run does badly, with the figure that shows it.
pub(crate) fn lint_text(texts: Texts, lint: Lint) -> String {
    let number = |number: u32| count(texts, number as usize);
    match lint {
        Lint::WaitsForNothing => tr!(texts, "waits for nothing: nobody can wake it any more"),
        Lint::DoesNotStop { asked } => tr!(
            texts,
            "does not stop, asked {time} ago",
            time = whole_seconds(texts, asked)
        ),
        Lint::BlocksPage { longest } => tr!(
            texts,
            "blocked the page for {time} in one go",
            time = duration(texts, longest)
        ),
        Lint::WakesItself { self_wakes, wakes } => tr!(
            texts,
            "wakes itself: {count} of {all} times",
            count = number(self_wakes),
            all = number(wakes)
        ),
        Lint::FloodsProgress { per_second } => tr!(
            texts,
            "floods progress: {count} reports a second",
            count = number(per_second)
        ),
        Lint::NeverReports { ran } => tr!(
            texts,
            "ran {time} without a word",
            time = whole_seconds(texts, ran)
        ),
    }
}

/// What whoever wrote the body can do about it.
pub(crate) fn remedy(texts: Texts, lint: Lint) -> String {
    match lint {
        Lint::WaitsForNothing => tr!(
            texts,
            "Cancel it. What it waits for was dropped, or never keeps the waker that it is given."
        ),
        Lint::DoesNotStop { .. } => tr!(
            texts,
            "Let the body watch for being cancelled, or abandon the run."
        ),
        Lint::BlocksPage { .. } => tr!(
            texts,
            "Work in pieces with a checkpoint between them, or in a worker."
        ),
        Lint::WakesItself { .. } => tr!(
            texts,
            "Wait until something tells you, in place of asking again and again."
        ),
        Lint::FloodsProgress { .. } => tr!(
            texts,
            "Report less often: nobody sees more than one report a frame."
        ),
        Lint::NeverReports { .. } => tr!(
            texts,
            "Report progress or write a line, so that people see that it lives."
        ),
    }
}
