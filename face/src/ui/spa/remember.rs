//! The choices that the page remembers.

use serde_json::Value;
use taskdeck_core::RunStatus;

use super::{
    remember_lanes::remember_lanes,
    storage::{read, storage, write},
};
use crate::ui::{Theme, deck::Deck, lean::*, model::status_name, runs::StatusChoice};

/// The theme has no version, because its value is a word.
const THEME: &str = "taskdeck.theme";

/// Returns the stored theme as a signal. Changes are stored and applied to the page.
pub(super) fn remembered_theme() -> RwSignal<Theme> {
    let stored = storage().and_then(|storage| storage.get_item(THEME).ok().flatten());
    let theme = RwSignal::new(
        stored
            .as_deref()
            .and_then(Theme::of_name)
            .unwrap_or_default(),
    );
    Effect::new(move |before: Option<Theme>| {
        let theme = theme.get();
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("data-theme", theme.name());
        }
        // The theme is not stored again right after it was read. A storage that is full or disabled is no
        // error.
        if before.is_some_and(|before| before != theme)
            && let Some(storage) = storage()
        {
            let _ = storage.set_item(THEME, theme.name());
        }
        theme
    });
    theme
}

/// Applies what was chosen on an earlier visit, and stores what is chosen from now on: the limits of lanes, the filter
/// by status, the open task, the width of the details, and whether what is for developers is shown.
pub(super) fn remember_choices(deck: Deck) {
    remember_lanes(deck);
    remember(
        "filter",
        deck.filter.status,
        |status| name_of(*status).map(Value::from),
        |stored| choice_of(stored.as_str()?),
    );
    let is_task = move |id: &str| deck.supervisor().task(id).is_some();
    remember(
        "task",
        deck.open_task,
        |task| task.clone().map(Value::from),
        move |stored| {
            let id = stored.as_str().filter(|id| is_task(id))?;
            Some(Some(id.to_owned()))
        },
    );
    remember(
        "developer",
        deck.developer,
        |on| on.then_some(true.into()),
        Value::as_bool,
    );
    let usual = deck.details_width.get_untracked();
    remember(
        "details",
        deck.details_width,
        move |width| (*width != usual).then(|| (width.round() as u64).into()),
        |stored| stored.as_u64().map(|width| width as f64),
    );
}

/// Sets a signal to what is stored under this name, and stores its changes. `to` returns `None` for what needs not be
/// stored, and `from` for what is not valid any more.
fn remember<T: Clone + PartialEq + Send + Sync + 'static>(
    name: &'static str,
    signal: RwSignal<T>,
    to: impl Fn(&T) -> Option<Value> + 'static,
    from: impl Fn(&Value) -> Option<T>,
) {
    if let Some(stored) = read(name).as_ref().and_then(from) {
        signal.set(stored);
    }
    Effect::new(move |before: Option<T>| {
        let now = signal.get();
        if before.is_some_and(|before| before != now) {
            write(name, to(&now));
        }
        now
    });
}

/// Returns the name of a choice that is not the default.
fn name_of(choice: StatusChoice) -> Option<&'static str> {
    match choice {
        StatusChoice::All => None,
        StatusChoice::Live => Some("live"),
        StatusChoice::One(status) => Some(status_name(status)),
        StatusChoice::Problems => Some("problems"),
        StatusChoice::Linted => Some("linted"),
    }
}

fn choice_of(name: &str) -> Option<StatusChoice> {
    let statuses = RunStatus::ALL.into_iter().map(StatusChoice::One);
    statuses
        .chain([
            StatusChoice::Live,
            StatusChoice::Problems,
            StatusChoice::Linted,
        ])
        .find(|choice| name_of(*choice) == Some(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_of_the_filter_is_found_by_its_name() {
        for status in RunStatus::ALL {
            let choice = StatusChoice::One(status);
            assert_eq!(name_of(choice).and_then(choice_of), Some(choice));
        }
        for choice in [
            StatusChoice::Live,
            StatusChoice::Problems,
            StatusChoice::Linted,
        ] {
            assert_eq!(name_of(choice).and_then(choice_of), Some(choice));
        }
        assert_eq!(
            (name_of(StatusChoice::All), choice_of("pink")),
            (None, None)
        );
    }
}
