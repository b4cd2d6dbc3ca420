//! A card as a target for dropped files.

use leptos::html;
use taskdeck_core::{FieldKind, Params};

use super::card_state::CardState;
use crate::{
    browser::{PickedFile, PickedFiles},
    ui::{icon::Shape, lean::*, model::accepts},
};

/// A task that accepts dropped files, with the means to put them into its form.
#[derive(Clone)]
pub(in crate::ui) struct DropTarget {
    /// The id of the task.
    pub(in crate::ui) id: String,
    /// The title of the task.
    pub(in crate::ui) title: String,
    /// The accepted files, in the syntax of HTML's `accept`.
    pub(in crate::ui) accept: String,
    card: CardState,
    /// The name of its field for files.
    field: String,
    multiple: bool,
}

/// Registers the card as a target for dropped files while it exists, if its task takes files.
pub(super) fn register_drop_target(card: CardState) {
    let CardState { deck, task, .. } = card;
    if card.form.files_field().is_none() {
        return;
    }
    let id = task.with_value(|task| task.id().to_owned());
    deck.file_cards
        .update(|cards| cards.push((id.clone(), card)));
    on_cleanup(move || {
        let _ = deck
            .file_cards
            .try_update(|cards| cards.retain(|(other, _)| *other != id));
    });
}

impl DropTarget {
    /// Returns the target that a card is, if its task takes files.
    pub(in crate::ui) fn of(card: CardState) -> Option<Self> {
        let (field, _) = card.form.files_field()?;
        let FieldKind::Files {
            accept, multiple, ..
        } = field.kind
        else {
            return None;
        };
        let (id, title) = card
            .task
            .with_value(|task| (task.id().to_owned(), task.title().to_owned()));
        Some(Self {
            id,
            title,
            accept,
            card,
            field: field.name,
            multiple,
        })
    }

    /// Returns the description of the task.
    pub(in crate::ui) fn line(&self) -> String {
        let CardState { deck, task, .. } = self.card;
        task.with_value(|task| deck.texts().render(task.description_text()))
    }

    /// Returns the icon of the task.
    pub(in crate::ui) fn icon(&self) -> Shape {
        let task = self.card.task;
        task.with_value(|task| Shape::of_task(task.icon_name()))
    }

    /// Returns the button that starts the task, while its form is shown.
    pub(in crate::ui) fn run(&self) -> NodeRef<html::Button> {
        self.card.run
    }

    /// Starts the task with these files.
    pub(in crate::ui) fn start(&self, files: Vec<PickedFile>) {
        self.take(files);
        self.card.start();
    }

    /// Opens the form of the task with these files in it, and starts nothing.
    pub(in crate::ui) fn fill(&self, files: Vec<PickedFile>) {
        self.take(files);
        self.card.open();
    }

    /// Takes the files out of the form.
    pub(in crate::ui) fn empty(&self) -> Vec<PickedFile> {
        let state = self.card.form.files_field().map(|(_, state)| state);
        let taken = state.and_then(|state| state.files.try_update(std::mem::take));
        taken.unwrap_or_default()
    }

    /// Returns the parameters of the form; with these files in place of its own, if given.
    pub(in crate::ui) fn params(&self, files: Option<Vec<PickedFile>>) -> Params {
        let params = self.card.form.params();
        match files {
            Some(files) => PickedFiles(files).into_params(params, &self.field),
            None => params,
        }
    }

    /// Returns whether the task accepts any of these files, each given by name and media type.
    pub(in crate::ui) fn accepts_any(&self, files: &[(String, String)]) -> bool {
        files.is_empty()
            || files
                .iter()
                .any(|(name, media_type)| accepts(&self.accept, name, media_type))
    }

    /// The check of the parameters rejects more files than the field takes.
    fn take(&self, files: Vec<PickedFile>) {
        if let Some((_, state)) = self.card.form.files_field() {
            let several = self.multiple || files.len() > 1;
            state.take(files, several);
        }
    }
}
