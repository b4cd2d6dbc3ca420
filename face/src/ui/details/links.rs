//! Links to related runs.

use taskdeck_core::{RunId, RunWatch};

use crate::{
    format::titled,
    texts::tr,
    ui::{deck::Deck, lean::*},
};

/// Links to the parent of a run, to the run that it retries, and to its own retry.
#[component]
pub(super) fn Links(watch: RunWatch) -> impl IntoView {
    let deck = Deck::of_context();
    let links = Memo::new(move |_| {
        let run = watch.get();
        (run.parent, run.retry_of, run.retried_as)
    });
    let link = move |label: String, run: Option<RunId>| {
        let run = run?;
        let Some(known) = deck.supervisor().run(run).snapshot() else {
            return Some(
                view! { <p class="td-quiet">{label} " " {tr!(deck, "a run that is no longer kept")}</p> }
                    .into_any(),
            );
        };
        Some(
            view! {
                <p>
                    {label} " "
                    <button type="button" class="td-link" on:click=move |_| deck.open(run)>
                        {titled(deck.texts(), &known.title)}
                    </button>
                    <span class="td-quiet">{format!(" ({})", deck.texts().render(&known.status().message()).to_lowercase())}</span>
                </p>
            }
            .into_any(),
        )
    };
    move || {
        let (parent, of, by) = links.get();
        (parent.is_some() || of.is_some() || by.is_some()).then(|| {
            view! {
                <div class="td-links">
                    {link(tr!(deck, "Started by"), parent)} {link(tr!(deck, "A retry of"), of)} {link(tr!(deck, "Retried as"), by)}
                </div>
            }
        })
    }
}
