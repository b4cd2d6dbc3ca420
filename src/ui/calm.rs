//! Texts that change no more often than a person can read.

use crate::ui::lean::*;
use taskdeck_core::{RunStatus, RunWatch};

use super::{clock::no_more_often, model::RowFace};

/// How often the line of a run changes while it runs, in milliseconds.
const READABLE: u32 = 125;

/// The line of the run that is shown. While it runs it changes no more often than a person can read: a
/// text that changes with every frame costs a page more than all else in a row.
pub(super) fn calm_detail(
    run: RwSignal<Option<RunWatch>>,
    face: Memo<Option<RowFace>>,
) -> impl Fn() -> String + Copy {
    let newest = Memo::new(move |_| {
        let run = run.with(|run| run.as_ref().map(|run| run.get_untracked().id));
        let face = face.get();
        let status = face.as_ref().map(|face| face.status);
        (
            (run, status),
            face.map(|face| face.detail).unwrap_or_default(),
        )
    });
    let calm = no_more_often(newest, READABLE);
    // It follows one memo alone: of two, of which one comes from the other, a change of the other only is missed.
    move || {
        newest.with(|(what, detail)| {
            let runs = matches!(what.1, Some(RunStatus::Running | RunStatus::Cancelling));
            calm.with(|(of, calm)| {
                // Of another run or status nothing is shown that was said of the one before.
                let shown = if runs && of == what { calm } else { detail };
                shown.clone()
            })
        })
    }
}
