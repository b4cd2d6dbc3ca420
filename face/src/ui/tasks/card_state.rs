//! The state of a card: its form, whether it is open, and what became of a start.

use leptos::{html, wasm_bindgen::JsCast};
use taskdeck_core::Task;

use super::{form::Form, start::StartError};
use crate::{
    texts::tr,
    ui::{deck::Deck, lean::*, parts, tabs::Tab},
};

/// The state shared by the parts of a card. It is a handle.
#[derive(Clone, Copy)]
pub(in crate::ui) struct CardState {
    pub(super) deck: Deck,
    pub(in crate::ui) task: StoredValue<Task>,
    pub(super) form: Form,
    /// The prefix of the ids of its fields.
    id: StoredValue<String>,
    pub(super) element: NodeRef<html::Li>,
    /// Why the start was refused, unless a field shows that.
    pub(super) error: RwSignal<Option<String>>,
    /// Whether the form is open. One of the deck is at most.
    pub(in crate::ui) is_open: Memo<bool>,
    pub(super) options_open: RwSignal<bool>,
    /// Whether a sample is being made.
    pub(super) sampling: RwSignal<bool>,
    /// The button that starts the task.
    pub(super) run: NodeRef<html::Button>,
}

impl CardState {
    pub(super) fn new(deck: Deck, task: StoredValue<Task>) -> Self {
        let id = task.with_value(|task| task.id().to_owned());
        let prefix = deck.element_id(&format!("task-{id}"));
        Self {
            deck,
            task,
            form: Form::new(task),
            id: StoredValue::new(prefix),
            element: NodeRef::new(),
            error: RwSignal::new(None),
            is_open: Memo::new(move |_| deck.open_task.with(|open| open.as_ref() == Some(&id))),
            options_open: RwSignal::new(false),
            sampling: RwSignal::new(false),
            run: NodeRef::new(),
        }
    }

    /// Returns the id of a part of the card.
    pub(super) fn field_id(self, name: &str) -> String {
        self.id.with_value(|id| format!("{id}-{name}"))
    }

    /// Returns whether the task takes files.
    pub(in crate::ui) fn takes_files(self) -> bool {
        self.form.files_field().is_some()
    }

    /// Opens the form, which closes that of another card.
    pub(super) fn open(self) {
        let id = self.task.with_value(|task| task.id().to_owned());
        self.deck.open_task.set(Some(id));
    }

    /// Opens or closes the form.
    pub(super) fn toggle(self) {
        if self.is_open.get_untracked() {
            self.deck.open_task.set(None);
        } else {
            self.open();
        }
    }

    pub(super) fn start(self) {
        self.show_result(self.form.start(self.deck));
    }

    /// Shows the result of a start: the runs, the reason of a refusal, or the first field that is wrong.
    fn show_result(self, result: Result<(), StartError>) {
        let deck = self.deck;
        match result {
            Ok(()) => {
                self.error.set(None);
                deck.tabs.show(Tab::Runs);
            }
            Err(StartError::Refused(refused)) => {
                self.error
                    .set(Some(sentence(&deck.texts().render(&refused.message()))));
            }
            Err(StartError::Fields(errors)) => {
                self.error.set(None);
                self.open();
                // The first in the order of the form, not of the errors.
                let fields = self.form.fields().into_iter().map(|(field, _)| field);
                let mut wrong =
                    fields.filter(|field| errors.iter().any(|error| error.field == field.name));
                if let Some(field) = wrong.next() {
                    if !field.required {
                        self.options_open.set(true);
                    }
                    focus_after_expanding(self.element, self.field_id(&field.name));
                    return;
                }
                let errors = errors.iter();
                let errors = errors.map(|error| sentence(&deck.texts().render(&error.message)));
                self.error.set(Some(errors.collect::<Vec<_>>().join(" ")));
            }
        }
    }

    /// Makes a sample and starts the task with it.
    pub(super) fn try_sample(self) {
        let Some(sample) = self.task.with_value(Task::make_sample) else {
            return;
        };
        self.sampling.set(true);
        leptos::task::spawn_local(async move {
            let sample = sample.await;
            // The card may be gone by now.
            if !self.sampling.try_set(false) {
                return;
            }
            match sample {
                Ok(params) => self.show_result(self.form.start_with(self.deck, params)),
                Err(failed) => self.error.set(Some(tr!(
                    self.deck,
                    "No sample could be made: {why}",
                    why = self.deck.texts().render(failed.message())
                ))),
            }
        });
    }
}

/// Returns a text with a capital at the start and a full stop at the end.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let Some(first) = chars.next() else {
        return String::new();
    };
    let stop = if text.ends_with(['.', '!', '?']) {
        ""
    } else {
        "."
    };
    format!("{}{}{stop}", first.to_uppercase(), chars.as_str())
}

/// Focuses a control after its container was expanded.
fn focus_after_expanding(card: NodeRef<html::Li>, id: String) {
    parts::once_form_is_there(move || {
        // The card may be gone by now. It may also be in a shadow root, where `document` finds no id.
        let card = card.try_get_untracked();
        let controls = card.and_then(|card| card.query_selector_all("[id]").ok());
        let control = controls.and_then(|controls| {
            (0..controls.length())
                .filter_map(|at| controls.item(at)?.dyn_into::<web_sys::HtmlElement>().ok())
                .find(|control| control.id() == id)
        });
        if let Some(control) = control {
            let _ = control.focus();
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_reads_as_a_sentence() {
        assert_eq!(sentence("the queue is full"), "The queue is full.");
        assert_eq!(sentence(""), "");
    }
}
