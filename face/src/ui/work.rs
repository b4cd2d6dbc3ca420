//! Brings what stands beside the tasks into view: the runs, or where the time went.

use leptos::{html, wasm_bindgen::JsCast};
use web_sys::{HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::{deck::Deck, runs::Geometry};
use crate::{browser::unless_crashed, ui::lean::*};

/// How much of it is to be seen at least, in CSS pixels: the header that stays in view, a heading and a row.
const GLIMPSE: f64 = 200.0;

/// Scrolls there when a person asks for certain runs, or for where the time went, and sees nothing of it: in a narrow
/// column it stands below all tasks.
pub(super) fn bring_into_view(place: NodeRef<html::Div>) {
    let deck = Deck::of_context();
    let performance = deck.performance.follow();
    Effect::new(move |before: Option<()>| {
        deck.wanted.status.track();
        performance();
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
