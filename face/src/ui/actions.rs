//! What can be done: one list, which feeds the keyboard, the buttons, the sheet of keys and the palette.

use taskdeck_core::RunSnapshot;
use web_sys::KeyboardEvent;

use super::model::Skip;
use crate::texts::Text;

/// What can be done.
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
    /// Selects a run, or selects it no more.
    Select,
    /// Selects on to the next row.
    SelectNext,
    /// Selects on to the row before.
    SelectPrevious,
    /// Selects every run that matches.
    SelectAll,
    /// Selects nothing.
    Deselect,
    /// Cancels the selected runs.
    CancelSelected,
    /// Retries the selected runs.
    RetrySelected,
    /// Cancels every live run.
    CancelAll,
    /// Forgets the runs that have ended.
    ClearFinished,
    /// Lets no run start.
    Pause,
    /// Lets runs start again.
    Resume,
    /// Shows every run.
    ShowAll,
    /// Shows the runs that have not ended.
    ShowLive,
    /// Shows the runs that failed.
    ShowFailed,
    /// Shows the runs that do something badly.
    ShowLinted,
    /// Shows where the time went in the place of the runs, and the runs again.
    #[cfg(feature = "performance")]
    Performance,
    /// Goes to the search.
    Search,
    /// Shows the sheet of keys.
    Keys,
    /// Shows the palette.
    Palette,
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

/// Something that can be done, and its key.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Action {
    pub(crate) act: Act,
    /// What it does, for people.
    pub(crate) name: Text,
    /// The key, as `aria-keyshortcuts` names it; empty for none.
    pub(crate) key: &'static str,
    /// The key as it is printed on keyboards.
    pub(crate) shown: &'static str,
    pub(crate) place: Place,
}

/// An action in one line: what, its name, its key, and the key as it is printed where that is different.
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

/// Everything that has a key or stands in the palette.
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

/// What is pressed together with a modifier, as `aria-keyshortcuts` names it. Shift counts where the key
/// itself does not tell; the command key of a Mac is its Control. Nothing with Alt: those are the browser's.
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

/// What this key does inside of the runs.
pub(crate) fn act_in_runs(event: &KeyboardEvent) -> Option<Act> {
    act_of(Place::Runs, &chord(event)?)
}

/// What this key does everywhere.
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

/// The key of an action, as a button says it to assistive technology.
pub(crate) fn key_of(act: Act) -> Option<&'static str> {
    let action = ACTIONS.iter().find(|action| action.act == act)?;
    Some(action.key).filter(|key| !key.is_empty())
}

/// Why this cannot be done with this run; `None` when it can.
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
