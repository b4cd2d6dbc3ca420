//! The region of the runs.

use leptos::html;

use super::{
    cleared::ClearedBar,
    confirm_cancel::ConfirmCancel,
    empty::Empty,
    filter::StatusChoice,
    list::RunsList,
    list_state::ListState,
    selection_bar::{SelectAll, SelectionBar},
};
use crate::{
    format::count,
    texts::tr,
    ui::{
        actions::{Action, action_in_runs, shortcut_of},
        deck::Deck,
        icon::{Icon, Shape},
        keep_focus::keep_focus_near,
        lean::*,
        ordinal::name_suffix,
        perform::perform_on_deck,
    },
};

/// The key of the search field.
const SEARCH_KEY: &str = "/";

/// The region of the runs: toolbar, list, and the number of evicted runs.
#[component]
pub(crate) fn Runs() -> impl IntoView {
    let deck = Deck::of_context();
    let filter = deck.filter;
    let run_filter = Memo::new(move |_| filter.run_filter());
    let state = ListState::new(deck, run_filter);
    let controls = deck.parts.controls;
    let title = deck.element_id("runs");
    let search = NodeRef::<html::Input>::new();
    let buttons = NodeRef::<html::Div>::new();
    let selecting = RwSignal::new(false);
    let evicted = Memo::new(move |_| deck.overview.with(|overview| overview.evicted));
    let is_empty = Memo::new(move |_| state.length.get() == 0);
    let empty = NodeRef::<html::Div>::new();
    let shows_empty = keep_focus_near(is_empty, empty);
    view! {
        <section
            class="td-runs"
            part="runs"
            aria-labelledby=title.clone()
            on:keydown=move |event| key(deck, search, &event)
        >
            <div class="td-toolbar">
                <SelectAll state=state />
                {heading(deck, state, title.clone(), selecting)}
                {controls.search.then(|| (search_field(deck, search), status_filter(deck)))}
                <SelectionBar state=state is_shown=selecting others=buttons />
                {buttons_of_all(deck, state, buttons, selecting)}
            </div>
            <ConfirmCancel />
            <ClearedBar />
            <p role="status" class="td-notice">
                {move || deck.notice.get()}
            </p>
            <div class="td-scroll td-runs-scroll">
                <Show when=move || shows_empty.get()>
                    <div node_ref=empty>
                        <Empty filter=filter />
                    </div>
                </Show>
                <RunsList state=state />
                <p class="td-list-foot" hidden=move || evicted.get() == 0>
                    {move || {
                        let gone = usize::try_from(evicted.get()).unwrap_or(usize::MAX);
                        tr!(deck, "1 older run is no longer kept.|{count} older runs are no longer kept.", count: gone)
                    }}
                </p>
            </div>
        </section>
    }
}

/// Handles the keys of the region.
fn key(deck: Deck, search: NodeRef<html::Input>, event: &web_sys::KeyboardEvent) {
    let text = deck.filter.text;
    let typing = event.target() == search.get_untracked().map(Into::into);
    match action_in_runs(event).filter(|action| deck.offers(*action)) {
        Some(action @ (Action::Search | Action::Keys | Action::SelectAll)) if !typing => {
            event.prevent_default();
            let inside = search.get_untracked();
            perform_on_deck(deck, action, inside.as_deref().map(AsRef::as_ref));
        }
        _ => {}
    }
    if event.key() != "Escape" {
        return;
    }
    // Escape closes the details first, then clears the search or the selection.
    if typing && text.with_untracked(|text| !text.is_empty()) {
        text.set(String::new());
    } else if deck.opened.get_untracked().is_none() && deck.selected_counts.get_untracked().kept > 0
    {
        perform_on_deck(deck, Action::ClearSelection, None);
    } else {
        return;
    }
    event.stop_propagation();
    event.prevent_default();
}

/// The heading, the number of runs, and the button that shows new runs.
fn heading(deck: Deck, state: ListState, id: String, selecting: RwSignal<bool>) -> impl IntoView {
    let heading = NodeRef::<html::H2>::new();
    let all = Memo::new(move |_| deck.counts.get().all());
    let total = move || {
        if deck.filter.is_active() {
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
    let show_new = move |_| {
        state.show_new_runs();
        if let Some(heading) = heading.get_untracked() {
            // The button is hidden once the new runs are shown, so the heading takes focus.
            let _ = heading.focus();
        }
        if let Some(list) = state.element.get_untracked() {
            list.scroll_into_view();
        }
    };
    view! {
        <div class="td-toolbar-title">
            <h2 id=id node_ref=heading tabindex="-1">
                {tr!(deck, "Runs")}
                {name_suffix(deck)}
            </h2>
            <span class="td-total" hidden=move || selecting.get()>{total}</span>
            // Not above the list, because the pointer over the list would then be on the button.
            <button
                type="button"
                class="td-button td-small td-new-runs"
                hidden=move || state.held_back.get() == 0
                on:click=show_new
            >
                <Icon shape=Shape::UP />
                {move || tr!(deck, "{count} new", count = count(deck.texts(), state.held_back.get()))}
            </button>
        </div>
    }
}

fn search_field(deck: Deck, search: NodeRef<html::Input>) -> impl IntoView {
    let text = deck.filter.text;
    view! {
        <div class="td-search">
            <Icon shape=Shape::SEARCH />
            <input
                node_ref=search
                id=deck.element_id("search")
                class="td-input"
                type="search"
                aria-label=tr!(deck, "Search runs")
                aria-keyshortcuts=shortcut_of(Action::Search)
                placeholder=tr!(deck, "Search")
                prop:value=move || text.get()
                on:input:target=move |event| text.set(event.target().value())
            />
            <kbd aria-hidden="true">{SEARCH_KEY}</kbd>
        </div>
    }
}

fn status_filter(deck: Deck) -> impl IntoView {
    let status = deck.filter.status;
    let choices = StatusChoice::CHOICES
        .into_iter()
        .enumerate()
        .map(|(i, choice)| {
            view! {
                <option
                    value=i.to_string()
                    prop:selected=move || status.get() == choice
                    hidden=move || choice == StatusChoice::Linted && !deck.developer.get()
                >
                    {choice.label(deck.texts())}
                </option>
            }
        })
        .collect_view();
    view! {
        <select
            class="td-input td-select td-status-filter"
            aria-label=tr!(deck, "Status")
            on:change:target=move |event| {
                let chosen = event.target().value().parse::<usize>().unwrap_or_default();
                status.set(StatusChoice::CHOICES.get(chosen).copied().unwrap_or_default());
            }
        >
            {choices}
        </select>
    }
}

/// The buttons for all runs.
fn buttons_of_all(
    deck: Deck,
    state: ListState,
    buttons: NodeRef<html::Div>,
    selecting: RwSignal<bool>,
) -> impl IntoView {
    let live = Memo::new(move |_| deck.counts.get().live());
    let finished = Memo::new(move |_| deck.counts.get().finished());
    let clear = || {
        view! {
            <button
                type="button"
                class="td-button td-small"
                aria-disabled=move || (finished.get() == 0).then_some("true")
                on:click=move |_| {
                    perform_on_deck(deck, Action::ClearFinished, None);
                    state.show_new_runs();
                }
            >
                {tr!(deck, "Clear finished")}
            </button>
        }
    };
    view! {
        <div node_ref=buttons class="td-toolbar-buttons" hidden=move || selecting.get()>
            {deck.parts.controls.clear.then(clear)}
            <button
                type="button"
                class="td-button td-small"
                aria-disabled=move || (live.get() == 0).then_some("true")
                on:click=move |_| perform_on_deck(deck, Action::CancelAll, None)
            >
                {tr!(deck, "Cancel all")}
            </button>
        </div>
    }
}
