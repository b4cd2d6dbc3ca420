//! Cancels many runs after a confirmation.

use leptos::html;
use taskdeck_core::CancelReason;

use crate::{
    texts::tr,
    ui::{deck::Deck, dialog::open_when, lean::*},
};

/// The number of runs from which a confirmation is required.
const CONFIRM_FROM: usize = 10;

/// The runs to cancel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CancelTargets {
    /// Every live run.
    All,
    /// The selected runs.
    Selected,
}

impl CancelTargets {
    /// Returns their number, tracked.
    fn count(self, deck: Deck) -> usize {
        match self {
            Self::All => deck.counts.get().live(),
            Self::Selected => deck.selected_counts.get().to_cancel,
        }
    }

    /// Cancels them. If there are many, opens the confirmation first.
    pub(crate) fn cancel(self, deck: Deck) {
        if untrack(|| self.count(deck)) < CONFIRM_FROM {
            self.cancel_now(deck);
        } else {
            deck.confirming.set(Some(self));
        }
    }

    fn cancel_now(self, deck: Deck) {
        let supervisor = deck.supervisor();
        match self {
            Self::All => supervisor.cancel_all(CancelReason::User),
            Self::Selected => supervisor.cancel_each(deck.selected_runs(), CancelReason::User),
        };
    }
}

/// The confirmation before many runs are cancelled.
#[component]
pub(super) fn ConfirmCancel() -> impl IntoView {
    let deck = Deck::of_context();
    let dialog = NodeRef::<html::Dialog>::new();
    let title = deck.element_id("cancel-many");
    open_when(dialog, move || deck.confirming.get().is_some());
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let how_many = Memo::new(
        move |before: Before<'_, usize>| match deck.confirming.get() {
            Some(targets) => targets.count(deck),
            // The dialog keeps its text while it closes.
            None => before.get().copied().unwrap_or_default(),
        },
    );
    view! {
        <dialog
            node_ref=dialog
            class="td-dialog"
            part="dialog"
            aria-labelledby=title.clone()
            on:close=move |_| deck.confirming.set(None)
        >
            <h2 id=title.clone()>{move || tr!(deck, "Cancel 1 run?|Cancel {count} runs?", count: how_many.get())}</h2>
            <p>{tr!(deck, "Work done so far is lost. Cancelled runs can be retried from the start.")}</p>
            <div class="td-dialog-actions">
                <button type="button" class="td-button" autofocus=true on:click=move |_| close()>
                    {tr!(deck, "Keep running")}
                </button>
                <button
                    type="button"
                    class="td-button td-danger"
                    on:click=move |_| {
                        let targets = deck.confirming.get_untracked();
                        close();
                        if let Some(targets) = targets {
                            targets.cancel_now(deck);
                        }
                    }
                >
                    {move || tr!(deck, "Cancel 1 run|Cancel {count} runs", count: how_many.get())}
                </button>
            </div>
        </dialog>
    }
}
