//! The timeline as a table.

use taskdeck_core::RunId;

use super::{model::row_text, state::State};
use crate::{
    format::{count, time_of_day, titled},
    texts::tr,
    ui::lean::*,
};

/// The largest number of runs in the table. The newest are listed.
const LISTED: usize = 200;

/// The runs of the timeline as a table, newest first.
#[component]
pub(super) fn RunsTable(state: State) -> impl IntoView {
    let deck = state.deck;
    let runs = Memo::new(move |_| {
        state.chart.with(|chart| {
            let newest = chart.bars().iter().rev().take(LISTED);
            newest.map(|bar| bar.times.run).collect::<Vec<_>>()
        })
    });
    let is_cut = Memo::new(move |_| state.chart.with(|chart| chart.bars().len() > LISTED));
    let head = [
        tr!(deck, "Run"),
        tr!(deck, "Queue"),
        tr!(deck, "Status"),
        tr!(deck, "Queued at"),
        tr!(deck, "Waited"),
        tr!(deck, "Ran"),
        tr!(deck, "Retry wait"),
    ];
    let head = head.map(|name| view! { <th scope="col">{name}</th> });
    view! {
        <p class="td-quiet" hidden=move || !runs.with(Vec::is_empty)>
            {tr!(deck, "Nothing has run yet.")}
        </p>
        <p class="td-quiet" hidden=move || !is_cut.get()>
            {tr!(deck, "The newest {count} runs are listed.", count = count(deck.texts(), LISTED))}
        </p>
        // A wide table scrolls sideways, also with the keyboard.
        <div
            class="td-table td-timeline-table"
            role="group"
            aria-label=tr!(deck, "Timeline")
            tabindex="0"
            hidden=move || runs.with(Vec::is_empty)
        >
            <table>
                <thead>
                    <tr>{head.into_iter().collect_view()}</tr>
                </thead>
                <tbody>
                    <For each=move || runs.get() key=|run| run.as_u64() children=move |run| row(state, run) />
                </tbody>
            </table>
        </div>
    }
}

fn row(state: State, run: RunId) -> impl IntoView {
    let deck = state.deck;
    let fixed = state.chart.with_untracked(|chart| {
        let times = &chart.bar(run)?.times;
        let title = titled(deck.texts(), &times.title);
        let queued = time_of_day(deck.texts(), &deck.supervisor(), times.created_at);
        Some((title, times.lane.to_string(), queued))
    });
    let (title, lane, queued) = fixed.unwrap_or_default();
    let words = Memo::new(move |_| {
        let is_live = state
            .chart
            .with(|chart| chart.bar(run).is_some_and(|bar| bar.to.is_none()));
        if is_live {
            deck.track_clock();
        }
        state.chart.with(|chart| {
            let bar = chart.bar(run)?;
            Some(row_text(deck.texts(), &bar.times, state.now()))
        })
    });
    let status = move || words.with(|words| Some(words.as_ref()?.status.clone()));
    let waited = move || words.with(|words| words.as_ref()?.waited.clone());
    let ran = move || words.with(|words| words.as_ref()?.ran.clone());
    let between = move || words.with(|words| words.as_ref()?.between.clone());
    view! {
        <tr>
            <th scope="row">
                <button type="button" class="td-run-link" on:click=move |_| deck.open(run)>
                    <bdi>{title}</bdi>
                </button>
            </th>
            <td dir="auto">{lane}</td>
            <td>{status}</td>
            <td>{queued}</td>
            <td>{waited}</td>
            <td>{ran}</td>
            <td>{between}</td>
        </tr>
    }
}
