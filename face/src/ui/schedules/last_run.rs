//! The newest run of a schedule.

use taskdeck_core::{RunId, RunStatus, RunWatch};

use crate::{
    texts::tr,
    ui::{
        deck::Deck,
        icon::{Icon, Shape},
        lean::*,
        model::{last_result, status_name},
    },
};

/// The result of the newest run of a schedule, or its status while it is live. Pressing it opens the details.
#[component]
pub(super) fn LastRun(run: Memo<Option<RunId>>, title: Memo<String>) -> impl IntoView {
    let deck = Deck::of_context();
    let watch = Memo::new_with_compare(
        move |_| run.get().and_then(|run| deck.supervisor().run(run).watch()),
        |_, _| true,
    );
    let result =
        Memo::new(move |_| watch.with(|watch| watch.as_ref().map(|watch| of(deck, watch))));
    let status = move || result.with(|result| result.as_ref().map(|(status, _)| *status));
    let text = move || {
        result
            .with(|result| result.as_ref().map(|(_, text)| text.clone()))
            .unwrap_or_else(|| tr!(deck, "No longer kept"))
    };
    let open = move |_| {
        if let Some(run) = run.get_untracked() {
            deck.open(run);
        }
    };
    let is_kept = move || result.with(Option::is_some);
    view! {
        <span class="td-schedule-last" hidden=move || run.get().is_none()>
            <span class="td-quiet">{tr!(deck, "Last:")} " "</span>
            <button
                type="button"
                class="td-link"
                data-status=move || status().map(status_name)
                hidden=move || !is_kept()
                aria-label=move || tr!(
                    deck,
                    "{result}, details of the last run of {title}",
                    result = text(),
                    title = title.get()
                )
                on:click=open
            >
                <Icon shape=Signal::derive(move || status().map_or(Shape::CLOCK, Shape::of_status)) />
                <bdi>{text}</bdi>
            </button>
            <span class="td-quiet" hidden=is_kept>
                {text}
            </span>
        </span>
    }
}

fn of(deck: Deck, watch: &RunWatch) -> (RunStatus, String) {
    let run = watch.get();
    (run.status(), last_result(deck.texts(), &run))
}
