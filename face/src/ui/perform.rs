//! Performs actions.

use leptos::wasm_bindgen::JsCast;
use taskdeck_core::{CancelReason, RunId, RunStatus};
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::{
    actions::{Act, why_not},
    deck::Deck,
    model::Skip,
    performance,
    runs::{Many, StatusChoice},
};
use crate::{
    browser::{focus_after_render, tab_stops},
    texts::{Text, tr},
    ui::lean::*,
};

/// Performs an action on a run, or shows why it is not available. The supervisor decides: a late action changes
/// nothing. A retry makes a new run, which is passed to `retried`.
pub(super) fn perform(deck: Deck, act: Act, run: RunId, retried: impl FnOnce(RunId)) {
    let snapshot = deck.supervisor().run(run).snapshot();
    if let Some(why) = why_not(act, snapshot.as_ref()) {
        deck.said.set(deck.texts().say(why, &[]));
        return;
    }
    match act {
        Act::Cancel => {
            deck.supervisor().run(run).cancel(CancelReason::User);
        }
        Act::Abandon => {
            deck.supervisor().run(run).abandon();
        }
        Act::Retry | Act::RetryNow if snapshot.as_ref().and_then(Skip::of).is_some() => {
            deck.supervisor().run(run).retry_now();
        }
        Act::StopRetrying => {
            deck.supervisor().run(run).stop_retrying();
        }
        Act::Retry => match deck.supervisor().run(run).retry() {
            Ok(new) => retried(new),
            Err(refused) => {
                deck.say(refused.message());
                return;
            }
        },
        Act::Details => deck.open(run),
        _ => {}
    }
    deck.said.set(String::new());
}

/// Returns why an action on all runs or on the face is not available now, or `None` if it is.
pub(super) fn why_not_here(deck: Deck, act: Act) -> Option<Text> {
    let counts = || deck.counts.get_untracked();
    let able = || deck.able.get_untracked();
    let paused = || deck.supervisor().is_paused();
    let why = match act {
        Act::CancelAll if counts().live() == 0 => Text::of("Nothing is running or waiting"),
        Act::ClearFinished if counts().finished() == 0 => Text::of("No run has ended"),
        Act::SelectAll if counts().all() == 0 => Text::of("No run yet"),
        Act::Pause if paused() => Text::of("Already paused"),
        Act::Resume if !paused() => Text::of("Not paused"),
        Act::CancelSelected | Act::RetrySelected | Act::Deselect if able().kept == 0 => {
            Text::of("No run is selected")
        }
        Act::CancelSelected if able().to_cancel == 0 => Text::of("All of them have ended"),
        Act::RetrySelected if able().to_retry == 0 => Text::of("None of them can be retried"),
        _ => return None,
    };
    Some(why)
}

/// Performs an action on all runs or on the face, if it is available. An action that moves focus needs
/// `inside`, an element of the face.
pub(super) fn perform_here(deck: Deck, act: Act, inside: Option<&Element>) {
    if why_not_here(deck, act).is_some() {
        return;
    }
    let supervisor = deck.supervisor();
    match act {
        Act::CancelAll => Many::All.cancel(deck),
        Act::CancelSelected => Many::Selected.cancel(deck),
        Act::RetrySelected => retry_selected(deck),
        Act::SelectAll => {
            let matching = supervisor.run_ids(&untrack(|| deck.wanted.filter()));
            deck.selected.update(|selected| selected.set(matching));
        }
        Act::Deselect => deck.selected.update(|selected| selected.clear()),
        Act::ClearFinished => {
            supervisor.clear_finished();
        }
        Act::Pause => supervisor.pause(),
        Act::Resume => supervisor.resume(),
        Act::ShowAll => deck.wanted.clear(),
        Act::ShowLive => deck.wanted.show(StatusChoice::Live),
        Act::ShowFailed => deck.wanted.show(StatusChoice::One(RunStatus::Failed)),
        Act::ShowLinted => deck.wanted.show(StatusChoice::Linted),
        Act::Keys => deck.shows_keys.set(true),
        Act::Palette => deck.shows_palette.set(true),
        Act::Search => {
            let inside = inside.cloned();
            let search = move || deck.part_of_face(inside.as_ref()?, "search");
            match search() {
                Some(search) => {
                    let _ = search.focus();
                    search.unchecked_into::<HtmlInputElement>().select();
                }
                // The performance view hides the search field. It exists again once the runs are shown.
                None => {
                    deck.performance.hide();
                    drop(focus_after_render(search));
                }
            }
        }
        Act::Notifications => {
            let face = inside.and_then(|inside| inside.closest(".td").ok()?);
            let region = face.and_then(|face| face.query_selector(".td-toasts").ok()?);
            if let Some(region) = region.and_then(|region| region.dyn_into::<HtmlElement>().ok()) {
                let first: Option<HtmlElement> = tab_stops(&region).first().cloned();
                let _ = first.unwrap_or(region).focus();
            }
        }
        _ => performance::perform(deck, act),
    }
}

/// Retries the selected runs, oldest first. All refusals are shown in one sentence.
fn retry_selected(deck: Deck) {
    let supervisor = deck.supervisor();
    let (mut refused, mut why) = (0, None);
    for run in deck.selected_runs().into_iter().rev() {
        let can = supervisor.action_counts([run]).to_retry > 0;
        if let Some(Err(error)) = can.then(|| supervisor.run(run).retry()) {
            refused += 1;
            why.get_or_insert(error);
        }
    }
    deck.said.set(String::new());
    if let Some(why) = why {
        deck.said.set(tr!(
            deck,
            "1 run was not retried: {why}|{count} runs were not retried: {why}",
            count: refused,
            why = deck.texts().render(&why.message())
        ));
    }
}
