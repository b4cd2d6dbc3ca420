//! How many runs at a time.

use leptos::prelude::*;
use taskdeck_core::Limit;

use super::deck::Deck;

/// The most slots that can be chosen here. More do not make one page faster.
const MOST: usize = 64;

/// The use of the lane `main`, its limit a number that can be changed.
#[component]
pub(super) fn LaneLimit() -> impl IntoView {
    let deck = Deck::of_context();
    let lane = Memo::new(move |_| deck.overview.with(|overview| overview.main));
    let id = deck.element_id("limit");
    let shown = move || {
        let limit = lane.get().limit;
        limit
            .finite()
            .map(|slots| slots.to_string())
            .unwrap_or_default()
    };
    let change =
        move |event: leptos::ev::Targeted<leptos::ev::Event, web_sys::HtmlInputElement>| {
            let input = event.target();
            let asked = input.value().trim().parse::<usize>().unwrap_or_default();
            // What cannot be is put right in the field itself, where the person looks.
            match Limit::at_most(asked.min(MOST)) {
                Ok(limit) => {
                    deck.supervisor().set_concurrency(limit);
                    input.set_value(&limit.get().to_string());
                }
                Err(_) => input.set_value(&shown()),
            }
        };
    view! {
        <div class="td-lane">
            <label for=id.clone() class="td-lane-label">"At a time"</label>
            <span class="td-lane-use">{move || format!("{} of", lane.get().taken)}</span>
            <input
                id=id
                class="td-input td-lane-limit"
                type="number"
                min="1"
                max=MOST.to_string()
                step="1"
                prop:value=shown
                on:change:target=change
            />
        </div>
    }
}
