//! The registry of actions. Keyboard, buttons, shortcut list and palette all read it.

use taskdeck_core::RunSnapshot;
use web_sys::KeyboardEvent;

use super::model::Skip;
use crate::texts::Text;

/// What the user can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    /// Moves to the next row.
    Next,
    /// Moves to the previous row.
    Previous,
    /// Moves one page of rows down.
    PageDown,
    /// Moves one page of rows up.
    PageUp,
    /// Moves to the first row.
    First,
    /// Moves to the last row.
    Last,
    /// Opens the details of a run.
    Details,
    /// Cancels a run.
    Cancel,
    /// Retries a run, or starts its next attempt now if it waits for one.
    Retry,
    /// Ends the wait of a run now.
    RetryNow,
    /// Abandons a run that does not stop. It has no key, because it cannot be undone.
    Abandon,
    /// Fails a run that waits for its next attempt.
    StopRetrying,
    /// Expands the child runs of a run, or moves to the first child if they are expanded.
    Unfold,
    /// Collapses the child runs of a run, or moves to the parent if there is nothing to collapse.
    Fold,
    /// Toggles the selection of a run.
    Select,
    /// Extends the selection to the next row.
    SelectNext,
    /// Extends the selection to the previous row.
    SelectPrevious,
    /// Selects every run that matches.
    SelectAll,
    /// Clears the selection.
    Deselect,
    /// Cancels the selected runs.
    CancelSelected,
    /// Retries the selected runs.
    RetrySelected,
    /// Cancels every live run.
    CancelAll,
    /// Removes the finished runs.
    ClearFinished,
    /// Pauses the supervisor: no run starts.
    Pause,
    /// Resumes the supervisor.
    Resume,
    /// Shows every run.
    ShowAll,
    /// Shows unfinished runs only.
    ShowLive,
    /// Shows failed runs only.
    ShowFailed,
    /// Shows runs with a lint only.
    ShowLinted,
    /// Switches between the runs and the performance view.
    #[cfg(feature = "performance")]
    Performance,
    /// Focuses the search field.
    Search,
    /// Shows the list of keyboard shortcuts.
    Keys,
    /// Shows the palette.
    Palette,
    /// Focuses the notifications.
    Notifications,
    /// Closes the details or a dialog.
    Close,
}

/// The part of the page where a key works. Single letters work only inside the runs, because speech input can
/// type letters by accident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Inside the runs.
    Runs,
    /// Anywhere in the face.
    Everywhere,
}

/// An action with its name and key.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Action {
    pub(crate) act: Act,
    /// The name on screen.
    pub(crate) name: Text,
    /// The key in the syntax of `aria-keyshortcuts`; empty if there is none.
    pub(crate) key: &'static str,
    /// The key as printed on keyboards.
    pub(crate) shown: &'static str,
    pub(crate) place: Place,
}

/// Builds an entry from scope, action, name, key, and the printed key if that differs.
macro_rules! action {
    ($place:ident $act:ident, $name:literal) => {
        action!($place $act, $name, "", "")
    };
    ($place:ident $act:ident, $name:literal, $key:literal) => {
        action!($place $act, $name, $key, $key)
    };
    ($place:ident $act:ident, $name:literal, $key:literal, $shown:literal) => {
        Action {
            act: Act::$act,
            name: Text::of($name),
            key: $key,
            shown: $shown,
            place: Place::$place,
        }
    };
}

/// Every action that has a key or is in the palette.
pub(crate) const ACTIONS: &[Action] = &[
    action!(Runs Next, "Next run", "ArrowDown", "↓"),
    action!(Runs Previous, "Previous run", "ArrowUp", "↑"),
    action!(Runs PageDown, "A page of runs down", "PageDown", "Page Down"),
    action!(Runs PageUp, "A page of runs up", "PageUp", "Page Up"),
    action!(Runs First, "First run", "Home"),
    action!(Runs Last, "Last run", "End"),
    action!(Runs Unfold, "Show child runs", "ArrowRight", "→"),
    action!(Runs Fold, "Hide child runs, or go to the parent", "ArrowLeft", "←"),
    action!(Runs Details, "Details of the run", "Enter"),
    action!(Runs Cancel, "Cancel the run", "C"),
    action!(Runs Retry, "Retry the run, or retry now", "R"),
    action!(Runs StopRetrying, "Stop retrying the run", "S"),
    action!(Runs Select, "Select the run", "X"),
    action!(Runs SelectNext, "Extend the selection down", "Shift+ArrowDown", "Shift ↓"),
    action!(Runs SelectPrevious, "Extend the selection up", "Shift+ArrowUp", "Shift ↑"),
    action!(Runs SelectAll, "Select all that match", "Control+A", "Ctrl A"),
    action!(Runs Search, "Search runs", "/"),
    action!(Runs Keys, "Show these keys", "?"),
    action!(Everywhere Palette, "Commands", "Control+K", "Ctrl K"),
    #[cfg(feature = "performance")]
    action!(Everywhere Performance, "Performance"),
    action!(Everywhere Notifications, "Go to the notifications", "F8"),
    action!(Everywhere Close, "Close details or a dialog", "Escape", "Esc"),
    action!(Everywhere CancelSelected, "Cancel the selected runs"),
    action!(Everywhere RetrySelected, "Retry the selected runs"),
    action!(Everywhere Deselect, "Select nothing"),
    action!(Everywhere CancelAll, "Cancel all"),
    action!(Everywhere ClearFinished, "Clear finished"),
    action!(Everywhere Pause, "Pause"),
    action!(Everywhere Resume, "Resume"),
    action!(Everywhere ShowAll, "Show every run"),
    action!(Everywhere ShowLive, "Show unfinished runs"),
    action!(Everywhere ShowFailed, "Show failed runs"),
    action!(Everywhere ShowLinted, "Show runs with a warning"),
];

/// Returns the pressed key with its modifiers, in the syntax of `aria-keyshortcuts`. Shift counts only for
/// named keys, and a Mac's Command counts as Control. Chords with Alt belong to the browser.
pub(crate) fn chord(event: &KeyboardEvent) -> Option<String> {
    if event.alt_key() || event.is_composing() {
        return None;
    }
    let key = event.key();
    let control = if event.ctrl_key() || event.meta_key() {
        "Control+"
    } else {
        ""
    };
    let is_named = key.chars().nth(1).is_some();
    let shift = if event.shift_key() && is_named {
        "Shift+"
    } else {
        ""
    };
    Some(format!("{control}{shift}{key}"))
}

/// Returns the action of a key inside the runs.
pub(crate) fn act_in_runs(event: &KeyboardEvent) -> Option<Act> {
    act_of(Place::Runs, &chord(event)?)
}

/// Returns the action of a key anywhere in the face.
pub(crate) fn act_everywhere(event: &KeyboardEvent) -> Option<Act> {
    act_of(Place::Everywhere, &chord(event)?)
}

fn act_of(place: Place, chord: &str) -> Option<Act> {
    ACTIONS
        .iter()
        .filter(|action| !action.key.is_empty() && action.place == place)
        .find(|action| action.key.eq_ignore_ascii_case(chord))
        .map(|action| action.act)
}

/// Returns the key of an action, for `aria-keyshortcuts`.
pub(crate) fn key_of(act: Act) -> Option<&'static str> {
    let action = ACTIONS.iter().find(|action| action.act == act)?;
    Some(action.key).filter(|key| !key.is_empty())
}

/// Returns why an action is not available for this run, or `None` if it is.
pub(crate) fn why_not(act: Act, run: Option<&RunSnapshot>) -> Option<Text> {
    match (act, run) {
        (Act::Cancel | Act::Retry | Act::RetryNow | Act::StopRetrying | Act::Details, None) => {
            Some(Text::of("No run yet"))
        }
        (Act::Abandon, run) if !run.is_some_and(|run| run.not_stopping) => {
            Some(Text::of("The run stops by itself"))
        }
        (Act::Cancel, Some(run)) if run.status().is_finished() => {
            Some(Text::of("The run has ended"))
        }
        (Act::Retry | Act::RetryNow, Some(run)) if Skip::of(run).is_some() => None,
        (Act::RetryNow, Some(_)) => Some(Text::of("The run is not waiting")),
        (Act::StopRetrying, Some(run)) if Skip::of(run) != Some(Skip::Retry) => {
            Some(Text::of("The run is not waiting to retry"))
        }
        (Act::Retry, Some(run)) if run.status().is_live() => {
            Some(Text::of("The run has not ended"))
        }
        (Act::Retry, Some(run)) if run.retried_as.is_some() => {
            Some(Text::of("The run was already retried"))
        }
        (Act::Retry, Some(run)) if !run.can_retry => Some(Text::of("The run cannot be retried")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_key_does_two_things() {
        let keys = || {
            ACTIONS
                .iter()
                .map(|action| action.key)
                .filter(|key| !key.is_empty())
        };
        assert_eq!(keys().collect::<HashSet<_>>().len(), keys().count());
    }

    #[test]
    fn single_letters_are_for_the_runs_only() {
        for action in ACTIONS.iter() {
            let is_single = action.key.chars().count() == 1;
            assert!(!is_single || action.place == Place::Runs, "{}", action.key);
        }
    }

    #[test]
    fn a_letter_means_the_same_with_and_without_shift() {
        assert_eq!(act_of(Place::Runs, "C"), Some(Act::Cancel));
        assert_eq!(act_of(Place::Runs, "c"), Some(Act::Cancel));
        assert_eq!(act_of(Place::Runs, "Control+c"), None);
        assert_eq!(act_of(Place::Runs, "F8"), None);
        assert_eq!(act_of(Place::Everywhere, "Control+k"), Some(Act::Palette));
        assert_eq!(act_of(Place::Everywhere, ""), None, "no key is no key");
    }
}
