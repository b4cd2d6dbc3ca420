//! The header of the dashboard.

use leptos::html;
use web_sys::HtmlElement;

use crate::{browser::tab_stops, texts::tr, ui::lean::*};

use super::{
    Theme,
    actions::Action,
    counts::HeadCounts,
    deck::Deck,
    face::Header as HeaderKind,
    icon::{Icon, Shape},
    keep_focus::keep_focus,
    lanes::Queue,
    notifications::NotificationBell,
    perform::perform_on_deck,
    settings::Settings,
    tabs::Tabs,
};

/// The header: name, counts, *Pause*, the queue, the bell, the settings; in a narrow deck the tabs below them.
/// It has the parts that the options of the face leave in it.
#[component]
pub(super) fn Header(page: bool, theme: RwSignal<Theme>) -> impl IntoView {
    let deck = Deck::of_context();
    if deck.parts.header == HeaderKind::Hidden {
        return view! { <div class="td-top"><Tabs /></div> }.into_any();
    }
    let name = (deck.parts.header == HeaderKind::Full).then(|| name(deck, page));
    let controls = deck.parts.controls;
    let has_settings = controls.settings || (!controls.concurrency && controls.palette);
    view! {
        <header
            class="td-top"
            part="header"
            // A page has one banner.
            role=deck.ordinal.is_further().then_some("group")
        >
            <div class="td-header">
                {name}
                <div class="td-summary">
                    <HeadCounts />
                    <Warnings />
                </div>
                <div class="td-header-tools">
                    <PauseButton />
                    {controls.concurrency.then(|| view! { <Queue /> })}
                    <NotificationBell />
                    {has_settings.then(|| view! { <Settings theme=theme /> })}
                </div>
                <Tabs />
            </div>
        </header>
    }
    .into_any()
}

/// The mark and the name of the product.
fn name(deck: Deck, page: bool) -> impl IntoView {
    let name = if page {
        view! { <h1 class="td-name">{tr!(deck, "Taskdeck")}</h1> }.into_any()
    } else {
        view! { <h2 class="td-name">{tr!(deck, "Taskdeck")}</h2> }.into_any()
    };
    view! {
        <span class="td-mark" aria-hidden="true">
            <Icon shape=Shape::DECK />
        </span>
        {name}
    }
}

/// The number of runs with a lint, for developers. Pressing it shows them.
#[component]
fn Warnings() -> impl IntoView {
    let deck = Deck::of_context();
    let linted = Memo::new(move |_| match deck.developer.get() {
        true if deck.parts.controls.search => deck.linted_count(),
        _ => 0,
    });
    let button = NodeRef::<html::Button>::new();
    let has_some = Memo::new(move |_| linted.get() > 0);
    let is_shown = keep_focus(has_some, button, move || stop_beside(button));
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

/// Pauses or resumes the supervisor. It is there while a run is live, or while the supervisor is paused.
#[component]
pub(super) fn PauseButton() -> impl IntoView {
    let deck = Deck::of_context();
    if !deck.parts.controls.pause {
        return None;
    }
    let is_paused = Memo::new(move |_| deck.overview.with(|overview| overview.paused));
    let is_wanted = Memo::new(move |_| is_paused.get() || deck.counts.get().live() > 0);
    let button = NodeRef::<html::Button>::new();
    let is_shown = keep_focus(is_wanted, button, move || stop_beside(button));
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
    Some(view! {
        <button
            node_ref=button
            type="button"
            class="td-button td-pause"
            class:td-accent=move || is_paused.get()
            hidden=move || !is_shown.get()
            on:click=toggle
            title=tr!(deck, "Runs that have started continue; no other starts while paused")
        >
            <Icon shape=shape />
            <span>{move || if is_paused.get() { tr!(deck, "Resume") } else { tr!(deck, "Pause") }}</span>
        </button>
    })
}

/// Returns the tab stop of the header that takes focus when this button is hidden.
pub(super) fn stop_beside(button: NodeRef<html::Button>) -> Option<HtmlElement> {
    let button = HtmlElement::from(button.get_untracked()?);
    let header = button.closest(".td-header").ok()??;
    let stops = tab_stops(&header);
    let at = stops.iter().position(|stop| *stop == button)?;
    let after = stops.get(at + 1);
    after.or_else(|| stops.get(at.checked_sub(1)?)).cloned()
}
