//! The button that expands child runs.

use leptos::html;

use super::list_state::{ListState, Slot, row_element, shown_run};
use crate::{
    texts::tr,
    ui::{
        actions::{Act, key_of},
        deck::Deck,
        icon::{Icon, Shape},
        keep_focus::keep_focus,
        lean::*,
    },
};

/// A button that expands or collapses the child runs. Hidden if there are none.
#[component]
pub(super) fn Fold(
    cell: Slot,
    state: ListState,
    title: Memo<String>,
    tab_index: impl Fn() -> &'static str + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let slot = cell;
    let deck = Deck::of_context();
    let unfolded = Memo::new(move |_| slot.standing.get().unfolded);
    let has_any = Memo::new(move |_| unfolded.get().is_some());
    let button = NodeRef::<html::Button>::new();
    let is_shown = keep_focus(has_any, button, move || row_element(&slot));
    let key = move || {
        key_of(if unfolded.get() == Some(true) {
            Act::Fold
        } else {
            Act::Unfold
        })
    };
    view! {
        <button
            node_ref=button
            type="button"
            class="td-button td-icon-button td-plain td-row-expand"
            aria-label=move || tr!(deck, "Child runs of {title}", title = title.get())
            aria-expanded=move || (unfolded.get() == Some(true)).to_string()
            aria-keyshortcuts=key
            tabindex=tab_index
            hidden=move || !is_shown.get()
            on:click=move |_| {
                if let Some(run) = shown_run(&slot) {
                    state.unfold(run, unfolded.get_untracked() != Some(true));
                }
            }
        >
            <Icon shape=Shape::CHEVRON />
        </button>
    }
}
