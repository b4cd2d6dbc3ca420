//! The poll times of all runs.

use super::model::{PollRange, poll_ranges};
use crate::{
    format::{count, fine_duration},
    texts::tr,
    ui::{deck::Deck, lean::*},
};

/// The poll times of all runs: figures, and a histogram as a list.
#[component]
pub(super) fn PollTimesPanel() -> impl IntoView {
    let deck = Deck::of_context();
    let times = Memo::new(move |_| {
        deck.revision.track();
        if deck.counts.get().running > 0 {
            deck.track_clock();
        }
        deck.supervisor().performance().poll_times()
    });
    let figure = move |name: String, part: f64| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{move || times.with(|times| fine_duration(deck.texts(), times.quantile(part)))}</dd>
            </div>
        }
    };
    let polls = move || {
        let polls = times.with(|times| times.polls());
        count(deck.texts(), usize::try_from(polls).unwrap_or(usize::MAX))
    };
    let has_some = Memo::new(move |_| times.with(|times| times.polls() > 0));
    let range = move |range: PollRange| {
        let polls = usize::try_from(range.polls).unwrap_or(usize::MAX);
        view! {
            <li class:td-blocks=range.blocks>
                <span>{range.label}</span>
                <div class="td-histogram-track">
                    <div class="td-histogram-bar" style:width=format!("{}%", (range.part * 100.0).round() as u32)></div>
                </div>
                <span>{count(deck.texts(), polls)}</span>
            </li>
        }
    };
    view! {
        <div class="td-panel">
            <h3>{tr!(deck, "Step times")}</h3>
            <p class="td-quiet" hidden=move || has_some.get()>
                {tr!(deck, "Nothing has run yet, so there is nothing to measure.")}
            </p>
            <Show when=move || has_some.get()>
                <dl class="td-figures">
                    {figure("p50".to_owned(), 0.5)}
                    {figure("p95".to_owned(), 0.95)}
                    {figure("p99".to_owned(), 0.99)}
                    {figure(tr!(deck, "Longest"), 1.0)}
                    <div>
                        <dt>{tr!(deck, "Steps")}</dt>
                        <dd>{polls}</dd>
                    </div>
                </dl>
                <ul class="td-histogram" role="list" aria-label=tr!(deck, "Step times")>
                    {move || {
                        let ranges = times.with(|times| poll_ranges(deck.texts(), times));
                        ranges.into_iter().map(range).collect_view()
                    }}
                </ul>
                <p class="td-quiet">{tr!(deck, "The bars are on a logarithmic scale.")}</p>
            </Show>
        </div>
    }
}
