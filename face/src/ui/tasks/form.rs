//! The form of a task.

use serde_json::Value;
use taskdeck_core::{Field, FieldError, FieldKind, Message, Params, Task};

use super::start::{StartError, start};
use crate::{
    browser::{PickedFile, PickedFiles, number_in},
    format::compact_json,
    ui::{
        deck::Deck,
        form_memory::{FormMemory, RememberedField},
        lean::*,
    },
};

/// The input of one field, and its error.
#[derive(Clone, Copy, Debug)]
pub(super) struct FieldState {
    /// The text, the number as typed, or the chosen value.
    pub(super) text: RwSignal<String>,
    /// The state of a switch.
    pub(super) on: RwSignal<bool>,
    /// The files.
    pub(super) files: RwSignal<Vec<PickedFile>>,
    /// The error.
    pub(super) error: RwSignal<Option<Message>>,
}

/// The form of a task. It is a handle.
#[derive(Clone, Copy, Debug)]
pub(super) struct Form {
    task: StoredValue<Task>,
    states: StoredValue<Vec<FieldState>>,
}

impl Form {
    pub(super) fn new(task: StoredValue<Task>) -> Self {
        let states = task.with_value(|task| {
            let new = |field: &Field| {
                let state = FieldState::new(field);
                FormMemory::follow(|| RememberedField {
                    task: task.id().to_owned(),
                    field: field.clone(),
                    text: state.text,
                    on: state.on,
                });
                state
            };
            task.fields().iter().map(new).collect()
        });
        Self {
            task,
            states: StoredValue::new(states),
        }
    }

    /// Returns every field with its state.
    pub(super) fn fields(&self) -> Vec<(Field, FieldState)> {
        let fields = self.task.with_value(|task| task.fields().to_vec());
        fields.into_iter().zip(self.states.get_value()).collect()
    }

    /// Returns the first field for files.
    pub(super) fn files_field(&self) -> Option<(Field, FieldState)> {
        self.fields()
            .into_iter()
            .find(|(field, _)| matches!(field.kind, FieldKind::Files { .. }))
    }

    /// Returns the contents of the form, unchecked.
    pub(super) fn params(&self) -> Params {
        let fields = self.fields();
        let fields = fields.iter();
        fields.fold(Params::new(), |params, (field, state)| {
            state.write(field, params)
        })
    }

    /// Returns the label of the button that starts the task, in place of *Run*. It follows the form.
    pub(super) fn run_label(&self) -> Option<Message> {
        if !self.task.with_value(Task::has_run_label) {
            return None;
        }
        for state in self.states.get_value() {
            state.text.track();
            state.on.track();
            state.files.track();
        }
        let params = self.params();
        self.task.with_value(|task| task.label_for(&params))
    }

    /// Starts the task with the contents of the form, unless a field is invalid.
    pub(super) fn start(&self, deck: Deck) -> Result<(), StartError> {
        self.start_with(deck, self.params())?;
        for state in self.states.get_value() {
            state.files.set(Vec::new());
        }
        Ok(())
    }

    /// Starts the task with these parameters. An invalid field shows its error.
    pub(super) fn start_with(&self, deck: Deck, params: Params) -> Result<(), StartError> {
        let task = self.task.get_value();
        let started = start(deck, &task, params);
        match &started {
            Err(StartError::Fields(errors)) => self.show_errors(errors),
            Ok(()) | Err(StartError::Refused(_)) => self.show_errors(&[]),
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
    /// Sets the text and clears the error.
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
            files: RwSignal::new(Vec::new()),
            error: RwSignal::new(None),
        }
    }

    /// Adds the input of this field to `params`, unless it is empty.
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

/// Returns the text as a number, whole if possible. Any other text is left for the check to reject.
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
    fn other_text_is_left_for_the_check() {
        assert_eq!(number("12"), Value::from(12));
        assert_eq!(number("1.5"), Value::from(1.5));
        assert_eq!(number("a dozen"), Value::from("a dozen"));
        assert_eq!(number("inf"), Value::from("inf"));
    }
}
