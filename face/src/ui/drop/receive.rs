//! What becomes of dropped files.

use taskdeck_core::FileHint;
use web_sys::HtmlElement;

use super::{FileDrop, file_drop::Guess, transfer::Transferred};
use crate::{
    browser::{PickedFile, focus_after_render},
    texts::tr,
    ui::{
        lean::*,
        model::{Taker, by_likelihood},
        tasks::DropTarget,
    },
};

impl FileDrop {
    /// Returns the tasks that take files, tracked.
    pub(super) fn targets(&self) -> Vec<DropTarget> {
        let cards = self.deck.file_cards.get().into_iter();
        cards.filter_map(|(_, card)| DropTarget::of(card)).collect()
    }

    /// Handles files that were dropped on a field of the task of this id, which has taken them.
    pub(in crate::ui) fn landed(self, task: &str) {
        let Some(target) = self.target(task) else {
            return;
        };
        let this = self;
        leptos::task::spawn_local(async move {
            let starts = this.starts(&target, None).await;
            if this.is_gone() {
                return;
            }
            match starts {
                true => target.start(Vec::new()),
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
        let targets = self.targets();
        let known = |id: String| targets.iter().find(|target| target.id == id).cloned();
        ids.into_iter().filter_map(known).collect()
    }

    /// Moves the files from the form of one task to that of another.
    pub(super) fn move_files(&self, from: &str, to: &DropTarget) {
        let Some(from) = self.target(from) else {
            return;
        };
        self.fill(to, from.empty());
    }

    fn target(&self, task: &str) -> Option<DropTarget> {
        let targets = untrack(|| self.targets());
        targets.into_iter().find(|target| target.id == task)
    }

    /// Reads the files and takes them, for the task of this id if it is given.
    pub(in crate::ui) fn receive(self, files: Transferred, onto: Option<String>) {
        let this = self;
        leptos::task::spawn_local(async move {
            let files = files.read().await;
            if this.is_gone() {
                return;
            }
            let deck = this.deck;
            match files {
                Ok(files) if files.is_empty() => {
                    deck.show_notice(tr!(deck, "Nothing that was dropped is a file."));
                }
                Ok(files) => {
                    let onto = onto.and_then(|task| this.target(&task));
                    this.take(files, onto).await;
                }
                Err(error) => deck.show_notice(error.message()),
            }
        });
    }

    async fn take(self, files: Vec<PickedFile>, onto: Option<DropTarget>) {
        let deck = self.deck;
        let sure = match &onto {
            Some(target) => vec![target.clone()],
            None => untrack(|| self.targets()),
        };
        for target in sure {
            let starts = self.starts(&target, Some(files.clone())).await;
            if self.is_gone() {
                return;
            }
            if starts {
                target.start(files);
                return;
            }
        }
        if let Some(target) = onto {
            self.guess.set(None);
            target.fill(files);
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
        target.fill(files);
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
        let targets = untrack(|| self.targets());
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
        let starts = task.and_then(|task| task.starts_with_drop(|| target.params(files)));
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
    let run = target.run();
    let find = move || -> Option<HtmlElement> { Some(run.try_get_untracked()?.into()) };
    drop(focus_after_render(find));
}
