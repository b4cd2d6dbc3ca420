//! Performs actions.

use leptos::wasm_bindgen::JsCast;
use taskdeck_core::{CancelReason, RunId, RunStatus};
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::{
    actions::{Action, unavailable_on_run},
    deck::Deck,
    model::{RetryOffer, RowContext, SkippableWait},
    parts, performance,
    runs::{CancelTargets, StatusChoice},
    tabs::Tab,
};
use crate::{
    browser::{focus_after_render, is_focusable, tab_stops},
    texts::{Text, text, tr},
    ui::lean::*,
};

/// Performs an action on a run, or shows why it is not available. The supervisor decides: a late action changes
/// nothing. A retry makes new runs, each of which is passed to `retried`.
pub(super) fn perform_on_run(deck: Deck, action: Action, run: RunId, retried: &dyn Fn(RunId)) {
    let snapshot = deck.supervisor().run(run).snapshot();
    let failed_children = deck.failed_children(run);
    if let Some(why) = unavailable_on_run(action, snapshot.as_ref(), failed_children) {
        deck.notice.set(deck.texts().say(why, &[]));
        return;
    }
    match action {
        Action::Cancel => {
            deck.supervisor().run(run).cancel(CancelReason::User);
        }
        Action::Abandon => {
            deck.supervisor().run(run).abandon();
        }
        Action::Retry | Action::RetryNow
            if snapshot.as_ref().and_then(SkippableWait::of).is_some() =>
        {
            deck.supervisor().run(run).retry_now();
        }
        Action::StopRetrying => {
            deck.supervisor().run(run).stop_retrying();
        }
        Action::Retry => {
            let supervisor = deck.supervisor();
            let offer = snapshot.as_ref();
            let offer = offer.and_then(|run| RetryOffer::of(run, failed_children));
            let new = match offer {
                Some(RetryOffer::Failed | RetryOffer::Some(_)) if failed_children > 0 => {
                    supervisor.run(run).retry_failed()
                }
                _ => supervisor.run(run).retry().map(|new| vec![new]),
            };
            match new {
                Ok(new) => new.into_iter().for_each(retried),
                Err(refused) => {
                    deck.show_notice(refused.message());
                    return;
                }
            }
        }
        Action::TakeResult => return parts::take_result(deck, run),
        Action::Details => deck.open(run),
        _ => {}
    }
    deck.notice.set(String::new());
}

/// Returns why an action on all runs or on the face is not available now, or `None` if it is.
pub(super) fn unavailable_on_deck(deck: Deck, action: Action) -> Option<Text> {
    let counts = || deck.counts.get_untracked();
    let selected = || deck.selected_counts.get_untracked();
    let paused = || deck.supervisor().is_paused();
    let why = match action {
        Action::CancelAll if counts().live() == 0 => text!("Nothing is running or waiting"),
        Action::ClearFinished if counts().finished() == 0 => text!("No run has ended"),
        Action::SelectAll if counts().all() == 0 => text!("No run yet"),
        Action::Pause if paused() => text!("Already paused"),
        Action::Resume if !paused() => text!("Not paused"),
        Action::CancelSelected | Action::RetrySelected | Action::ClearSelection
            if selected().kept == 0 =>
        {
            text!("No run is selected")
        }
        Action::CancelSelected if selected().to_cancel == 0 => text!("All of them have ended"),
        Action::RetrySelected if selected().to_retry == 0 => {
            text!("None of them can be retried")
        }
        _ => return None,
    };
    Some(why)
}

/// Performs an action on all runs or on the face, if it is available. An action that moves focus needs
/// `inside`, an element of the face.
pub(super) fn perform_on_deck(deck: Deck, action: Action, inside: Option<&Element>) {
    if !deck.offers(action) || unavailable_on_deck(deck, action).is_some() {
        return;
    }
    let supervisor = deck.supervisor();
    match action {
        Action::CancelAll => CancelTargets::All.cancel(deck),
        Action::CancelSelected => CancelTargets::Selected.cancel(deck),
        Action::RetrySelected => retry_selected(deck),
        Action::SelectAll => {
            let matching = supervisor.run_ids(&untrack(|| deck.filter.run_filter()));
            deck.selected.update(|selected| selected.set(matching));
        }
        Action::ClearSelection => deck.selected.update(|selected| selected.clear()),
        Action::ClearFinished => deck.cleared.clear_finished(deck),
        Action::Pause => supervisor.pause(),
        Action::Resume => supervisor.resume(),
        Action::ShowAll => deck.filter.clear(),
        Action::ShowLive => deck.filter.show(StatusChoice::Live),
        Action::ShowFailed => deck.filter.show(StatusChoice::One(RunStatus::Failed)),
        Action::ShowLinted => deck.filter.show(StatusChoice::Linted),
        Action::Keys => deck.shows_keys.set(true),
        Action::Palette => deck.shows_palette.set(true),
        Action::Search => {
            let inside = inside.cloned();
            let search = move || deck.element_in_face(inside.as_ref()?, "search");
            match search().filter(|search| is_focusable(search)) {
                Some(search) => {
                    let _ = search.focus();
                    search.unchecked_into::<HtmlInputElement>().select();
                }
                // The performance view, or the tab of the tasks, hides the search field.
                None => {
                    deck.performance.hide();
                    deck.tabs.show(Tab::Runs);
                    drop(focus_after_render(search));
                }
            }
        }
        Action::Notifications => {
            let face = inside.and_then(|inside| inside.closest(".td").ok()?);
            let region = face.and_then(|face| face.query_selector(".td-toasts").ok()?);
            if let Some(region) = region.and_then(|region| region.dyn_into::<HtmlElement>().ok()) {
                let first: Option<HtmlElement> = tab_stops(&region).first().cloned();
                let _ = first.unwrap_or(region).focus();
            }
        }
        _ => performance::perform(deck, action),
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
    deck.notice.set(String::new());
    if let Some(why) = why {
        deck.notice.set(tr!(
            deck,
            "1 run was not retried: {why}|{count} runs were not retried: {why}",
            count: refused,
            why = deck.texts().render(&why.message())
        ));
    }
}
