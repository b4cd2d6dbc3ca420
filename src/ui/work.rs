//! What stands beside the tasks: the runs, or where the time went.

use crate::ui::lean::*;

use super::{Theme, runs::Runs};

#[cfg(feature = "performance")]
mod with_performance {
    use crate::ui::lean::*;

    use super::Runs;
    use crate::{
        texts::tr,
        ui::{
            Theme,
            actions::Act,
            deck::Deck,
            icon::{Icon, Shape},
            perform::perform_here,
            performance::Performance,
        },
    };

    /// The runs, or the performance view in their place.
    pub(super) fn work(theme: RwSignal<Theme>) -> impl IntoView {
        let deck = Deck::of_context();
        // Whoever wants to see or to handle certain runs wants to see the runs.
        Effect::new(move |before: Option<()>| {
            deck.wanted.text.track();
            deck.wanted.status.track();
            deck.selected.track();
            deck.asks.track();
            if before.is_some() {
                deck.shows_performance.set(false);
            }
        });
        view! {
            <Show when=move || deck.shows_performance.get() fallback=|| view! { <Runs /> }>
                <Performance theme=theme />
            </Show>
        }
    }

    /// Shows the performance view in place of the runs, and the runs again.
    pub(super) fn button() -> impl IntoView {
        let deck = Deck::of_context();
        view! {
            <button
                type="button"
                class="td-button td-icon-button td-performance-button"
                aria-label=tr!(deck, "Performance")
                title=tr!(deck, "Performance")
                aria-pressed=move || deck.shows_performance.get().to_string()
                on:click=move |_| perform_here(deck, Act::Performance, None)
            >
                <Icon shape=Shape::Gauge />
            </button>
        }
    }
}

/// The runs, or where there is such a view and it is wanted, where the time went.
pub(super) fn work(theme: RwSignal<Theme>) -> AnyView {
    #[cfg(feature = "performance")]
    return with_performance::work(theme).into_any();
    #[cfg(not(feature = "performance"))]
    {
        let _ = theme;
        view! { <Runs /> }.into_any()
    }
}

/// The button that leads there, where there is such a view.
pub(super) fn performance_button() -> Option<AnyView> {
    #[cfg(feature = "performance")]
    return Some(with_performance::button().into_any());
    #[cfg(not(feature = "performance"))]
    None
}
