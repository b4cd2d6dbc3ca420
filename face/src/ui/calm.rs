//! What is said of a run, no more often than a person can read.

use taskdeck_core::RunWatch;

use super::{
    clock::{Beat, show_new},
    deck::Deck,
    lean::*,
    model::{Bar, RowFace},
};

/// How often the line of a run changes while it only comes further, in milliseconds.
const READABLE: u32 = 125;

/// What is said of the run that is shown: at once when something happened to it, and at the next beat when it only came
/// further, for a text that changes with every frame costs a page more than all else in a row. The bar is drawn with
/// every frame. They are signals of their own, so that a report touches nothing else that follows the run.
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
