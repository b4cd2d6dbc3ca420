//! The region of the runs.

use crate::texts::tr;
use leptos::{html, prelude::*};

use super::{
    cancel_all::CancelAll,
    empty::Empty,
    filter::{StatusChoice, Wanted},
    list::RunsList,
    list_state::ListState,
};
use crate::ui::{
    actions::{Act, act_in_runs, key_of},
    deck::Deck,
    icon::{Icon, Shape},
    model::count,
    notifications::StormBanner,
};

/// Goes to the search. A constant: what says nothing but texts would be drawn from markup, which a page with
/// trusted types does not let.
const SEARCH_KEY: &str = "/";

/// The region of the runs: search, the list, and what became of old ones.
#[component]
pub(crate) fn Runs() -> impl IntoView {
    let deck = Deck::of_context();
    let wanted = Wanted::new(deck.wanted);
    let filter = Memo::new(move |_| wanted.filter());
    let state = ListState::new(deck, filter);
    let title = deck.element_id("runs");
    let heading = NodeRef::<html::H2>::new();
    let search = NodeRef::<html::Input>::new();
    let all = Memo::new(move |_| deck.counts.get().all());
    let finished = Memo::new(move |_| deck.counts.get().finished());
    let evicted = Memo::new(move |_| deck.overview.with(|overview| overview.evicted));
    let is_empty = Memo::new(move |_| state.length.get() == 0);
    let how_many = move || {
        if wanted.is_narrow() {
            tr!(
                deck,
                "{count} of {all}",
                count = count(deck.texts(), state.matching.get()),
                all = count(deck.texts(), all.get())
            )
        } else if all.get() > 0 {
            count(deck.texts(), all.get())
        } else {
            String::new()
        }
    };
    let let_in = move |_| {
        state.let_in();
        if let Some(heading) = heading.get_untracked() {
            // The button goes away with the newcomers; the heading scrolls the list to its top.
            let _ = heading.focus();
        }
        if let Some(list) = state.element.get_untracked() {
            list.scroll_into_view();
        }
    };
    let key = move |event: web_sys::KeyboardEvent| {
        let typing = event.target() == search.get_untracked().map(Into::into);
        let plain = !event.ctrl_key() && !event.alt_key() && !event.meta_key();
        match act_in_runs(&event.key()) {
            Some(Act::Search) if !typing && plain => {
                event.prevent_default();
                if let Some(search) = search.get_untracked() {
                    let _ = search.focus();
                    search.select();
                }
            }
            Some(Act::Keys) if !typing && plain => {
                event.prevent_default();
                deck.shows_keys.set(true);
            }
            _ => {}
        }
        if event.key() == "Escape" && typing && wanted.text.with_untracked(|text| !text.is_empty())
        {
            event.stop_propagation();
            event.prevent_default();
            wanted.text.set(String::new());
        }
    };
    let choices = StatusChoice::OFFERED
        .into_iter()
        .enumerate()
        .map(|(i, choice)| {
            view! {
                <option
                    value=i.to_string()
                    prop:selected=move || wanted.status.get() == choice
                >
                    {choice.label(deck.texts())}
                </option>
            }
        })
        .collect_view();
    view! {
        <section class="td-runs" part="runs" aria-labelledby=title.clone() on:keydown=key>
            <div class="td-toolbar">
                <div class="td-toolbar-title">
                    <h2 id=title.clone() node_ref=heading tabindex="-1">
                        {tr!(deck, "Runs")}
                    </h2>
                    <span class="td-how-many">{how_many}</span>
                    // Not over the list: it would come up under the pointer that holds the list still.
                    <button
                        type="button"
                        class="td-button td-small td-newcomers"
                        hidden=move || state.waiting.get() == 0
                        on:click=let_in
                    >
                        <Icon shape=Shape::Up />
                        {move || tr!(deck, "{count} new", count = count(deck.texts(), state.waiting.get()))}
                    </button>
                </div>
                <div class="td-search">
                    <Icon shape=Shape::Search />
                    <input
                        node_ref=search
                        class="td-input"
                        type="search"
                        aria-label=tr!(deck, "Search runs")
                        aria-keyshortcuts=key_of(Act::Search)
                        placeholder=tr!(deck, "Search")
                        prop:value=wanted.text
                        on:input:target=move |event| wanted.text.set(event.target().value())
                    />
                    <kbd aria-hidden="true">{SEARCH_KEY}</kbd>
                </div>
                <select
                    class="td-input td-select td-status-filter"
                    aria-label=tr!(deck, "Status")
                    on:change:target=move |event| {
                        let chosen = event.target().value().parse::<usize>().unwrap_or_default();
                        let choice = StatusChoice::OFFERED.get(chosen).copied().unwrap_or_default();
                        wanted.status.set(choice);
                    }
                >
                    {choices}
                </select>
                <div class="td-toolbar-buttons">
                    <button
                        type="button"
                        class="td-button td-small"
                        aria-disabled=move || (finished.get() == 0).then_some("true")
                        on:click=move |_| {
                            deck.supervisor().clear_finished();
                            state.let_in();
                        }
                    >
                        {tr!(deck, "Clear finished")}
                    </button>
                    <CancelAll />
                </div>
            </div>
            <StormBanner />
            <p role="status" class="td-said">
                {move || deck.said.get()}
            </p>
            <div class="td-scroll td-runs-scroll">
                <Show when=move || is_empty.get()>
                    <Empty wanted=wanted />
                </Show>
                <RunsList state=state />
                <p class="td-foot" hidden=move || evicted.get() == 0>
                    {move || {
                        let gone = count(deck.texts(), usize::try_from(evicted.get()).unwrap_or(usize::MAX));
                        tr!(deck, "{count} older runs were dropped to keep this list within bounds.", count = gone)
                    }}
                </p>
            </div>
        </section>
    }
}
