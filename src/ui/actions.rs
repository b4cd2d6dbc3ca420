//! What can be done with keys: one list, which feeds the keyboard, the buttons and the sheet of keys.

use taskdeck_core::RunSnapshot;

use super::model::Skip;
use crate::texts::Text;

/// What can be done with a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    /// To the next row.
    Next,
    /// To the row before.
    Previous,
    /// A page of rows down.
    PageDown,
    /// A page of rows up.
    PageUp,
    /// To the first row.
    First,
    /// To the last row.
    Last,
    /// Opens the details of a run.
    Details,
    /// Cancels a run.
    Cancel,
    /// Retries a run; where it waits for its next attempt, lets that begin now.
    Retry,
    /// Ends the wait of a run now.
    RetryNow,
    /// Gives a run up that does not stop. It has no key: it is no light matter.
    Abandon,
    /// Lets a run that waits for its next attempt fail.
    StopRetrying,
    /// Shows the runs under a run; where they are shown, goes to the first.
    Unfold,
    /// Shows the runs under a run no more; where none are shown, goes to the one it stands under.
    Fold,
    /// Goes to the search.
    Search,
    /// Shows the sheet of keys.
    Keys,
    /// Goes to the notifications.
    Notifications,
    /// Closes what is open.
    Close,
}

/// Where a key is listened to. Single letters are for one part of the page only: somebody who dictates
/// says many of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Inside of the runs.
    Runs,
    /// Everywhere.
    Everywhere,
}

/// A key and what it does.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Action {
    pub(crate) act: Act,
    /// What it does, for people.
    pub(crate) name: Text,
    /// The key as the browser names it.
    pub(crate) key: &'static str,
    /// The key as it is printed on keyboards.
    pub(crate) shown: &'static str,
    pub(crate) place: Place,
}

/// Every action that has a key.
pub(crate) const ACTIONS: [Action; 16] = [
    runs(Act::Next, Text::of("Next run"), "ArrowDown", "↓"),
    runs(Act::Previous, Text::of("Run before"), "ArrowUp", "↑"),
    runs(
        Act::PageDown,
        Text::of("A page of runs down"),
        "PageDown",
        "Page Down",
    ),
    runs(
        Act::PageUp,
        Text::of("A page of runs up"),
        "PageUp",
        "Page Up",
    ),
    runs(Act::First, Text::of("First run"), "Home", "Home"),
    runs(Act::Last, Text::of("Last run"), "End", "End"),
    runs(
        Act::Unfold,
        Text::of("Unfold the child runs"),
        "ArrowRight",
        "→",
    ),
    runs(
        Act::Fold,
        Text::of("Fold them, or go to the parent"),
        "ArrowLeft",
        "←",
    ),
    runs(
        Act::Details,
        Text::of("Details of the run"),
        "Enter",
        "Enter",
    ),
    runs(Act::Cancel, Text::of("Cancel the run"), "c", "C"),
    runs(
        Act::Retry,
        Text::of("Retry the run, or retry now"),
        "r",
        "R",
    ),
    runs(
        Act::StopRetrying,
        Text::of("Stop retrying the run"),
        "s",
        "S",
    ),
    runs(Act::Search, Text::of("Search runs"), "/", "/"),
    runs(Act::Keys, Text::of("Show these keys"), "?", "?"),
    everywhere(
        Act::Notifications,
        Text::of("Go to the notifications"),
        "F8",
        "F8",
    ),
    everywhere(
        Act::Close,
        Text::of("Close details or a dialog"),
        "Escape",
        "Esc",
    ),
];

const fn runs(act: Act, name: Text, key: &'static str, shown: &'static str) -> Action {
    Action {
        act,
        name,
        key,
        shown,
        place: Place::Runs,
    }
}

const fn everywhere(act: Act, name: Text, key: &'static str, shown: &'static str) -> Action {
    Action {
        act,
        name,
        key,
        shown,
        place: Place::Everywhere,
    }
}

/// What this key does inside of the runs.
pub(crate) fn act_in_runs(key: &str) -> Option<Act> {
    ACTIONS
        .iter()
        .find(|action| action.place == Place::Runs && action.key.eq_ignore_ascii_case(key))
        .map(|action| action.act)
}

/// The key of an action, as a button says it to assistive technology.
pub(crate) fn key_of(act: Act) -> Option<&'static str> {
    let action = ACTIONS.iter().find(|action| action.act == act)?;
    Some(action.key)
}

/// Why this cannot be done with this run; `None` when it can.
pub(crate) fn why_not(act: Act, run: Option<&RunSnapshot>) -> Option<Text> {
    match (act, run) {
        (Act::Cancel | Act::Retry | Act::RetryNow | Act::StopRetrying | Act::Details, None) => {
            Some(Text::of("there is no run yet"))
        }
        (Act::Abandon, run) if !run.is_some_and(|run| run.not_stopping) => {
            Some(Text::of("the run stops by itself"))
        }
        (Act::Cancel, Some(run)) if run.status().is_finished() => {
            Some(Text::of("the run has ended"))
        }
        (Act::Retry | Act::RetryNow, Some(run)) if Skip::of(run).is_some() => None,
        (Act::RetryNow, Some(_)) => Some(Text::of("the run does not wait any more")),
        (Act::StopRetrying, Some(run)) if Skip::of(run) != Some(Skip::Retry) => {
            Some(Text::of("the run does not wait for another attempt"))
        }
        (Act::Retry, Some(run)) if run.status().is_live() => {
            Some(Text::of("the run has not ended"))
        }
        (Act::Retry, Some(run)) if run.retried_as.is_some() => {
            Some(Text::of("the run was retried already"))
        }
        (Act::Retry, Some(run)) if !run.can_retry => Some(Text::of("the run cannot be retried")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_key_does_two_things() {
        let keys: HashSet<_> = ACTIONS.iter().map(|action| action.key).collect();
        assert_eq!(keys.len(), ACTIONS.len());
    }

    #[test]
    fn single_letters_are_for_the_runs_only() {
        for action in ACTIONS {
            let is_single = action.key.chars().count() == 1;
            assert!(!is_single || action.place == Place::Runs, "{}", action.key);
        }
    }

    #[test]
    fn a_letter_means_the_same_with_and_without_shift() {
        assert_eq!(act_in_runs("C"), Some(Act::Cancel));
        assert_eq!(act_in_runs("c"), Some(Act::Cancel));
        assert_eq!(act_in_runs("F8"), None);
    }
}
