//! What can be done with a run, done.

use leptos::prelude::*;
use taskdeck_core::{CancelReason, RunId};

use super::{
    actions::{Act, why_not},
    deck::Deck,
    keys_sheet::not_now,
    model::Skip,
};

/// Does it, or says why it cannot be done. Whether it can be done the supervisor knows: what is too
/// late changes nothing. A retry is a new run, which is given to `retried`.
pub(super) fn perform(deck: Deck, act: Act, run: RunId, retried: impl FnOnce(RunId)) {
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
            Ok(new) => retried(new),
            Err(refused) => {
                deck.say(refused.to_string());
                return;
            }
        },
        Act::Details => deck.open(run),
        _ => {}
    }
    deck.said.set(String::new());
}
