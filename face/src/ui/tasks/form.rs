//! What a person has put into the form of a task, and starting runs with it.

use serde_json::Value;
use taskdeck_core::{Field, FieldError, FieldKind, Message, Params, Task};

use super::start::{NotStarted, start};
use crate::{
    browser::{PickedFile, PickedFiles, number_in},
    format::compact_json,
    ui::{deck::Deck, lean::*},
};

/// What a person has put into one field, and what is wrong with it.
#[derive(Clone, Copy, Debug)]
pub(super) struct FieldState {
    /// A text, a number as it was typed, or the value that was chosen.
    pub(super) text: RwSignal<String>,
    /// A switch.
    pub(super) on: RwSignal<bool>,
    /// Files.
    pub(super) files: RwSignal<Vec<PickedFile>, LocalStorage>,
    /// What is wrong with it.
    pub(super) error: RwSignal<Option<Message>>,
}

/// The form of one task. It is a handle.
#[derive(Clone, Copy, Debug)]
pub(super) struct Form {
    task: StoredValue<Task, LocalStorage>,
    states: StoredValue<Vec<FieldState>>,
}

impl Form {
    pub(super) fn new(task: StoredValue<Task, LocalStorage>) -> Self {
        let states = task.with_value(|task| task.fields().iter().map(FieldState::new).collect());
        Self {
            task,
            states: StoredValue::new(states),
        }
    }

    /// Every field with what is in it.
    pub(super) fn fields(&self) -> Vec<(Field, FieldState)> {
        let fields = self.task.with_value(|task| task.fields().to_vec());
        fields.into_iter().zip(self.states.get_value()).collect()
    }

    /// The first field that takes files.
    pub(super) fn files_field(&self) -> Option<(Field, FieldState)> {
        self.fields()
            .into_iter()
            .find(|(field, _)| matches!(field.kind, FieldKind::Files { .. }))
    }

    /// Starts what is in the form: nothing while a field is wrong.
    pub(super) fn start(&self, deck: Deck) -> Result<(), NotStarted> {
        let params = self
            .fields()
            .iter()
            .fold(Params::new(), |params, (field, state)| {
                state.write(field, params)
            });
        self.start_with(deck, params)?;
        for state in self.states.get_value() {
            state.files.set(Vec::new());
        }
        Ok(())
    }

    /// Starts runs with these parameters; fields that are wrong say so.
    pub(super) fn start_with(&self, deck: Deck, params: Params) -> Result<(), NotStarted> {
        let task = self.task.get_value();
        let started = start(&deck.supervisor(), &task, params);
        match &started {
            Err(NotStarted::Fields(errors)) => self.show_errors(errors),
            Ok(()) | Err(NotStarted::Refused(_)) => self.show_errors(&[]),
        }
        started
    }

    fn show_errors(&self, errors: &[FieldError]) {
        for (field, state) in self.fields() {
            let error = errors.iter().find(|error| error.field == field.name);
            let message = error.map(|error| error.message.clone());
            if state.error.with_untracked(|shown| *shown != message) {
                state.error.set(message);
            }
        }
    }
}

impl FieldState {
    /// Takes what was typed, which may be right by now.
    pub(super) fn type_text(&self, text: String) {
        self.text.set(text);
        self.error.set(None);
    }

    fn new(field: &Field) -> Self {
        let text = match &field.default {
            Some(Value::String(text)) => text.clone(),
            Some(number @ Value::Number(_)) => compact_json(number),
            _ => String::new(),
        };
        let on = field.default.as_ref().and_then(Value::as_bool);
        Self {
            text: RwSignal::new(text),
            on: RwSignal::new(on.unwrap_or_default()),
            files: RwSignal::new_local(Vec::new()),
            error: RwSignal::new(None),
        }
    }

    /// These parameters with what is in this field; nothing where it is empty.
    fn write(&self, field: &Field, params: Params) -> Params {
        let name = field.name.as_str();
        let text = self.text.get_untracked();
        match &field.kind {
            FieldKind::Switch => params.with(name, self.on.get_untracked()),
            FieldKind::Files { .. } => {
                let files = self.files.get_untracked();
                if files.is_empty() {
                    params
                } else {
                    PickedFiles(files).into_params(params, name)
                }
            }
            FieldKind::Number { .. } if text.trim().is_empty() => params,
            FieldKind::Number { .. } => params.with(name, number(text.trim())),
            FieldKind::Text { .. } | FieldKind::Choice(_) if text.is_empty() => params,
            FieldKind::Text { .. } | FieldKind::Choice(_) => params.with(name, text),
        }
    }
}

/// A number as a number, whole where it is; else the text, which the check will name.
fn number(text: &str) -> Value {
    if let Ok(whole) = text.parse::<i64>() {
        return whole.into();
    }
    number_in(text).map_or_else(|| text.into(), Value::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_number_is_left_for_the_check_to_name() {
        assert_eq!(number("12"), Value::from(12));
        assert_eq!(number("1.5"), Value::from(1.5));
        assert_eq!(number("a dozen"), Value::from("a dozen"));
        assert_eq!(number("inf"), Value::from("inf"));
    }
}
