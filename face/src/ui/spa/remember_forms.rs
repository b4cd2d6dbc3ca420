//! The remembered choices of forms.

use gloo_timers::callback::Timeout;
use serde_json::{Map, Value};
use taskdeck_core::{Field, FieldKind, Params};

use super::storage::{read, write};
use crate::{
    browser::{number_in, unless_crashed, until_crash},
    ui::{
        form_memory::{FormMemory, RememberedField},
        lean::*,
    },
};

const NAME: &str = "forms";

/// How long typing is collected before it is stored, in milliseconds.
const DELAY: u32 = 300;

/// The longest text that is remembered, in bytes.
const LONGEST: usize = 10_000;

/// The choices of all forms: by task, by field. What is as the task has it is left out.
#[derive(Clone, Copy)]
struct Choices {
    all: StoredValue<Map<String, Value>>,
    timer: StoredValue<Option<Timeout>>,
}

/// Remembers what is chosen in the forms below: everything but files and secrets.
pub(super) fn remember_forms() {
    let stored = match read(NAME) {
        Some(Value::Object(stored)) => stored,
        _ => Map::new(),
    };
    let choices = Choices {
        all: StoredValue::new(stored),
        timer: StoredValue::new(None),
    };
    FormMemory::provide(move |field| choices.follow(field));
    // The page may be left before the timer fires.
    let leaving = window_event_listener_untyped("pagehide", until_crash(move |_| choices.store()));
    on_cleanup(move || leaving.remove());
}

impl Choices {
    fn follow(self, field: RememberedField) {
        if !is_remembered(&field.field) {
            return;
        }
        let RememberedField { text, on, .. } = field;
        let own = choice(&field.field, &text.get_untracked(), on.get_untracked());
        if let Some(stored) = self.chosen(&field) {
            match stored {
                Value::Bool(state) => on.set(state),
                Value::String(chosen) => text.set(chosen),
                _ => {}
            }
        }
        Effect::new(move |before: Option<Value>| {
            let now = text.with(|text| choice(&field.field, text, on.get()));
            if before.is_some_and(|before| before != now) {
                self.choose(
                    &field,
                    (now != own && is_storable(&now)).then(|| now.clone()),
                );
            }
            now
        });
    }

    /// Returns what is stored for a field, if it is still valid.
    fn chosen(self, field: &RememberedField) -> Option<Value> {
        let stored = self
            .all
            .with_value(|all| all.get(&field.task)?.get(&field.field.name).cloned())?;
        is_valid(&field.field, &stored).then_some(stored)
    }

    fn choose(self, field: &RememberedField, value: Option<Value>) {
        self.all.update_value(|all| {
            let task = all.entry(&field.task).or_insert_with(|| Map::new().into());
            if let Value::Object(task) = task {
                match value {
                    Some(value) => drop(task.insert(field.field.name.clone(), value)),
                    None => drop(task.remove(&field.field.name)),
                }
                if task.is_empty() {
                    all.remove(&field.task);
                }
            }
        });
        let store = unless_crashed(move || self.store());
        self.timer.set_value(Some(Timeout::new(DELAY, store)));
    }

    /// Stores what was chosen since the last time.
    fn store(self) {
        let timer = self.timer.try_update_value(Option::take).flatten();
        if timer.is_some() {
            let all = self.all.get_value();
            write(NAME, (!all.is_empty()).then_some(Value::Object(all)));
        }
    }
}

/// Returns whether the value of a field is remembered.
fn is_remembered(field: &Field) -> bool {
    !field.secret && !matches!(field.kind, FieldKind::Files { .. })
}

/// Returns the choice of a field as it is stored: the state of a switch, else the text as typed.
fn choice(field: &Field, text: &str, on: bool) -> Value {
    match field.kind {
        FieldKind::Switch => on.into(),
        _ => text.into(),
    }
}

/// Returns whether a choice is neither too long nor an address with a password.
fn is_storable(choice: &Value) -> bool {
    let text = choice.as_str().unwrap_or_default();
    let mut addresses = text.split("://").skip(1);
    let has_password = addresses.any(|rest| {
        let site = rest.split(['/', '?', '#']).next().unwrap_or_default();
        site.contains('@')
    });
    text.len() <= LONGEST && !has_password
}

/// Returns whether a stored choice would be accepted by its field today.
fn is_valid(field: &Field, stored: &Value) -> bool {
    let value = match (&field.kind, stored) {
        (FieldKind::Number { .. }, Value::String(text)) => {
            number_in(text.trim()).map_or(Value::Null, Value::from)
        }
        _ => stored.clone(),
    };
    let is_given = !value.is_null() && value.as_str() != Some("");
    is_given
        && field
            .check(&Params::new().with(&*field.name, value))
            .is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_secrets_are_not_remembered() {
        assert!(is_remembered(&Field::text("name", "Name")));
        assert!(!is_remembered(&Field::text("key", "Key").secret()));
        assert!(!is_remembered(&Field::files("files", "Files", "")));
    }

    #[test]
    fn addresses_with_a_password_are_not_stored() {
        for address in ["https://example.com/a@b", "mail@example.com", ""] {
            assert!(is_storable(&address.into()), "{address}");
        }
        for address in [
            "https://ada:secret@example.com/",
            "a\nhttps://ada@example.com",
        ] {
            assert!(!is_storable(&address.into()), "{address}");
        }
        assert!(!is_storable(&"x".repeat(LONGEST + 1).into()));
    }

    #[test]
    fn a_choice_that_no_longer_exists_is_not_valid() {
        let format = Field::choice("format", "Format", &[("png", "PNG")]);
        assert!(is_valid(&format, &"png".into()));
        assert!(!is_valid(&format, &"bmp".into()));
        assert!(!is_valid(&format, &true.into()));
    }
}
