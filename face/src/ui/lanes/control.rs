//! The use of one lane, and the control of its limit.

use std::sync::Arc;

use leptos::{ev, html};
use taskdeck_core::{LaneOptions, LaneUse, Limit};
use web_sys::{HtmlInputElement, KeyboardEvent};

use crate::{
    format::{count, rate_words},
    texts::tr,
    ui::{
        deck::Deck,
        icon::{Icon, Shape},
        keep_focus::keep_focus,
        lean::*,
        model::{
            HoldUp, MAX_SLOTS, hold_up, lane_use, limit_text, parse_limit, step_limit,
            unlimited_text, waiting_text,
        },
    },
};

/// The limit after *unlimited* if there was no earlier one.
const DEFAULT_LIMIT: usize = 4;

/// The step of a button or an arrow key, and the step of a page key.
const STEP: isize = 1;
const PAGE_STEP: isize = 10;

/// The use of a lane, an editable limit, and the rate. Lowering the limit stops no run.
#[component]
pub(crate) fn LaneControl(
    name: Arc<str>,
    /// The index of the lane. It is part of element ids, because a name may contain any character.
    index: usize,
    lane: Memo<LaneUse>,
) -> impl IntoView {
    let deck = Deck::of_context();
    let is_main = &*name == "main";
    let is_full = move || lane.with(|lane| hold_up(lane) == Some(HoldUp::Full));
    let id = deck.element_id(&format!("lane{index}"));
    let use_id = format!("{id}-use");
    let limit = Memo::new(move |_| lane.get().limit);
    let control = LimitControl {
        deck,
        name: StoredValue::new(name.clone()),
        limit,
        finite: StoredValue::new(limit.get_untracked().finite().unwrap_or(DEFAULT_LIMIT)),
        field: NodeRef::new(),
    };
    let label = if is_main {
        view! { {tr!(deck, "At a time")} }.into_any()
    } else {
        let label = tr!(deck, "Limit of {name}", name = name);
        view! {
            <span class="td-visually-hidden">{label}</span>
            <bdi aria-hidden="true">{name.to_string()}</bdi>
        }
        .into_any()
    };
    view! {
        <div class="td-lane">
            <label for=id.clone() class="td-lane-label">{label}</label>
            <span class="td-lane-waiting" class:td-lane-full=is_full aria-hidden="true">
                {move || waiting_text(deck.texts(), &lane.get())}
            </span>
            <span class="td-lane-use" aria-hidden="true">
                {move || tr!(deck, "{count} of", count = count(deck.texts(), lane.get().taken))}
            </span>
            {stepper(control, &name, id, use_id.clone())}
            <span id=use_id class="td-visually-hidden">
                {move || lane_use(deck.texts(), &lane.get())}
            </span>
            <span class="td-lane-rate">{move || lane.get().rate.map(|rate| rate_words(deck.texts(), rate))}</span>
            <Suspension name=control.name lane=lane field=control.field />
        </div>
    }
}

/// The limit of a lane, and how it changes.
#[derive(Clone, Copy)]
struct LimitControl {
    deck: Deck,
    name: StoredValue<Arc<str>>,
    limit: Memo<Limit>,
    /// The limit to restore when *unlimited* is turned off.
    finite: StoredValue<usize>,
    field: NodeRef<html::Input>,
}

impl LimitControl {
    /// Returns the limit. The signal of the lane may be late by a turn.
    fn now(self) -> Limit {
        let usage = self
            .name
            .with_value(|name| self.deck.supervisor().lane(name).usage());
        usage.map_or_else(|| self.limit.get_untracked(), |lane| lane.limit)
    }

    fn set(self, limit: Limit) {
        if let Some(now) = self.now().finite() {
            self.finite.set_value(now);
        }
        self.name
            .with_value(|name| set_limit(self.deck, name, limit));
    }

    fn step(self, by: isize) {
        let limit = self.now();
        match step_limit(limit, by) {
            Some(next) => self.set(next),
            None if by > 0 => self.set(Limit::UNLIMITED),
            None if limit == Limit::UNLIMITED => {
                self.set(Limit::at_most(self.finite.get_value()).unwrap_or(Limit::UNLIMITED));
            }
            None => {}
        }
    }

    fn toggle(self) {
        match self.now().finite() {
            Some(_) => self.set(Limit::UNLIMITED),
            None => self.step(-STEP),
        }
    }

    fn apply(self, input: &HtmlInputElement) {
        let texts = self.deck.texts();
        // The field shows the limit that applies, so that an invalid input is corrected in place.
        if let Some(limit) = parse_limit(texts, &input.value()) {
            self.set(limit);
            input.set_value(&limit_text(texts, limit));
        } else {
            input.set_value(&limit_text(texts, self.now()));
        }
    }

    fn key(self, event: &ev::Targeted<KeyboardEvent, HtmlInputElement>) {
        let steps = match &*event.key() {
            "ArrowUp" => STEP,
            "ArrowDown" => -STEP,
            "PageUp" => PAGE_STEP,
            "PageDown" => -PAGE_STEP,
            "Enter" => 0,
            _ => return,
        };
        event.prevent_default();
        // Steps start from the typed text, not from the old limit.
        self.apply(&event.target());
        if steps != 0 {
            self.step(steps);
        }
    }
}

/// The field with the limit, between its buttons. The field is the only tab stop: it has a key for each button.
fn stepper(
    control: LimitControl,
    name: &str,
    id: String,
    described_by: String,
) -> impl IntoView + use<> {
    let LimitControl { deck, limit, .. } = control;
    let is_unlimited = Memo::new(move |_| limit.get() == Limit::UNLIMITED);
    let lowest = move || (limit.get().get() == 1).then_some("true");
    let highest = move || is_unlimited.get().then_some("true");
    let valuenow = move || limit.get().finite().unwrap_or(MAX_SLOTS + 1).to_string();
    view! {
        <span class="td-stepper">
            <button
                type="button"
                class="td-button"
                tabindex="-1"
                aria-label=tr!(deck, "Lower the limit of {name}", name = name)
                aria-disabled=lowest
                on:click=move |_| control.step(-STEP)
            >
                <Icon shape=Shape::MINUS />
            </button>
            <input
                node_ref=control.field
                id=id
                class="td-input td-lane-limit"
                class:td-lane-unlimited=move || is_unlimited.get()
                type="text"
                role="spinbutton"
                inputmode="numeric"
                autocomplete="off"
                aria-valuemin="1"
                aria-valuenow=valuenow
                aria-valuetext=move || limit_text(deck.texts(), limit.get())
                aria-describedby=described_by
                prop:value=move || limit_text(deck.texts(), limit.get())
                on:focus:target=move |event| event.target().select()
                on:keydown:target=move |event| control.key(&event)
                on:change:target=move |event| control.apply(&event.target())
            />
            <button
                type="button"
                class="td-button"
                tabindex="-1"
                aria-label=tr!(deck, "Raise the limit of {name}", name = name)
                aria-disabled=highest
                on:click=move |_| control.step(STEP)
            >
                <Icon shape=Shape::PLUS />
            </button>
            <button
                type="button"
                class="td-button td-unlimited"
                tabindex="-1"
                class:td-accent=move || is_unlimited.get()
                aria-label=tr!(deck, "No limit for {name}", name = name)
                title=unlimited_text(deck.texts())
                aria-pressed=move || is_unlimited.get().to_string()
                on:click=move |_| control.toggle()
            >
                <Icon shape=Shape::INFINITY />
            </button>
        </span>
    }
}

/// Why a lane is suspended, and the button that resumes it.
#[component]
fn Suspension(
    name: StoredValue<Arc<str>>,
    lane: Memo<LaneUse>,
    /// Takes focus when the button is hidden.
    field: NodeRef<html::Input>,
) -> impl IntoView {
    let deck = Deck::of_context();
    let why = Memo::new(move |_| lane.with(|lane| lane.suspended.clone()));
    let is_suspended = Memo::new(move |_| why.get().is_some());
    let button = NodeRef::<html::Button>::new();
    let shown = keep_focus(is_suspended, button, move || {
        field.get_untracked().map(|field| field.into())
    });
    let resume = move |_| {
        name.with_value(|name| deck.supervisor().lane(name).resume());
    };
    let label = name.with_value(|name| tr!(deck, "Try again in {name}", name = name));
    view! {
        <span class="td-lane-suspended" hidden=move || !shown.get()>
            <span role="status">
                {move || why.get().map(|why| tr!(deck, "Suspended: {why}", why = deck.texts().render(&why)))}
            </span>
            <button
                node_ref=button
                type="button"
                class="td-button td-small"
                aria-label=label
                on:click=resume
            >
                <Icon shape=Shape::RETRY />
                {tr!(deck, "Try again")}
            </button>
        </span>
    }
}

/// Sets the limit of a lane and keeps its rate.
fn set_limit(deck: Deck, name: &Arc<str>, limit: Limit) {
    let supervisor = deck.supervisor();
    let Some(lane) = supervisor.lane(name).usage() else {
        return;
    };
    let mut options = LaneOptions::new(limit);
    options.rate = lane.rate;
    if let Err(refused) = supervisor.lane(name).set(options) {
        deck.show_notice(refused.to_string());
    }
}
