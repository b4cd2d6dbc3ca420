//! The numbers of runs in the header.

use leptos::html;
use taskdeck_core::Counts;

use super::{
    deck::Deck,
    header::stop_beside,
    keep_focus::keep_focus,
    model::{SUMMARY_PARTS, rest_text, summary_count, summary_part},
    runs::StatusChoice,
    tabs::Tab,
};
use crate::{texts::tr, ui::lean::*};

/// *3 running · 12 waiting · 1 failed*: each shows only its runs when pressed, and every run when pressed again.
/// Without the control for the search they are plain text.
#[component]
pub(super) fn HeadCounts() -> impl IntoView {
    let deck = Deck::of_context();
    let heads = deck.heads;
    let is_paused = Memo::new(move |_| deck.overview.with(|overview| overview.paused));
    let rest = Memo::new(move |_| rest_text(deck.texts(), &heads.get()));
    let parts = (0..SUMMARY_PARTS.len())
        .map(|at| match deck.parts.controls.search {
            true => view! { <FilterButton at=at /> }.into_any(),
            false => view! { <span>{move || plain_part(deck, &heads.get(), at)}</span> }.into_any(),
        })
        .collect_view();
    view! {
        <div class="td-counts">
            {parts}
            <span class="td-counts-rest">{move || rest.get()}</span>
            <span role="status">
                {move || is_paused.get().then(|| view! { <span class="td-paused">{tr!(deck, "Paused")}</span> })}
            </span>
        </div>
    }
}

fn plain_part(deck: Deck, heads: &Counts, at: usize) -> String {
    if summary_count(heads, at) == 0 {
        return String::new();
    }
    separator((0..at).any(|before| summary_count(heads, before) > 0)).to_owned()
        + &summary_part(deck.texts(), heads, at)
}

fn separator(follows_another: bool) -> &'static str {
    if follows_another { " · " } else { "" }
}

/// One of the numbers, which filters the list.
#[component]
fn FilterButton(at: usize) -> impl IntoView {
    let deck = Deck::of_context();
    let choice = StatusChoice::One(SUMMARY_PARTS[at].0);
    let is_pressed = Memo::new(move |_| deck.filter.shows_only(choice));
    // A filter that is on can be turned off, also when no run is left.
    let is_wanted =
        Memo::new(move |_| is_pressed.get() || summary_count(&deck.heads.get(), at) > 0);
    let button = NodeRef::<html::Button>::new();
    let is_shown = keep_focus(is_wanted, button, move || stop_beside(button));
    let follows_another = move || {
        let heads = deck.heads.get();
        let is_on = |before: usize| {
            summary_count(&heads, before) > 0
                || deck
                    .filter
                    .shows_only(StatusChoice::One(SUMMARY_PARTS[before].0))
        };
        is_shown.get() && (0..at).any(is_on)
    };
    let toggle = move |_| {
        if is_pressed.get_untracked() {
            deck.filter.clear();
        } else {
            deck.filter.show(choice);
        }
        deck.tabs.show(Tab::Runs);
    };
    view! {
        <span aria-hidden="true">{move || separator(follows_another())}</span>
        <button
            node_ref=button
            type="button"
            class="td-count"
            data-count=SUMMARY_PARTS[at].0.to_string()
            aria-pressed=move || is_pressed.get().to_string()
            hidden=move || !is_shown.get()
            on:click=toggle
        >
            {move || is_shown.get().then(|| summary_part(deck.texts(), &deck.heads.get(), at))}
        </button>
    }
}
