//! What the rest of the face knows of this view. `no_performance.rs` is the same for a face without it.

use super::{panel::Performance, shapes};
use crate::{
    texts::tr,
    ui::{Theme, actions::Act, deck::Deck, icon::Icon, lean::*, perform::perform_here, runs::Runs},
};

/// Whether the view stands in the place of the runs.
#[derive(Clone, Copy, Debug)]
pub(in crate::ui) struct Shown(RwSignal<bool>);

impl Shown {
    pub(in crate::ui) fn new() -> Self {
        Self(RwSignal::new(false))
    }

    /// Brings the runs back.
    pub(in crate::ui) fn hide(self) {
        self.0.set(false);
    }

    /// Follows whether it is shown, in the effect or memo that calls the returned function.
    pub(in crate::ui) fn follow(self) -> impl Fn() + Copy + Send + Sync + 'static {
        let shown = Memo::new(move |_| self.0.get());
        move || shown.track()
    }
}

/// Does what is about this view.
pub(in crate::ui) fn perform(deck: Deck, act: Act) {
    if act == Act::Performance {
        deck.performance.0.update(|shown| *shown = !*shown);
    }
}

/// The runs, or the view in their place.
pub(in crate::ui) fn work(theme: RwSignal<Theme>) -> AnyView {
    let deck = Deck::of_context();
    let Shown(shown) = deck.performance;
    // Whoever wants to see or to handle certain runs wants to see the runs.
    Effect::new(move |before: Option<()>| {
        deck.wanted.text.track();
        deck.wanted.status.track();
        deck.selected.track();
        deck.asks.track();
        if before.is_some() {
            shown.set(false);
        }
    });
    view! {
        <Show when=move || shown.get() fallback=|| view! { <Runs /> }>
            <Performance theme=theme />
        </Show>
    }
    .into_any()
}

/// Shows the view in place of the runs, and the runs again.
pub(in crate::ui) fn button() -> Option<AnyView> {
    let deck = Deck::of_context();
    let Shown(shown) = deck.performance;
    let button = view! {
        <button
            type="button"
            class="td-button td-icon-button td-performance-button"
            aria-label=tr!(deck, "Performance")
            title=tr!(deck, "Performance")
            aria-pressed=move || shown.get().to_string()
            on:click=move |_| perform_here(deck, Act::Performance, None)
        >
            <Icon shape=shapes::GAUGE />
        </button>
    };
    Some(button.into_any())
}
