//! The registry of actions. Keyboard, buttons, shortcut list and palette all read it.

use taskdeck_core::RunSnapshot;
use web_sys::KeyboardEvent;

use super::{
    face::Controls,
    model::{RetryOffer, SkippableWait},
};
use crate::texts::{Text, text};

/// What the user can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
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
    /// Saves the files of a run, or copies its result.
    TakeResult,
    /// Expands the child runs of a run, or moves to the first child if they are expanded.
    Expand,
    /// Collapses the child runs of a run, or moves to the parent if there is nothing to collapse.
    Collapse,
    /// Toggles the selection of a run.
    Select,
    /// Extends the selection to the next row.
    SelectNext,
    /// Extends the selection to the previous row.
    SelectPrevious,
    /// Selects every run that matches.
    SelectAll,
    /// Clears the selection.
    ClearSelection,
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

impl Action {
    /// Returns whether one of these controls offers the action. Actions on a run need none.
    pub(crate) fn is_part_of(self, controls: Controls) -> bool {
        match self {
            Self::Pause | Self::Resume => controls.pause,
            Self::Search | Self::ShowAll | Self::ShowLive | Self::ShowFailed | Self::ShowLinted => {
                controls.search
            }
            Self::Palette | Self::Keys => controls.palette,
            Self::ClearFinished => controls.clear,
            // It is in the panel of the queue, else in the settings.
            #[cfg(feature = "performance")]
            Self::Performance => controls.concurrency || controls.settings,
            _ => true,
        }
    }
}

/// The part of the page where a key works. Single letters work only inside the runs, because speech input can
/// type letters by accident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Inside the runs.
    Runs,
    /// Anywhere in the face.
    Everywhere,
}

/// An action with its name and key.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ActionInfo {
    pub(crate) action: Action,
    /// The name on screen.
    pub(crate) name: Text,
    /// The key in the syntax of `aria-keyshortcuts`; empty if there is none.
    pub(crate) key: &'static str,
    /// The key as printed on keyboards.
    pub(crate) key_label: &'static str,
    pub(crate) scope: Scope,
}

/// Builds an entry from scope, action, name, key, and the printed key if that differs.
macro_rules! action {
    ($scope:ident $action:ident, $name:literal) => {
        action!($scope $action, $name, "", "")
    };
    ($scope:ident $action:ident, $name:literal, $key:literal) => {
        action!($scope $action, $name, $key, $key)
    };
    ($scope:ident $action:ident, $name:literal, $key:literal, $key_label:literal) => {
        ActionInfo {
            action: Action::$action,
            name: text!($name),
            key: $key,
            key_label: $key_label,
            scope: Scope::$scope,
        }
    };
}

/// Every action that has a key or is in the palette.
pub(crate) const ACTIONS: &[ActionInfo] = &[
    action!(Runs Next, "Next run", "ArrowDown", "↓"),
    action!(Runs Previous, "Previous run", "ArrowUp", "↑"),
    action!(Runs PageDown, "A page of runs down", "PageDown", "Page Down"),
    action!(Runs PageUp, "A page of runs up", "PageUp", "Page Up"),
    action!(Runs First, "First run", "Home"),
    action!(Runs Last, "Last run", "End"),
    action!(Runs Expand, "Show child runs", "ArrowRight", "→"),
    action!(Runs Collapse, "Hide child runs, or go to the parent", "ArrowLeft", "←"),
    action!(Runs Details, "Details of the run", "Enter"),
    action!(Runs Cancel, "Cancel the run", "C"),
    action!(Runs Retry, "Retry the run, or retry now", "R"),
    action!(Runs StopRetrying, "Stop retrying the run", "T"),
    action!(Runs TakeResult, "Save or copy the result", "S"),
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
    action!(Everywhere ClearSelection, "Select nothing"),
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
pub(crate) fn action_in_runs(event: &KeyboardEvent) -> Option<Action> {
    action_of(Scope::Runs, &chord(event)?)
}

/// Returns the action of a key anywhere in the face.
pub(crate) fn global_action(event: &KeyboardEvent) -> Option<Action> {
    action_of(Scope::Everywhere, &chord(event)?)
}

fn action_of(scope: Scope, chord: &str) -> Option<Action> {
    ACTIONS
        .iter()
        .filter(|info| !info.key.is_empty() && info.scope == scope)
        .find(|info| info.key.eq_ignore_ascii_case(chord))
        .map(|info| info.action)
}

/// Returns the key of an action, for `aria-keyshortcuts`.
pub(crate) fn shortcut_of(action: Action) -> Option<&'static str> {
    let info = ACTIONS.iter().find(|info| info.action == action)?;
    Some(info.key).filter(|key| !key.is_empty())
}

/// Returns why an action is not available for this run, or `None` if it is.
///
/// `failed_children` is the number of its children that failed and can be retried.
pub(crate) fn unavailable_on_run(
    action: Action,
    run: Option<&RunSnapshot>,
    failed_children: usize,
) -> Option<Text> {
    match (action, run) {
        (
            Action::Cancel
            | Action::Retry
            | Action::RetryNow
            | Action::StopRetrying
            | Action::TakeResult
            | Action::Details,
            None,
        ) => Some(text!("No run yet")),
        (Action::Abandon, run) if !run.is_some_and(|run| run.not_stopping) => {
            Some(text!("The run stops by itself"))
        }
        (Action::Cancel, Some(run)) if run.status().is_finished() => {
            Some(text!("The run has ended"))
        }
        (Action::Retry | Action::RetryNow, Some(run)) if SkippableWait::of(run).is_some() => None,
        (Action::RetryNow, Some(_)) => Some(text!("The run is not waiting")),
        (Action::StopRetrying, Some(run))
            if SkippableWait::of(run) != Some(SkippableWait::Retry) =>
        {
            Some(text!("The run is not waiting to retry"))
        }
        (Action::Retry | Action::TakeResult, Some(run)) if run.status().is_live() => {
            Some(text!("The run has not ended"))
        }
        (Action::Retry, Some(run)) if RetryOffer::of(run, failed_children).is_some() => None,
        (Action::Retry, Some(run)) if run.retried_as.is_some() => {
            Some(text!("The run was already retried"))
        }
        (Action::Retry, Some(_)) => Some(text!("The run cannot be retried")),
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
                .map(|info| info.key)
                .filter(|key| !key.is_empty())
        };
        assert_eq!(keys().collect::<HashSet<_>>().len(), keys().count());
    }

    #[test]
    fn single_letters_are_for_the_runs_only() {
        for info in ACTIONS.iter() {
            let is_single = info.key.chars().count() == 1;
            assert!(!is_single || info.scope == Scope::Runs, "{}", info.key);
        }
    }

    #[test]
    fn a_control_that_is_left_out_has_no_action() {
        let none = Controls {
            concurrency: false,
            pause: false,
            search: false,
            palette: false,
            settings: false,
            clear: false,
        };
        use Action::{
            Cancel, ClearFinished, Keys, Notifications, Palette, Pause, Resume, Search, ShowFailed,
        };
        for action in [
            Pause,
            Resume,
            Search,
            ShowFailed,
            Palette,
            Keys,
            ClearFinished,
        ] {
            assert!(!action.is_part_of(none), "{action:?}");
        }
        assert!(Cancel.is_part_of(none) && Notifications.is_part_of(none));
        for info in ACTIONS {
            assert!(info.action.is_part_of(Controls::default()));
        }
    }

    #[test]
    fn a_letter_means_the_same_with_and_without_shift() {
        assert_eq!(action_of(Scope::Runs, "C"), Some(Action::Cancel));
        assert_eq!(action_of(Scope::Runs, "c"), Some(Action::Cancel));
        assert_eq!(action_of(Scope::Runs, "Control+c"), None);
        assert_eq!(action_of(Scope::Runs, "F8"), None);
        assert_eq!(
            action_of(Scope::Everywhere, "Control+k"),
            Some(Action::Palette)
        );
        assert_eq!(action_of(Scope::Everywhere, ""), None, "no key is no key");
    }
}
