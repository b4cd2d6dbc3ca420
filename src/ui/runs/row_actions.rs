//! What can be done with a run from its row.

use leptos::prelude::*;
use taskdeck_core::{CancelReason, RunId};

use super::list_state::ListState;
use crate::ui::deck::Deck;

/// What can be done with a run from its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RowAction {
    Cancel,
    Retry,
    Details,
}

/// Does it. Whether it can be done the supervisor knows: what is too late changes nothing.
pub(super) fn perform(deck: Deck, state: ListState, action: RowAction, run: RunId) {
    match action {
        RowAction::Cancel => {
            deck.supervisor().cancel(run, CancelReason::User);
        }
        RowAction::Retry => match deck.supervisor().retry(run) {
            Ok(new) => state.let_in_above(new, run),
            Err(refused) => deck.say(refused.to_string()),
        },
        RowAction::Details => deck.opened.set(Some(run)),
    }
}
