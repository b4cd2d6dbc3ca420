//! Scrolls the runs or the performance view into view.

use leptos::{html, wasm_bindgen::JsCast};
use web_sys::{HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::{deck::Deck, runs::Geometry, tabs::Tab};
use crate::{browser::unless_crashed, ui::lean::*};

/// The least visible height, in CSS pixels: the sticky header, a heading and a row.
const MIN_VISIBLE: f64 = 200.0;

/// Shows the tab of the runs when the user shows the runs or the performance view, and scrolls to them if too
/// little of them is visible.
pub(super) fn bring_into_view(container: NodeRef<html::Div>) {
    let deck = Deck::of_context();
    let performance = deck.performance.tracker();
    Effect::new(move |before: Option<()>| {
        deck.filter.status.track();
        performance();
        if before.is_some() {
            deck.tabs.show(Tab::Runs);
            request_animation_frame(unless_crashed(move || scroll_to(container)));
        }
    });
}

fn scroll_to(container: NodeRef<html::Div>) {
    let Some(container) = container.try_get_untracked() else {
        return;
    };
    let work = container.query_selector(".td-runs").ok().flatten();
    let Some(Ok(work)) = work.map(JsCast::dyn_into::<HtmlElement>) else {
        return;
    };
    let Geometry { top, from, to } = Geometry::of(&work);
    let bottom = work.get_bounding_client_rect().bottom();
    let enough = MIN_VISIBLE.min((to - from) / 2.0);
    if to.min(bottom) - from.max(top) < enough {
        // An embedded deck must not scroll its page further than needed.
        let nearest = ScrollIntoViewOptions::new();
        nearest.set_block(ScrollLogicalPosition::Nearest);
        work.scroll_into_view_with_scroll_into_view_options(&nearest);
    }
}
