//! Shows more of a long list.

use leptos::html;
use web_sys::HtmlElement;

use crate::{
    format::count,
    texts::tr,
    ui::{deck::Deck, keep_focus::keep_focus, lean::*},
};

/// The number of items that are shown at first, and that are added with each press.
pub(super) const SHOWN: usize = 200;

/// Says how many items are shown, with a button that shows more. Empty once all are.
#[component]
pub(super) fn ShowMore<Stay>(
    /// The number of items that are shown at most.
    shown: RwSignal<usize>,
    /// The number of all items.
    #[prop(into)]
    all: Signal<usize>,
    /// Returns the element that takes focus when the button is hidden.
    stay: Stay,
) -> impl IntoView
where
    Stay: Fn() -> Option<HtmlElement> + Copy + 'static,
{
    let deck = Deck::of_context();
    let button = NodeRef::<html::Button>::new();
    let is_wanted = Memo::new(move |_| shown.get() < all.get());
    let is_shown = keep_focus(is_wanted, button, stay);
    let text = move || {
        tr!(
            deck,
            "The first {shown} of {all} are shown",
            shown = count(deck.texts(), shown.get()),
            all = count(deck.texts(), all.get())
        )
    };
    view! {
        <div class="td-more" hidden=move || !is_shown.get()>
            <span class="td-quiet">{text}</span>
            <button
                node_ref=button
                type="button"
                class="td-button td-small"
                on:click=move |_| shown.update(|shown| *shown += SHOWN)
            >
                {tr!(deck, "Show more")}
            </button>
        </div>
    }
}
