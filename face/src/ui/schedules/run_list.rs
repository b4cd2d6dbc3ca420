//! The newest runs of a schedule as a list.

use taskdeck_core::Instant;

use crate::{
    format::time_of_day,
    texts::tr,
    ui::{
        deck::Deck,
        icon::{Icon, Shape},
        lean::*,
        model::{RecentRun, status_name},
    },
};

/// The number of runs in the list.
const LISTED: usize = 20;

/// The newest runs of a schedule, newest first. Pressing one opens its details.
#[component]
pub(super) fn RunList(
    runs: ReadSignal<Vec<RecentRun>>,
    title: Memo<String>,
    id: String,
) -> impl IntoView {
    let deck = Deck::of_context();
    let listed = Memo::new(move |_| {
        runs.with(|runs| runs.iter().rev().take(LISTED).cloned().collect::<Vec<_>>())
    });
    let when = move |at: Instant| time_of_day(deck.texts(), &deck.supervisor(), at);
    let one = move |run: RecentRun| {
        let RecentRun {
            id,
            status,
            at,
            result,
            ..
        } = run;
        let time = when(at);
        let name = tr!(
            deck,
            "{time}, {result}: details",
            time = time,
            result = result
        );
        view! {
            <li>
                <button
                    type="button"
                    class="td-schedule-run"
                    data-status=status_name(status)
                    aria-label=name
                    on:click=move |_| deck.open_if_kept(id, None)
                >
                    <Icon shape=Shape::of_status(status) />
                    <span class="td-quiet">{time}</span>
                    " "
                    <bdi>{result}</bdi>
                </button>
            </li>
        }
    };
    view! {
        <ol
            id=id
            class="td-schedule-runs"
            role="list"
            aria-label=move || tr!(deck, "Runs of {title}", title = title.get())
        >
            <For each=move || listed.get() key=|run| run.id.as_u64() children=one />
        </ol>
    }
}
