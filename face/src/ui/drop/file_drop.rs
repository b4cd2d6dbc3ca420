//! The files that are dragged over a deck, dropped or pasted.

use leptos::wasm_bindgen::JsCast;
use taskdeck_core::TaskError;
use web_sys::{ClipboardEvent, DragEvent, Node};

use super::transfer::{Transferred, dragged_types, has_files, pastes_files};
use crate::{
    browser::is_dialog_open,
    ui::{deck::Deck, lean::*, parts},
};

/// The files that are dragged over a deck, and the tasks that fit those that were dropped. It is a handle.
///
/// Dropped files fill the form of a task, and start nothing: a guess may be wrong. The exception is a task that says
/// that the files leave no doubt (`Task::starts_on_drop`).
#[derive(Clone, Copy, Debug)]
pub(crate) struct FileDrop {
    pub(super) deck: Deck,
    /// The media types of the dragged files, or `None` while nothing is dragged.
    pub(super) dragged: RwSignal<Option<Vec<(String, String)>>>,
    pub(super) guess: RwSignal<Option<Guess>>,
}

/// The task whose form was filled because it is the likeliest one.
#[derive(Clone, Debug)]
pub(super) struct Guess {
    pub(super) task: String,
    /// The ids of the other tasks that fit, the likeliest first.
    pub(super) others: Vec<String>,
}

impl FileDrop {
    /// Creates the state of a deck, and provides it to everything below the current owner.
    pub(crate) fn provide(deck: Deck) -> Self {
        let dropping = Self {
            deck,
            dragged: RwSignal::new(None),
            guess: RwSignal::new(None),
        };
        provide_context(dropping);
        dropping
    }

    /// Returns whether files are dragged over the deck, tracked.
    pub(in crate::ui) fn is_dragged(&self) -> bool {
        self.dragged.with(Option::is_some)
    }

    /// Handles `dragenter` and `dragover`.
    pub(crate) fn over(&self, event: &DragEvent) {
        if !has_files(event) {
            return;
        }
        event.prevent_default();
        if self.dragged.with_untracked(Option::is_none) {
            self.dragged.set(Some(dragged_types(event)));
        }
    }

    /// Shows why the files were not taken.
    pub(in crate::ui) fn refuse(self, error: &TaskError) {
        self.deck.show_notice(error.message());
    }

    /// Handles `dragleave`, which also fires between elements of the deck.
    pub(crate) fn leave(&self, event: &DragEvent) {
        let node = |target: Option<web_sys::EventTarget>| target?.dyn_into::<Node>().ok();
        let stays = node(event.current_target())
            .zip(node(event.related_target()))
            .is_some_and(|(around, to)| around.contains(Some(&to)));
        if !stays {
            self.dragged.set(None);
        }
    }

    /// Handles `drop`, unless a field or a task has already taken the files.
    pub(crate) fn dropped(&self, event: &DragEvent) {
        self.dragged.set(None);
        if event.default_prevented() || !has_files(event) {
            return;
        }
        event.prevent_default();
        parts::take_files(*self, Transferred::of(event.data_transfer()), None);
    }

    /// Handles `drop` on the task of this id, unless a field has already taken the files.
    pub(crate) fn dropped_on(&self, task: &str, event: &DragEvent) {
        if event.default_prevented() || !has_files(event) {
            return;
        }
        event.prevent_default();
        parts::take_files(
            *self,
            Transferred::of(event.data_transfer()),
            Some(task.to_owned()),
        );
    }

    /// Handles `paste`.
    pub(crate) fn pasted(&self, event: &ClipboardEvent) {
        let node: Option<Node> = event.target().and_then(|target| target.dyn_into().ok());
        let in_dialog = node.is_some_and(|node| is_dialog_open(&node));
        if event.default_prevented() || in_dialog || !pastes_files(event) {
            return;
        }
        event.prevent_default();
        parts::take_files(*self, Transferred::of(event.clipboard_data()), None);
    }
}
