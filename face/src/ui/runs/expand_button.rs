//! The button that expands child runs.

use leptos::html;

use super::list_state::{ListState, RowSlot, row_element, shown_run};
use crate::{
    texts::tr,
    ui::{
        actions::{Action, shortcut_of},
        deck::Deck,
        icon::{Icon, Shape},
        keep_focus::keep_focus,
        lean::*,
    },
};

/// A button that expands or collapses the child runs. Hidden if there are none.
#[component]
pub(super) fn ExpandButton(
    row_slot: RowSlot,
    state: ListState,
    title: Memo<String>,
    tab_index: impl Fn() -> &'static str + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let slot = row_slot;
    let deck = Deck::of_context();
    let expanded = Memo::new(move |_| slot.tree.get().expanded);
    let has_any = Memo::new(move |_| expanded.get().is_some());
    let button = NodeRef::<html::Button>::new();
    let is_shown = keep_focus(has_any, button, move || row_element(&slot));
    let key = move || {
        shortcut_of(if expanded.get() == Some(true) {
            Action::Collapse
        } else {
            Action::Expand
        })
    };
    view! {
        <button
            node_ref=button
            type="button"
            class="td-button td-icon-button td-plain td-row-expand"
            aria-label=move || tr!(deck, "Child runs of {title}", title = title.get())
            aria-expanded=move || (expanded.get() == Some(true)).to_string()
            aria-keyshortcuts=key
            tabindex=tab_index
            hidden=move || !is_shown.get()
            on:click=move |_| {
                if let Some(run) = shown_run(&slot) {
                    state.set_expanded(run, expanded.get_untracked() != Some(true));
                }
            }
        >
            <Icon shape=Shape::CHEVRON />
        </button>
    }
}
