//! What stands where no runs are.

use leptos::prelude::*;

use super::filter::Wanted;
use crate::ui::{
    deck::Deck,
    icon::{Icon, Shape},
};

/// What stands where no runs are: what can be done here, or that the filter lets nothing through.
#[component]
pub(super) fn Empty(wanted: Wanted) -> impl IntoView {
    let deck = Deck::of_context();
    let has_runs = Memo::new(move |_| deck.counts.get().all() > 0);
    move || {
        if has_runs.get() {
            view! {
                <div class="td-empty">
                    <Icon shape=Shape::Search />
                    <h3>"No run is like that"</h3>
                    <p>"Every run that is kept was looked at."</p>
                    <button type="button" class="td-button" on:click=move |_| wanted.clear()>
                        "Show every run"
                    </button>
                </div>
            }
            .into_any()
        } else {
            view! {
                <div class="td-empty">
                    <Icon shape=Shape::Deck />
                    <h3>"Nothing has run yet"</h3>
                    <p>"Run a task, or try a sample of one: what it does shows up here, can be watched, and can be cancelled."</p>
                </div>
            }
            .into_any()
        }
    }
}
