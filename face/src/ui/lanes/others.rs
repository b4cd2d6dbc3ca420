//! The lanes other than `main`.

use std::sync::Arc;

use taskdeck_core::{LaneUse, Limit};

use super::control::LaneControl;
use crate::{
    texts::tr,
    ui::{deck::Deck, lean::*},
};

/// The lanes other than `main`. Hidden if there are none.
#[component]
pub(crate) fn OtherLanes() -> impl IntoView {
    let deck = Deck::of_context();
    let lanes = Memo::new(move |_| {
        deck.overview.track();
        let mut lanes = deck.supervisor().lanes();
        lanes.retain(|(name, _)| &**name != "main");
        lanes
    });
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
                <LaneControl name=name index=index.map_or(0, |index| index + 1) lane=lane />
            </li>
        }
    };
    let title = deck.element_id("lanes");
    let has_some = move || !names.with(Vec::is_empty);
    view! {
        <Show when=has_some>
            <section class="td-lanes" aria-labelledby=title.clone()>
                <h2 id=title.clone() class="td-lanes-title">
                    {tr!(deck, "Queues")}
                </h2>
                <ul role="list">
                    <For each=move || names.get() key=|name| name.clone() children=one />
                </ul>
            </section>
        </Show>
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

fn lane_of(lanes: &[(Arc<str>, LaneUse)], name: &str) -> Option<LaneUse> {
    let found = lanes.iter().find(|(known, _)| &**known == name);
    found.map(|(_, lane)| lane.clone())
}
