//! The link to the runs, the first tab stop of a page.

use web_sys::{Element, HtmlElement, MouseEvent};

use leptos::{ev, wasm_bindgen::JsCast};

use super::{deck::Deck, tabs::Tab};
use crate::{browser::focus_after_render, texts::tr, ui::lean::*};

/// A link that is visible while it has focus. It focuses the heading of the runs, or of what is shown instead.
#[component]
pub(super) fn SkipLink() -> impl IntoView {
    let deck = Deck::of_context();
    let skip = move |event: ev::Targeted<MouseEvent, web_sys::HtmlAnchorElement>| {
        // The address belongs to the page: its fragment names the open run.
        event.prevent_default();
        deck.tabs.show(Tab::Runs);
        let face: Option<Element> = event.target().closest(".td").ok().flatten();
        let heading = move || -> Option<HtmlElement> {
            let heading = face.as_ref()?.query_selector(".td-runs h2").ok()??;
            heading.dyn_into().ok()
        };
        drop(focus_after_render(heading));
    };
    view! {
        <a class="td-skip-link" href=format!("#{}", deck.element_id(&Tab::Runs.panel())) on:click:target=skip>
            {tr!(deck, "Skip to the runs")}
        </a>
    }
}
