//! The header of the dashboard.

use leptos::html;
use web_sys::HtmlElement;

use crate::{browser::tab_stops, texts::tr, ui::lean::*};

use super::{
    Theme,
    actions::{Action, shortcut_of},
    deck::Deck,
    icon::{Icon, Shape},
    keep_focus::keep_focus,
    lanes::LaneControl,
    model::summary,
    notifications::NotificationBell,
    perform::perform_on_deck,
    performance,
    settings::Settings,
};

/// The header: name, counts, the main lane, Pause, the bell, settings.
#[component]
pub(super) fn Header(page: bool, theme: RwSignal<Theme>) -> impl IntoView {
    let deck = Deck::of_context();
    let is_paused = paused(deck);
    let main = Memo::new(move |_| deck.overview.with(|overview| overview.main.clone()));
    let name = if page {
        view! { <h1 class="td-name">{tr!(deck, "Taskdeck")}</h1> }.into_any()
    } else {
        view! { <h2 class="td-name">{tr!(deck, "Taskdeck")}</h2> }.into_any()
    };
    view! {
        <header class="td-header" part="header">
            <span class="td-mark" aria-hidden="true">
                <Icon shape=Shape::DECK />
            </span>
            {name}
            <div class="td-summary">
                <p class="td-counts">
                    {move || summary(deck.texts(), &deck.counts.get())}
                    {move || is_paused.get().then(|| view! { <span class="td-paused">{tr!(deck, "Paused")}</span> })}
                </p>
                <Warnings />
            </div>
            <div class="td-header-tools">
                <LaneControl name="main".into() lane=main />
                <PauseButton />
                {performance::button()}
                <NotificationBell />
                <button
                    type="button"
                    class="td-button td-icon-button td-commands-button"
                    aria-label=tr!(deck, "Commands")
                    title=tr!(deck, "Commands (Ctrl K)")
                    aria-haspopup="dialog"
                    aria-keyshortcuts=shortcut_of(Action::Palette)
                    on:click=move |_| perform_on_deck(deck, Action::Palette, None)
                >
                    <Icon shape=Shape::PROMPT />
                </button>
                <button
                    type="button"
                    class="td-button td-icon-button td-keys-button"
                    aria-label=tr!(deck, "Keys")
                    aria-haspopup="dialog"
                    on:click=move |_| perform_on_deck(deck, Action::Keys, None)
                >
                    <Icon shape=Shape::KEYBOARD />
                </button>
                <Settings theme=theme />
            </div>
        </header>
    }
}

/// The number of runs with a lint. Pressing it shows them.
#[component]
fn Warnings() -> impl IntoView {
    let deck = Deck::of_context();
    let linted = Memo::new(move |_| deck.linted_count());
    let button = NodeRef::<html::Button>::new();
    let has_some = Memo::new(move |_| linted.get() > 0);
    let is_shown = keep_focus(has_some, button, move || {
        let button = HtmlElement::from(button.get_untracked()?);
        let header = button.closest(".td-header").ok()??;
        let mut stops = tab_stops(&header).into_iter();
        stops.find(|stop| *stop != button)
    });
    view! {
        <button
            node_ref=button
            type="button"
            class="td-warnings"
            hidden=move || !is_shown.get()
            title=tr!(deck, "Show runs with a warning")
            on:click=move |_| perform_on_deck(deck, Action::ShowLinted, None)
        >
            <Icon shape=Shape::WARNING />
            {move || tr!(deck, "1 warning|{count} warnings", count: linted.get())}
        </button>
    }
}

/// Pauses or resumes the supervisor.
#[component]
pub(super) fn PauseButton() -> impl IntoView {
    let deck = Deck::of_context();
    let is_paused = paused(deck);
    let toggle = move |_| {
        let supervisor = deck.supervisor();
        if is_paused.get_untracked() {
            supervisor.resume();
        } else {
            supervisor.pause();
        }
    };
    let shape = Signal::derive(move || match is_paused.get() {
        true => Shape::PLAY,
        false => Shape::PAUSE,
    });
    view! {
        <button
            type="button"
            class="td-button td-pause"
            class:td-accent=move || is_paused.get()
            on:click=toggle
            title=tr!(deck, "Runs that have started continue; no other starts while paused")
        >
            <Icon shape=shape />
            <span>{move || if is_paused.get() { tr!(deck, "Resume") } else { tr!(deck, "Pause") }}</span>
        </button>
    }
}

fn paused(deck: Deck) -> Memo<bool> {
    Memo::new(move |_| deck.overview.with(|overview| overview.paused))
}
