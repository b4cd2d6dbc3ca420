//! What blocked the page.

use std::time::Duration;

use taskdeck_core::Blocker;

use super::{RECENT, state::State};
use crate::{
    browser::LongFrame,
    format::{count, duration, titled},
    texts::tr,
    ui::{deck::Deck, lean::*},
};

/// What blocked the page in the last minute: the runs by our measurement, and the long frames by the browser's.
#[component]
pub(super) fn Blockers(state: State) -> impl IntoView {
    let deck = Deck::of_context();
    let blockers = Memo::new(move |_| {
        deck.revision.track();
        let blockers = deck.supervisor().performance().blockers(RECENT);
        // A blocker leaves the list a minute later, without a change of any run.
        if deck.counts.get().running > 0 || !blockers.is_empty() {
            deck.track_clock();
        }
        blockers
    });
    let has_some = Memo::new(move |_| blockers.with(|blockers| !blockers.is_empty()));
    // A row is built once for its run. A row built anew with each poll would lose the click between press and release.
    let row = move |blocker: Blocker| {
        let texts = deck.texts();
        let title = titled(texts, &blocker.title);
        let run = blocker.run;
        let newest = Memo::new(move |_| {
            let found = blockers.with(|all| all.iter().find(|one| one.run == run).cloned());
            found.unwrap_or_else(|| blocker.clone())
        });
        let name = match deck.supervisor().run(run).status() {
            Some(_) => view! {
                <button type="button" class="td-run-link" on:click=move |_| deck.open(run)>
                    <bdi>{title}</bdi>
                </button>
            }
            .into_any(),
            None => view! { <bdi>{title}</bdi> }.into_any(),
        };
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td>{move || newest.with(|blocker| duration(texts, blocker.total))}</td>
                <td>{move || newest.with(|blocker| duration(texts, blocker.longest))}</td>
                <td>{move || newest.with(|blocker| count(texts, blocker.polls))}</td>
            </tr>
        }
    };
    let frames = move || {
        let since = state.now() - RECENT.as_secs_f64() * 1_000.0;
        let Some(frames) = state.frames.since(since) else {
            return tr!(deck, "This browser does not report long frames.");
        };
        if !frames.is_empty() {
            deck.track_clock();
        }
        frames_in_words(deck, &frames)
    };
    view! {
        <div class="td-panel">
            <h3>{tr!(deck, "What blocked the page in the last minute")}</h3>
            <p class="td-quiet" hidden=move || has_some.get()>
                {tr!(deck, "No step took longer than 50 ms in the last minute.")}
            </p>
            <Show when=move || has_some.get()>
                <table class="td-blockers">
                    <thead>
                        <tr>
                            <th scope="col">{tr!(deck, "Run")}</th>
                            <th scope="col">{tr!(deck, "Total")}</th>
                            <th scope="col">{tr!(deck, "Longest")}</th>
                            <th scope="col">{tr!(deck, "Times")}</th>
                        </tr>
                    </thead>
                    <tbody>
                        <For each=move || blockers.get() key=|blocker| blocker.run.as_u64() children=row />
                    </tbody>
                </table>
            </Show>
            <p class="td-quiet">{frames}</p>
        </div>
    }
}

fn frames_in_words(deck: Deck, frames: &[LongFrame]) -> String {
    let time = |millis: f64| {
        let time = Duration::try_from_secs_f64(millis / 1_000.0);
        duration(deck.texts(), time.unwrap_or_default())
    };
    let blocked = time(frames.iter().map(|frame| frame.blocked).sum());
    let longest = frames.iter().map(|frame| frame.took).fold(0.0, f64::max);
    match frames.len() {
        0 => tr!(deck, "The browser reports no long frames."),
        1 => tr!(
            deck,
            "The browser reports 1 long frame, which blocked for {time}",
            time = blocked
        ),
        many => tr!(
            deck,
            "The browser reports {count} long frames: {time} blocked, the longest {longest}",
            count = count(deck.texts(), many),
            time = blocked,
            longest = time(longest)
        ),
    }
}
