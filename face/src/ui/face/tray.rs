//! The tray: a button, and a panel with the runs.

use crate::texts::tr;
use leptos::{html, wasm_bindgen::JsCast};
use taskdeck_core::{Supervisor, number::fixed, use_supervisor};
use web_sys::{FocusEvent, HtmlElement, KeyboardEvent, Node};

use super::{Embedded, panel_sides::PanelSides};
use crate::{
    browser::{FocusReturn, focus_after_render, is_dialog_open},
    format::count,
    ui::{
        Theme,
        button::close_button,
        dashboard::close_on_escape,
        deck::Deck,
        header::PauseButton,
        icon::{Icon, Shape},
        lean::*,
        model::{Batch, summary},
        notifications::NotificationBell,
        parts,
    },
};

/// The radius of the ring.
const RADIUS: &str = "22";

/// A button with the number of live runs, a ring for the finished part, and a dot if a run has failed. It opens
/// a panel with the runs and the notifications.
#[component]
pub(super) fn Tray(theme: RwSignal<Theme>) -> impl IntoView {
    let supervisor = match use_supervisor() {
        Ok(supervisor) => supervisor,
        Err(error) => return view! { <p role="alert">{error.to_string()}</p> }.into_any(),
    };
    let button = NodeRef::new();
    let (deck, tray) = TrayState::provide(supervisor, Opener::Own(button));
    view! {
        <div
            class="td td-embedded td-tray"
            part="deck"
            data-theme=move || theme.get().name()
            on:keydown=move |event| tray.escape(deck, &event)
        >
            {own_button(deck, tray, button)}
            {face(deck, tray)}
        </div>
    }
    .into_any()
}

/// The face of a tray whose button the page has drawn, and an element around it. The button is told what it opens and whether
/// that is open; its click is to call [`TrayState::toggle`].
pub(super) fn tray_of_button(supervisor: Supervisor, button: HtmlElement) -> (TrayState, AnyView) {
    let opener = Opener::OfPage(StoredValue::new(button.clone()));
    let (deck, tray) = TrayState::provide(supervisor, opener);
    // Setting an attribute of these names cannot fail.
    let _ = button.set_attribute("aria-controls", &panel_id(deck));
    Effect::new(move |_| {
        let _ = button.set_attribute("aria-expanded", &tray.is_open.get().to_string());
    });
    let view = view! {
        <div class="td-tray-face" on:keydown=move |event| tray.escape(deck, &event)>
            {face(deck, tray)}
        </div>
    };
    (tray, view.into_any())
}

fn panel_id(deck: Deck) -> String {
    deck.element_id("panel")
}

/// The panel, and what works while it is closed.
fn face(deck: Deck, tray: TrayState) -> impl IntoView {
    view! {
        {panel(deck, tray)}
        {parts::keys_sheet()}
        {parts::dialogs()}
    }
}

/// The button that opens the panel.
#[derive(Clone, Copy)]
enum Opener {
    Own(NodeRef<html::Button>),
    OfPage(StoredValue<HtmlElement>),
}

impl Opener {
    fn element(self) -> Option<HtmlElement> {
        match self {
            Self::Own(button) => button.get_untracked().map(HtmlElement::from),
            Self::OfPage(button) => button.try_get_value(),
        }
    }
}

/// The state shared by the button and the panel.
#[derive(Clone, Copy)]
pub(super) struct TrayState {
    is_open: RwSignal<bool>,
    sides: RwSignal<PanelSides>,
    opener: Opener,
    panel: NodeRef<html::Div>,
    /// Restores focus when the panel closes.
    back: StoredValue<Option<FocusReturn>>,
}

impl TrayState {
    /// Provides the deck to what is below, and creates the state.
    fn provide(supervisor: Supervisor, opener: Opener) -> (Deck, Self) {
        parts::begin();
        Embedded::provide();
        let deck = Deck::provide(supervisor, RwSignal::new(false));
        let tray = Self {
            is_open: RwSignal::new(false),
            sides: RwSignal::new(PanelSides::default()),
            opener,
            panel: NodeRef::new(),
            back: StoredValue::new(None),
        };
        (deck, tray)
    }

    fn open(self) {
        let Some(button) = self.opener.element() else {
            return;
        };
        self.sides.set(PanelSides::around(&button));
        self.back.set_value(Some(FocusReturn::to(button)));
        self.is_open.set(true);
        drop(focus_after_render(move || {
            let panel = self.panel.try_get_untracked()?;
            Some(panel.unchecked_into())
        }));
    }

    pub(super) fn close(self) {
        self.is_open.set(false);
        // Dropping it returns focus to the button.
        drop(self.back.try_update_value(Option::take));
    }

    fn escape(self, deck: Deck, event: &KeyboardEvent) {
        if close_on_escape(deck, event) && self.is_open.get_untracked() {
            self.close();
        }
    }

    pub(super) fn toggle(self) {
        if self.is_open.get_untracked() {
            self.close();
        } else {
            self.open();
        }
    }

    // Closes the panel when focus leaves it, without moving focus back.
    fn leave(self, event: &FocusEvent) {
        let Some(panel) = self.panel.get_untracked() else {
            return;
        };
        let to = event
            .related_target()
            .and_then(|to| to.dyn_into::<Node>().ok());
        let on_button = to.as_ref() == self.opener.element().map(Node::from).as_ref();
        let has_left = to.is_some_and(|to| !panel.contains(Some(&to)));
        if has_left && !on_button && self.is_open.get_untracked() && !is_dialog_open(&panel) {
            if let Some(back) = self.back.try_update_value(Option::take).flatten() {
                back.forget();
            }
            self.is_open.set(false);
        }
    }
}

/// The button with its ring and dot. `widget/js/tray.js` draws the same without Leptos.
fn own_button(deck: Deck, tray: TrayState, node: NodeRef<html::Button>) -> impl IntoView {
    let is_open = tray.is_open;
    let batch = StoredValue::new(Batch::default());
    let part = Memo::new(move |_| {
        let counts = deck.counts.get();
        batch
            .try_update_value(|batch| batch.progress(&counts))
            .flatten()
    });
    let live = Memo::new(move |_| deck.heads.get().live());
    let has_failed = Memo::new(move |_| deck.heads.get().failed > 0);
    view! {
        <button
            node_ref=node
            type="button"
            class="td-tray-button"
            part="tray-button"
            aria-label=move || tr!(deck, "Runs: {summary}", summary = summary(deck.texts(), &deck.heads.get()))
            aria-haspopup="dialog"
            aria-expanded=move || is_open.get().to_string()
            aria-controls=panel_id(deck)
            on:click=move |_| tray.toggle()
        >
            <svg class="td-tray-ring" viewBox="0 0 48 48" aria-hidden="true" focusable="false">
                <circle class="td-tray-track" cx="24" cy="24" r=RADIUS></circle>
                <circle
                    class="td-tray-done"
                    cx="24"
                    cy="24"
                    r=RADIUS
                    pathLength="1"
                    style:visibility=move || if part.get().is_some() { "visible" } else { "hidden" }
                    style=(
                        "stroke-dashoffset",
                        move || fixed(1.0 - part.get().unwrap_or_default(), 3),
                    )
                ></circle>
            </svg>
            {move || match live.get() {
                0 => view! { <Icon shape=Shape::DECK /> }.into_any(),
                live => view! { <span aria-hidden="true">{count(deck.texts(), live)}</span> }.into_any(),
            }}
            <span class="td-tray-dot" hidden=move || !has_failed.get()></span>
        </button>
    }
}

/// The panel with the runs and the notifications.
fn panel(deck: Deck, tray: TrayState) -> impl IntoView {
    let TrayState { is_open, sides, .. } = tray;
    let labelled_by = deck.element_id("panel-title");
    view! {
        <div
            node_ref=tray.panel
            id=panel_id(deck)
            class="td-tray-panel td-box td-fill"
            class:td-above=move || sides.get().above
            class:td-towards-start=move || sides.get().towards_start
            part="tray-panel"
            role="dialog"
            aria-labelledby=labelled_by.clone()
            tabindex="-1"
            hidden=move || !is_open.get()
            on:focusout=move |event| tray.leave(&event)
        >
            <div class="td-frame">
                <header class="td-header" part="header">
                    <p id=labelled_by.clone() class="td-counts">
                        {move || summary(deck.texts(), &deck.heads.get())}
                    </p>
                    <PauseButton />
                    <NotificationBell />
                    {close_button(tr!(deck, "Close"), move || tray.close())}
                </header>
                {parts::storm_banner()}
                <div class="td-work">{parts::runs()}</div>
                {parts::details()}
            </div>
            {parts::toasts()}
        </div>
    }
}
