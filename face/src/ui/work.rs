//! What stands beside the tasks: the runs, or where the time went.

use leptos::{html, wasm_bindgen::JsCast};
use web_sys::{HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::{
    Theme,
    deck::Deck,
    runs::{Geometry, Runs},
};
use crate::{browser::unless_crashed, ui::lean::*};

/// How much of it is to be seen at least, in CSS pixels: the header that stays in view, a heading and a row.
const GLIMPSE: f64 = 200.0;

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

/// Scrolls there when a person asks for certain runs, or for where the time went, and sees nothing of it: in a narrow
/// column it stands below all tasks.
pub(super) fn bring_into_view(place: NodeRef<html::Div>) {
    let deck = Deck::of_context();
    #[cfg(feature = "performance")]
    let shows_performance = Memo::new(move |_| deck.shows_performance.get());
    Effect::new(move |before: Option<()>| {
        deck.wanted.status.track();
        #[cfg(feature = "performance")]
        shows_performance.track();
        if before.is_some() {
            request_animation_frame(unless_crashed(move || scroll_to_work(place)));
        }
    });
}

fn scroll_to_work(place: NodeRef<html::Div>) {
    let Some(Some(place)) = place.try_get_untracked() else {
        return;
    };
    let work = place.query_selector(".td-runs").ok().flatten();
    let Some(Ok(work)) = work.map(JsCast::dyn_into::<HtmlElement>) else {
        return;
    };
    let Geometry { top, from, to } = Geometry::of(&work);
    let bottom = work.get_bounding_client_rect().bottom();
    let enough = GLIMPSE.min((to - from) / 2.0);
    if to.min(bottom) - from.max(top) < enough {
        // No farther than needed: around an embedded deck there is somebody else's page.
        let nearest = ScrollIntoViewOptions::new();
        nearest.set_block(ScrollLogicalPosition::Nearest);
        work.scroll_into_view_with_scroll_into_view_options(&nearest);
    }
}
