//! The queue in the header: the limits of all lanes, and the one that holds up runs.

use std::sync::Arc;

use taskdeck_core::{LaneUse, Limit};

use super::control::LaneControl;
use crate::{
    texts::tr,
    ui::{
        commands::Commands,
        deck::Deck,
        icon::{Icon, Shape},
        lean::*,
        model::{HoldUp, hold_ups},
        ordinal::name_suffix,
        parts,
        popover::Popover,
    },
};

/// Every lane with its use.
type Lanes = Vec<(Arc<str>, LaneUse)>;

/// The lanes of a deck.
pub(in crate::ui) type LanesMemo = Memo<Lanes>;

/// A button that opens the limits of all lanes, and the commands. It is marked while a lane is full or suspended.
#[component]
pub(crate) fn Queue() -> impl IntoView {
    let deck = Deck::of_context();
    let lanes = Memo::new(move |_| {
        deck.overview.track();
        deck.supervisor().lanes()
    });
    let held = Memo::new(move |_| lanes.with(|lanes| hold_ups(deck.texts(), lanes)));
    let sign = Memo::new(move |_| held.with(|(worst, _)| *worst));
    let why = Memo::new(move |_| held.with(|(worst, why)| worst.map(|_| why.clone())));
    let word = move || match sign.get()? {
        HoldUp::Full => Some(tr!(deck, "full")),
        HoldUp::Suspended => Some(tr!(deck, "suspended")),
    };
    let button = view! {
        <Icon shape=Shape::QUEUE />
        <span class="td-queue-name">{tr!(deck, "Queue")}</span>
        <span
            class="td-queue-sign"
            class:td-queue-suspended=move || sign.get() == Some(HoldUp::Suspended)
            hidden=move || sign.get().is_none()
        >
            <span class="td-queue-word">{word}</span>
            <span class="td-visually-hidden">{move || why.get().map(|why| format!(": {why}"))}</span>
        </span>
    };
    view! {
        <Popover name="queue" class="td-button td-queue-button" title=why button=button.into_any()>
            {parts::limits(lanes)}
        </Popover>
    }
}

/// The content of the popover.
pub(in crate::ui) fn limits(lanes: LanesMemo) -> AnyView {
    view! {
        <Limits lanes=lanes />
        <Commands />
    }
    .into_any()
}

/// The lanes, each with a stepper for its limit.
#[component]
fn Limits(lanes: Memo<Lanes>) -> impl IntoView {
    let deck = Deck::of_context();
    let names = Memo::new(move |_| {
        lanes.with(|lanes| {
            lanes
                .iter()
                .map(|(name, _)| name.clone())
                .collect::<Vec<_>>()
        })
    });
    let one = move |name: Arc<str>| {
        let index = names.with_untracked(|names| names.iter().position(|known| *known == name));
        let (known, label) = (name.clone(), name.to_string());
        let lane =
            Memo::new(move |_| lanes.with(|lanes| lane_of(lanes, &known).unwrap_or(NOTHING)));
        view! {
            <li role="listitem" aria-label=label>
                <LaneControl name=name index=index.unwrap_or_default() lane=lane />
            </li>
        }
    };
    let title = deck.element_id("lanes");
    let hint = deck.element_id("lanes-hint");
    view! {
        <section class="td-lanes" aria-labelledby=title.clone() aria-describedby=hint.clone()>
            <h2 id=title.clone() class="td-lanes-title">
                {tr!(deck, "Queues")}
                {name_suffix(deck)}
            </h2>
            <ul role="list">
                <For each=move || names.get() key=|name| name.clone() children=one />
            </ul>
            <p id=hint.clone() class="td-lanes-hint">{tr!(deck, "Type “unlimited” for no limit.")}</p>
        </section>
    }
}

/// A fallback that is never shown, because a lane is never removed.
const NOTHING: LaneUse = LaneUse {
    limit: Limit::UNLIMITED,
    taken: 0,
    waiting: 0,
    rate: None,
    suspended: None,
};

fn lane_of(lanes: &Lanes, name: &str) -> Option<LaneUse> {
    let found = lanes.iter().find(|(known, _)| &**known == name);
    found.map(|(_, lane)| lane.clone())
}
