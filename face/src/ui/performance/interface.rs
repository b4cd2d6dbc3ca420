//! The interface of the performance view to the rest of the face. `no_performance.rs` replaces it in a build
//! without the view.

use super::{panel::Performance, shapes};
use crate::{
    texts::tr,
    ui::{
        Theme, actions::Action, deck::Deck, icon::Icon, lean::*, parts, perform::perform_on_deck,
    },
};

/// Whether the view is shown instead of the runs.
#[derive(Clone, Copy, Debug)]
pub(in crate::ui) struct ViewSwitch(RwSignal<bool>);

impl ViewSwitch {
    pub(in crate::ui) fn new() -> Self {
        Self(RwSignal::new(false))
    }

    /// Shows the runs again.
    pub(in crate::ui) fn hide(self) {
        self.0.set(false);
    }

    /// Returns a function that tracks whether the view is shown, for an effect or a memo.
    pub(in crate::ui) fn tracker(self) -> impl Fn() + Copy + Send + Sync + 'static {
        let shown = Memo::new(move |_| self.0.get());
        move || shown.track()
    }
}

/// Performs the action of this view.
pub(in crate::ui) fn perform(deck: Deck, action: Action) {
    if action == Action::Performance {
        deck.performance.0.update(|shown| *shown = !*shown);
    }
}

/// The runs, or the view instead of them.
pub(in crate::ui) fn main_view(theme: RwSignal<Theme>) -> AnyView {
    let deck = Deck::of_context();
    let ViewSwitch(shown) = deck.performance;
    // A change of filter, selection or confirmation is about the runs, so they are shown again.
    Effect::new(move |before: Option<()>| {
        deck.filter.text.track();
        deck.filter.status.track();
        deck.selected.track();
        deck.confirming.track();
        if before.is_some() {
            shown.set(false);
        }
    });
    view! {
        <Show when=move || shown.get() fallback=parts::runs>
            <Performance theme=theme />
        </Show>
    }
    .into_any()
}

/// A button that switches between the runs and the view.
pub(in crate::ui) fn button() -> Option<AnyView> {
    let deck = Deck::of_context();
    let ViewSwitch(shown) = deck.performance;
    let button = view! {
        <button
            type="button"
            class="td-button td-plain td-performance-button"
            aria-pressed=move || shown.get().to_string()
            on:click=move |_| perform_on_deck(deck, Action::Performance, None)
        >
            <Icon shape=shapes::GAUGE />
            {tr!(deck, "Performance")}
        </button>
    };
    Some(button.into_any())
}
