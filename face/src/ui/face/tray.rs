//! The tray: a button, and a panel with the runs.

use crate::texts::tr;
use leptos::{html, wasm_bindgen::JsCast};
use taskdeck_core::{number::fixed, use_supervisor};
use web_sys::{FocusEvent, HtmlElement, KeyboardEvent, Node};

use super::{Embedded, panel_sides::PanelSides};
use crate::{
    browser::{FocusReturn, focus_after_render, is_dialog_open},
    format::count,
    ui::{
        Theme,
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

/// The radius of the ring. It is not a literal in `view!`, because static markup is set as HTML, which a page
/// with trusted types forbids.
const RADIUS: &str = "22";

/// A button with the number of live runs, a ring for the finished part, and a dot if a run has failed. It opens
/// a panel with the runs and the notifications.
#[component]
pub(super) fn Tray(theme: RwSignal<Theme>) -> impl IntoView {
    let supervisor = match use_supervisor() {
        Ok(supervisor) => supervisor,
        Err(error) => return view! { <p role="alert">{error.to_string()}</p> }.into_any(),
    };
    parts::begin();
    Embedded::provide();
    let deck = Deck::provide(supervisor, RwSignal::new(false));
    let tray = TrayState {
        is_open: RwSignal::new(false),
        sides: RwSignal::new(PanelSides::default()),
        button: NodeRef::new(),
        panel: NodeRef::new(),
        back: StoredValue::new_local(None),
    };
    let escape = move |event: KeyboardEvent| {
        if close_on_escape(deck, &event) && tray.is_open.get_untracked() {
            tray.close();
        }
    };
    let panel_id = deck.element_id("panel");
    view! {
        <div
            class="td td-embedded td-tray"
            part="deck"
            data-theme=move || theme.get().name()
            on:keydown=escape
        >
            {button(deck, tray, panel_id.clone())}
            {panel(deck, tray, panel_id)}
            {parts::keys_sheet()}
            // Outside the panel, because they work while it is closed.
            {parts::dialogs()}
        </div>
    }
    .into_any()
}

/// The state shared by the button and the panel.
#[derive(Clone, Copy)]
struct TrayState {
    is_open: RwSignal<bool>,
    sides: RwSignal<PanelSides>,
    button: NodeRef<html::Button>,
    panel: NodeRef<html::Div>,
    /// Restores focus when the panel closes.
    back: StoredValue<Option<FocusReturn>, LocalStorage>,
}

impl TrayState {
    fn open(self) {
        let Some(button) = self.button.get_untracked() else {
            return;
        };
        self.sides.set(PanelSides::around(&button));
        self.back
            .set_value(Some(FocusReturn::to(HtmlElement::from(button))));
        self.is_open.set(true);
        drop(focus_after_render(move || {
            let panel = self.panel.try_get_untracked()??;
            Some(panel.unchecked_into())
        }));
    }

    fn close(self) {
        self.is_open.set(false);
        // Dropping it returns focus to the button.
        drop(self.back.try_update_value(Option::take));
    }

    fn toggle(self) {
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
        let on_button = to.as_ref() == self.button.get_untracked().map(Node::from).as_ref();
        let has_left = to.is_some_and(|to| !panel.contains(Some(&to)));
        if has_left && !on_button && self.is_open.get_untracked() && !is_dialog_open(&panel) {
            if let Some(back) = self.back.try_update_value(Option::take).flatten() {
                back.forget();
            }
            self.is_open.set(false);
        }
    }
}

/// The button with its ring and dot.
fn button(deck: Deck, tray: TrayState, panel_id: String) -> impl IntoView {
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
            node_ref=tray.button
            type="button"
            class="td-tray-button"
            part="tray-button"
            aria-label=move || tr!(deck, "Runs: {summary}", summary = summary(deck.texts(), &deck.heads.get()))
            aria-haspopup="dialog"
            aria-expanded=move || is_open.get().to_string()
            aria-controls=panel_id
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
fn panel(deck: Deck, tray: TrayState, id: String) -> impl IntoView {
    let TrayState { is_open, sides, .. } = tray;
    let labelled_by = deck.element_id("panel-title");
    view! {
        <div
            node_ref=tray.panel
            id=id
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
                    <button
                        type="button"
                        class="td-button td-icon-button td-plain"
                        aria-label=tr!(deck, "Close")
                        on:click=move |_| tray.close()
                    >
                        <Icon shape=Shape::CLOSE />
                    </button>
                </header>
                {parts::storm_banner()}
                <div class="td-work">{parts::runs()}</div>
                {parts::details()}
            </div>
            {parts::toasts()}
        </div>
    }
}
