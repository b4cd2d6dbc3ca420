//! Cancelling everything that is live.

use crate::texts::tr;
use leptos::{html, prelude::*};
use taskdeck_core::CancelReason;

use crate::ui::{deck::Deck, model::count};

/// From how many live runs on a person is asked first.
const ASKS_FROM: usize = 10;

/// A button that cancels every live run, and asks first when they are many.
#[component]
pub(super) fn CancelAll() -> impl IntoView {
    let deck = Deck::of_context();
    let live = Memo::new(move |_| deck.counts.get().live());
    let dialog = NodeRef::<html::Dialog>::new();
    let title = deck.element_id("cancel-all");
    let cancel_all = move || {
        deck.supervisor().cancel_all(CancelReason::User);
    };
    let press = move |_| {
        if live.get_untracked() < ASKS_FROM {
            cancel_all();
        } else if let Some(dialog) = dialog.get_untracked().filter(|dialog| !dialog.open()) {
            let _ = dialog.show_modal();
        }
    };
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    view! {
        <button
            type="button"
            class="td-button td-small"
            aria-disabled=move || (live.get() == 0).then_some("true")
            on:click=press
        >
            {tr!(deck, "Cancel all")}
        </button>
        <dialog node_ref=dialog class="td-dialog" part="dialog" aria-labelledby=title.clone()>
            <h2 id=title.clone()>{move || tr!(deck, "Cancel {count} runs?", count = count(deck.texts(), live.get()))}</h2>
            <p>{tr!(deck, "What is done so far is lost. A run that was cancelled can be retried from the start.")}</p>
            <div class="td-dialog-actions">
                <button type="button" class="td-button" autofocus=true on:click=move |_| close()>
                    {tr!(deck, "Keep running")}
                </button>
                <button
                    type="button"
                    class="td-button td-danger"
                    on:click=move |_| {
                        close();
                        cancel_all();
                    }
                >
                    {move || tr!(deck, "Cancel {count} runs", count = count(deck.texts(), live.get()))}
                </button>
            </div>
        </dialog>
    }
}
