//! The newest run of a schedule.

use taskdeck_core::{RunId, RunStatus};

use crate::{
    texts::tr,
    ui::{
        deck::Deck,
        icon::{Icon, Shape},
        lean::*,
        model::{RecentRun, after_result, last_result, status_name},
    },
};

/// The result of the newest run of a schedule that has ended, or the status of its first one, and how many have failed:
/// *200 OK · 47 ms · 2 failures in 60*. Pressing the result opens the details.
#[component]
pub(super) fn LastRun(
    newest: Memo<Option<RunId>>,
    runs: ReadSignal<Vec<RecentRun>>,
    title: Memo<String>,
) -> impl IntoView {
    let deck = Deck::of_context();
    let watch = Memo::always(move || {
        newest
            .get()
            .and_then(|run| deck.supervisor().run(run).watch())
    });
    // While a run is live, the result of the one before stays.
    let shown = Memo::new(move |_| {
        if let Some(last) = runs.with(|runs| runs.last().cloned()) {
            return Some((last.id, last.status, last.result));
        }
        let run = watch.with(|watch| watch.as_ref().map(|watch| watch.get()))?;
        Some((run.id, run.status(), last_result(deck.texts(), &run)))
    });
    let live = Memo::new(move |_| {
        let status = watch.with(|watch| watch.as_ref().map(|watch| watch.get().status()));
        status.filter(|status| status.is_live())
    });
    let status = move || shown.with(|shown| shown.as_ref().map(|(_, status, _)| *status));
    let shape = move || {
        live.get()
            .or_else(status)
            .map_or(Shape::CLOCK, Shape::of_status)
    };
    let text = move || {
        let text = shown.with(|shown| shown.as_ref().map(|(.., text)| text.clone()));
        text.unwrap_or_default()
    };
    let open = move |_| {
        if let Some((run, ..)) = shown.get_untracked() {
            deck.open_if_kept(run, None);
        }
    };
    let name_of = move |status: RunStatus| status_name(status);
    view! {
        <span class="td-schedule-last" hidden=move || shown.with(Option::is_none)>
            <button
                type="button"
                class="td-link"
                data-status=move || status().map(name_of)
                aria-label=move || tr!(
                    deck,
                    "{result}, details of the last run of {title}",
                    result = text(),
                    title = title.get()
                )
                on:click=open
            >
                <Icon shape=Signal::derive(shape) />
                <bdi>{text}</bdi>
            </button>
            <span class="td-quiet">{move || runs.with(|runs| after_result(deck.texts(), runs))}</span>
        </span>
    }
}
