//! The selection bar.

use leptos::html;
use web_sys::Element;

use super::list_state::ListState;
use crate::{
    browser::{active_element, focus_after_render, tab_stops},
    format::count,
    texts::tr,
    ui::{
        actions::{Action, shortcut_of},
        deck::Deck,
        icon::{Icon, Shape},
        lean::*,
        perform::perform_on_deck,
    },
};

/// The checkbox above the rows: selects every matching run, or none.
#[component]
pub(super) fn SelectAll(state: ListState) -> impl IntoView {
    let deck = Deck::of_context();
    let selected = Memo::new(move |_| deck.selected_counts.get().kept);
    let every = Memo::new(move |_| selected.get() > 0 && selected.get() >= state.matching.get());
    let some = Memo::new(move |_| selected.get() > 0 && !every.get());
    let toggle = move |event: web_sys::Event| {
        let action = if every.get_untracked() {
            Action::ClearSelection
        } else {
            Action::SelectAll
        };
        perform_on_deck(deck, action, None);
        // The checkbox follows the selection, not the click.
        let input: web_sys::HtmlInputElement = event_target(&event);
        input.set_checked(every.get_untracked());
    };
    view! {
        <label class="td-check td-select-all" hidden=move || state.matching.get() == 0>
            <input
                type="checkbox"
                aria-label=tr!(deck, "Select all that match")
                title=tr!(deck, "Select all that match")
                aria-keyshortcuts=shortcut_of(Action::SelectAll)
                prop:checked=move || every.get()
                prop:indeterminate=move || some.get()
                on:change=toggle
            />
        </label>
    }
}

/// The number of selected runs, and the actions for all of them. The bar replaces the buttons for the whole
/// list, so that no row moves.
#[component]
pub(super) fn SelectionBar(
    state: ListState,
    /// Whether the bar is shown. It is set here.
    is_shown: RwSignal<bool>,
    /// The buttons that the bar replaces.
    others: NodeRef<html::Div>,
) -> impl IntoView {
    let deck = Deck::of_context();
    let counts = deck.selected_counts;
    let bar = NodeRef::<html::Section>::new();
    let has_selection = Memo::new(move |_| counts.get().kept > 0);
    Effect::new(move |_| {
        let has_selection = has_selection.get();
        // All selected runs were removed.
        if !has_selection && deck.selected.with_untracked(|selected| selected.len() > 0) {
            deck.selected.update(|selected| selected.clear());
        }
        if is_shown.get_untracked() == has_selection {
            return;
        }
        // Focus moves from what is hidden to what is shown.
        let bar = bar.get_untracked().map(Element::from);
        let others = others.get_untracked().map(Element::from);
        let (hidden, shown) = if has_selection {
            (others, bar)
        } else {
            (bar, others)
        };
        let has_focus = active_element()
            .is_some_and(|focused| hidden.is_some_and(|hidden| hidden.contains(Some(&focused))));
        is_shown.set(has_selection);
        let row = state.current.get_untracked().filter(|_| !has_selection);
        match row {
            _ if !has_focus => {}
            Some(row) => state.go_to(row),
            None => drop(focus_after_render(move || {
                tab_stops(shown.as_ref()?).first().cloned()
            })),
        }
    });
    let number = move |number: usize| count(deck.texts(), number);
    let button = move |action: Action,
                       how_many: fn(taskdeck_core::ActionCounts) -> usize,
                       shape: Shape,
                       class: &'static str| {
        let many = Memo::new(move |_| how_many(counts.get()));
        let label = move || match action {
            Action::CancelSelected => tr!(deck, "Cancel {count}", count = number(many.get())),
            _ => tr!(deck, "Retry {count}", count = number(many.get())),
        };
        view! {
            <button
                type="button"
                class=format!("td-button td-small {class}")
                aria-disabled=move || (many.get() == 0).then_some("true")
                on:click=move |_| perform_on_deck(deck, action, None)
            >
                <Icon shape=shape />
                {label}
            </button>
        }
    };
    view! {
        <section
            node_ref=bar
            class="td-selection"
            part="selection"
            aria-label=tr!(deck, "Selected runs")
            hidden=move || !is_shown.get()
        >
            <p role="status">
                {move || is_shown.get().then(|| tr!(deck, "{count} selected", count = number(counts.get().kept)))}
            </p>
                {button(Action::CancelSelected, |counts| counts.to_cancel, Shape::STOP, "td-cancel")}
                {button(Action::RetrySelected, |counts| counts.to_retry, Shape::RETRY, "td-retry")}
                <button
                    type="button"
                    class="td-button td-small td-icon-button"
                    aria-label=tr!(deck, "Select nothing")
                    title=tr!(deck, "Select nothing")
                    on:click=move |_| perform_on_deck(deck, Action::ClearSelection, None)
                >
                    <Icon shape=Shape::CLOSE />
                </button>
        </section>
    }
}
