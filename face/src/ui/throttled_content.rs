//! Limits how often the text of a run changes.

use taskdeck_core::RunWatch;

use super::{
    clock::{Beat, show_new},
    deck::Deck,
    lean::*,
    model::{Bar, RowFace},
};

/// The time between two updates of the text while only the progress changes, in milliseconds.
const READABLE: u32 = 125;

/// Returns what a run shows, and its bar. The text changes at once with any event, but progress alone updates
/// it only every [`READABLE`] ms: a text that changes every frame is the largest cost of a row. The bar is a
/// signal of its own, so that it can change every frame.
pub(super) fn calm_face(
    run: RwSignal<Option<RunWatch>>,
) -> (Signal<Option<RowFace>>, Signal<Option<Bar>>) {
    let deck = Deck::of_context();
    let look = move |run: &Option<RunWatch>| run.as_ref().map(|run| deck.face(run));
    let newest = StoredValue::new(untrack(move || run.with(look)));
    let face = RwSignal::new(newest.get_value());
    let bar = RwSignal::new(newest.with_value(bar_of));
    let beat = Beat::new(READABLE);
    let show_newest = move || show_new(face, newest.try_get_value());
    Effect::new(move |before: Option<_>| {
        let shown = run.with(|run| run.as_ref().map(|run| run.get_untracked().id));
        let now = run.with(look);
        show_new(bar, Some(bar_of(&now)));
        let can_wait = beat.is_awaited()
            && before == Some(shown)
            && newest.with_value(|before| steady(before.as_ref()) == steady(now.as_ref()));
        newest.set_value(now);
        if !can_wait && show_newest() {
            beat.wait(show_newest);
        }
        shown
    });
    (face.into(), bar.into())
}

fn bar_of(face: &Option<RowFace>) -> Option<Bar> {
    face.as_ref().and_then(|face| face.bar)
}

fn steady(face: Option<&RowFace>) -> Option<RowFace> {
    face.map(RowFace::without_progress)
}
