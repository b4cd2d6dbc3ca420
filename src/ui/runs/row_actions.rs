//! What can be done with a run from its row.

use leptos::prelude::*;
use taskdeck_core::{CancelReason, RunId};

use super::list_state::ListState;
use crate::ui::{
    actions::{Act, why_not},
    deck::Deck,
    keys_sheet::not_now,
    model::Skip,
};

/// Does it, or says why it cannot be done. Whether it can be done the supervisor knows: what is too
/// late changes nothing.
pub(super) fn perform(deck: Deck, state: ListState, act: Act, run: RunId) {
    let snapshot = deck.supervisor().run(run);
    if let Some(why) = why_not(act, snapshot.as_ref()) {
        deck.said.set(not_now(deck, why) + ".");
        return;
    }
    match act {
        Act::Cancel => {
            deck.supervisor().cancel(run, CancelReason::User);
        }
        Act::Abandon => {
            deck.supervisor().abandon(run);
        }
        Act::Retry | Act::RetryNow if snapshot.as_ref().and_then(Skip::of).is_some() => {
            deck.supervisor().retry_now(run);
        }
        Act::StopRetrying => {
            deck.supervisor().stop_retrying(run);
        }
        Act::Retry => match deck.supervisor().retry(run) {
            Ok(new) => state.let_in_above(new, run),
            Err(refused) => deck.say(refused.to_string()),
        },
        Act::Details => deck.open(run),
        _ => {}
    }
    deck.said.set(String::new());
}
