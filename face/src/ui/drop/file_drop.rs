//! What becomes of dropped files.

use std::future::Future;

use leptos::wasm_bindgen::JsCast;
use taskdeck_core::{FileHint, TaskError};
use web_sys::{ClipboardEvent, DragEvent, HtmlElement, Node};

use super::{
    DropTarget, dragged_types, dropped_files, has_files,
    read::{pastes_files, transferred_files},
};
use crate::{
    browser::{PickedFile, focus_after_render, is_dialog_open},
    texts::tr,
    ui::{
        deck::Deck,
        lean::*,
        model::{Taker, by_likelihood},
    },
};

/// The files that are dragged over a deck, and the tasks that fit those that were dropped. It is a handle.
///
/// Dropped files fill the form of a task, and start nothing: a guess may be wrong. The exception is a task that says
/// that the files leave no doubt (`Task::starts_on_drop`).
#[derive(Clone, Copy, Debug)]
pub(crate) struct FileDrop {
    deck: Deck,
    /// The media types of the dragged files, or `None` while nothing is dragged.
    pub(super) dragged: RwSignal<Option<Vec<(String, String)>>>,
    guess: RwSignal<Option<Guess>>,
}

/// The task whose form was filled because it is the likeliest one.
#[derive(Clone, Debug)]
struct Guess {
    task: String,
    /// The ids of the other tasks that fit, the likeliest first.
    others: Vec<String>,
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
        self.receive(dropped_files(event), None);
    }

    /// Handles `drop` on the task of this id, unless a field has already taken the files.
    pub(crate) fn dropped_on(&self, task: &str, event: &DragEvent) {
        if event.default_prevented() || !has_files(event) {
            return;
        }
        event.prevent_default();
        self.receive(dropped_files(event), self.target(task));
    }

    /// Handles `paste`.
    pub(crate) fn pasted(&self, event: &ClipboardEvent) {
        let node: Option<Node> = event.target().and_then(|target| target.dyn_into().ok());
        let in_dialog = node.is_some_and(|node| is_dialog_open(&node));
        if event.default_prevented() || in_dialog || !pastes_files(event) {
            return;
        }
        event.prevent_default();
        self.receive(transferred_files(event.clipboard_data()), None);
    }

    /// Handles files that were dropped on a field of the task of this id, which has taken them.
    pub(crate) fn landed(&self, task: &str) {
        let Some(target) = self.target(task) else {
            return;
        };
        let this = *self;
        leptos::task::spawn_local(async move {
            let starts = this.starts(&target, None).await;
            if this.is_gone() {
                return;
            }
            match starts {
                true => target.start.run(Vec::new()),
                false => focus_run(&target),
            }
        });
    }

    /// Returns the other tasks that fit, while the form of this task is open because it was the likeliest one.
    pub(super) fn others(&self, task: &str) -> Vec<DropTarget> {
        let ids = self.guess.with(|guess| {
            let guess = guess.as_ref().filter(|guess| guess.task == task);
            guess.map(|guess| guess.others.clone()).unwrap_or_default()
        });
        let targets = self.deck.drop_targets.get();
        let known = |id: String| targets.iter().find(|target| target.id == id).cloned();
        ids.into_iter().filter_map(known).collect()
    }

    /// Moves the files from the form of one task to that of another.
    pub(super) fn move_files(&self, from: &str, to: &DropTarget) {
        let Some(from) = self.target(from) else {
            return;
        };
        self.fill(to, from.empty.run(()));
    }

    fn target(&self, task: &str) -> Option<DropTarget> {
        self.deck
            .drop_targets
            .with_untracked(|targets| targets.iter().find(|target| target.id == task).cloned())
    }

    /// Reads the files and takes them, for this task if it is given.
    fn receive(
        &self,
        files: impl Future<Output = Result<Vec<PickedFile>, TaskError>> + 'static,
        onto: Option<DropTarget>,
    ) {
        let this = *self;
        leptos::task::spawn_local(async move {
            let files = files.await;
            if this.is_gone() {
                return;
            }
            let deck = this.deck;
            match files {
                Ok(files) if files.is_empty() => {
                    deck.show_notice(tr!(deck, "Nothing that was dropped is a file."));
                }
                Ok(files) => this.take(files, onto).await,
                Err(error) => deck.show_notice(error.message()),
            }
        });
    }

    async fn take(self, files: Vec<PickedFile>, onto: Option<DropTarget>) {
        let deck = self.deck;
        let sure = match &onto {
            Some(target) => vec![target.clone()],
            None => deck.drop_targets.get_untracked(),
        };
        for target in sure {
            let starts = self.starts(&target, Some(files.clone())).await;
            if self.is_gone() {
                return;
            }
            if starts {
                target.start.run(files);
                return;
            }
        }
        if let Some(target) = onto {
            self.guess.set(None);
            target.fill.run(files);
            focus_run(&target);
            return;
        }
        match self.fitting(&files).first() {
            Some(likeliest) => self.fill(likeliest, files),
            None => deck.show_notice(tr!(deck, "No task takes files like these.")),
        }
    }

    /// Fills the form of a task, and offers the others that fit.
    fn fill(&self, target: &DropTarget, files: Vec<PickedFile>) {
        let others = self.fitting(&files).into_iter();
        let others = others
            .map(|other| other.id)
            .filter(|other| *other != target.id);
        self.guess.set(Some(Guess {
            task: target.id.clone(),
            others: others.collect(),
        }));
        target.fill.run(files);
        focus_run(target);
    }

    /// Returns the tasks that take files like these, the likeliest first.
    fn fitting(&self, files: &[PickedFile]) -> Vec<DropTarget> {
        let types: Vec<String> = files.iter().map(|picked| picked.file.type_()).collect();
        let hints: Vec<FileHint<'_>> = files
            .iter()
            .zip(&types)
            .map(|(picked, media_type)| FileHint {
                path: &picked.path,
                media_type,
            })
            .collect();
        let targets = self.deck.drop_targets.get_untracked();
        let supervisor = self.deck.supervisor();
        let takers: Vec<Taker<'_>> = targets
            .iter()
            .map(|target| Taker {
                suitability: supervisor
                    .task(&target.id)
                    .and_then(|task| task.suitability(&hints)),
                accept: &target.accept,
            })
            .collect();
        let order = by_likelihood(&takers, &hints).into_iter();
        order.map(|index| targets[index].clone()).collect()
    }

    /// Returns whether the task starts at once with these files; `None` for those in its form.
    async fn starts(&self, target: &DropTarget, files: Option<Vec<PickedFile>>) -> bool {
        let task = self.deck.supervisor().task(&target.id);
        let starts = task.and_then(|task| task.starts_with_drop(|| target.params.run(files)));
        match starts {
            Some(starts) => starts.await,
            None => false,
        }
    }

    /// Returns whether the deck was unmounted in the meantime.
    fn is_gone(&self) -> bool {
        self.guess.try_get_untracked().is_none()
    }
}

/// Focuses the button that starts the task, once its form is shown.
fn focus_run(target: &DropTarget) {
    let run = target.run;
    let find = move || -> Option<HtmlElement> { Some(run.try_get_untracked()?.into()) };
    drop(focus_after_render(find));
}
