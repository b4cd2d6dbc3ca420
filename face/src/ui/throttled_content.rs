//! Limits how often the text of a run changes.

use taskdeck_core::RunWatch;

use super::{
    clock::{AlignedTimer, set_if_changed},
    deck::Deck,
    lean::*,
    model::{BarState, RowContent},
};

/// The time between two updates of the text while only the progress changes, in milliseconds.
const TEXT_INTERVAL: u32 = 125;

/// Returns what a run shows, and its bar as a signal of its own. An event changes the text at once, but
/// progress alone only every [`TEXT_INTERVAL`] ms: a text that changes every frame is the largest cost of a
/// row.
pub(super) fn throttled_content(
    run: RwSignal<Option<RunWatch>>,
) -> (Signal<Option<RowContent>>, Signal<Option<BarState>>) {
    let deck = Deck::of_context();
    let read = move |run: &Option<RunWatch>| run.as_ref().map(|run| deck.row_content(run));
    let newest = StoredValue::new(untrack(move || run.with(read)));
    let content = RwSignal::new(newest.get_value());
    let bar = RwSignal::new(newest.with_value(bar_of));
    let timer = AlignedTimer::new(TEXT_INTERVAL);
    let show_newest = move || set_if_changed(content, newest.try_get_value());
    Effect::new(move |before: Option<_>| {
        let shown = run.with(|run| run.as_ref().map(|run| run.get_untracked().id));
        let now = run.with(read);
        set_if_changed(bar, Some(bar_of(&now)));
        let can_wait = timer.is_pending()
            && before == Some(shown)
            && newest.with_value(|before| {
                without_progress(before.as_ref()) == without_progress(now.as_ref())
            });
        newest.set_value(now);
        if !can_wait && show_newest() {
            timer.start(show_newest);
        }
        shown
    });
    (content.into(), bar.into())
}

fn bar_of(content: &Option<RowContent>) -> Option<BarState> {
    content.as_ref().and_then(|content| content.bar)
}

fn without_progress(content: Option<&RowContent>) -> Option<RowContent> {
    content.map(RowContent::without_progress)
}
