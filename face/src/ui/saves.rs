//! Which files were saved, and what was copied last.

use std::collections::HashSet;

use gloo_timers::callback::Timeout;
use leptos::wasm_bindgen::JsCast;
use taskdeck_core::{FileKey, Output, OutputFile, RunId, Supervisor};
use web_sys::{Blob, File};

use super::{
    deck::Deck,
    model::{NextStep, copied_text, files, files_to_save},
    output::save_file,
};
use crate::{
    browser::{
        FileNames, NamedBlob, Pick, SaveError, copy_text, pick_folder, save_into, spawn,
        unless_crashed, zipped,
    },
    format::titled,
    texts::tr,
    ui::lean::*,
};

/// How long *Copied* is shown, in milliseconds.
const FEEDBACK_TIME: u32 = 2_000;
/// How long the live region stays empty before it is filled, in milliseconds, so that the same text is new.
const EMPTY_FOR: u32 = 60;

/// Which files were saved, and what was copied last. It is a handle that is copied into every closure.
///
/// A file is known by its contents: saved in the details of a parent, it is also saved as a file of the child that made it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Saves {
    supervisor: StoredValue<Supervisor>,
    revision: ReadSignal<u64>,
    saved: RwSignal<HashSet<FileKey>>,
    /// The runs whose files are being saved.
    saving: RwSignal<HashSet<RunId>>,
    /// The run whose result was copied a moment ago.
    copied: RwSignal<Option<RunId>>,
    /// What was done last, for screen readers.
    said: RwSignal<String>,
    timers: StoredValue<(Option<Timeout>, Option<Timeout>)>,
}

impl Saves {
    pub(super) fn new(supervisor: StoredValue<Supervisor>, revision: ReadSignal<u64>) -> Self {
        Self {
            supervisor,
            revision,
            saved: RwSignal::new(HashSet::new()),
            saving: RwSignal::new(HashSet::new()),
            copied: RwSignal::new(None),
            said: RwSignal::new(String::new()),
            timers: StoredValue::new((None, None)),
        }
    }

    /// Returns whether a file was saved. Tracked.
    pub(crate) fn is_saved(&self, file: &OutputFile) -> bool {
        self.saved.with(|saved| saved.contains(&file.key()))
    }

    /// Returns whether all files of a run were saved. Tracked.
    pub(crate) fn are_saved(&self, run: RunId) -> bool {
        let all = |output: &Output| files(output).all(|file| self.is_saved(file));
        let supervisor = self.supervisor.get_value();
        supervisor.run(run).read_output(all).unwrap_or_default()
    }

    /// Returns whether the files of a run are being saved. Tracked.
    pub(crate) fn is_saving(&self, run: RunId) -> bool {
        self.saving.with(|saving| saving.contains(&run))
    }

    /// Returns whether the result of a run was copied a moment ago. Tracked.
    pub(crate) fn has_copied(&self, run: RunId) -> bool {
        self.copied.get() == Some(run)
    }

    /// Returns whether a run has files that are lost unless they are saved: see [`files_to_save`]. Tracked.
    pub(crate) fn has_unsaved(&self, run: RunId) -> bool {
        self.revision.track();
        let supervisor = self.supervisor.get_value();
        let of_run = supervisor.run(run);
        of_run.status().is_some_and(|status| status.is_finished())
            && of_run
                .read_output(|output| self.lacks(output))
                .unwrap_or_default()
    }

    /// Returns the runs with files that are lost unless they are saved, newest first. Tracked. It reads every finished run.
    pub(crate) fn unsaved_runs(&self) -> Vec<RunId> {
        self.revision.track();
        self.supervisor.with_value(|supervisor| {
            supervisor.read_outputs(|run, output| self.lacks(output).then_some(run))
        })
    }

    fn lacks(&self, output: &Output) -> bool {
        files_to_save(output).any(|file| !self.is_saved(file))
    }

    /// What was done last, for screen readers.
    pub(crate) fn said(&self) -> Signal<String> {
        self.said.into()
    }

    /// Saves one file.
    pub(crate) fn save_one(&self, deck: Deck, file: &OutputFile) {
        if let Some(blob) = blob_of(file) {
            save_file(&blob, &file.name);
            self.mark(deck, vec![file.key()]);
        }
    }

    /// Saves all files of a run: one alone, several into a folder that the user picks, or as one archive where there is no
    /// folder picker.
    pub(crate) fn save_all(&self, deck: Deck, run: RunId) {
        let saves = *self;
        let all = deck.supervisor().run(run).read_output(|output| {
            let file = |file: &OutputFile| {
                let (name, blob) = (file.name.to_string(), blob_of(file)?);
                Some((file.key(), NamedBlob { name, blob }))
            };
            files(output).filter_map(file).unzip()
        });
        let (keys, files): (Vec<FileKey>, Vec<NamedBlob>) = all.unwrap_or_default();
        match &files[..] {
            [] => return deck.show_notice(tr!(deck, "The files are no longer kept")),
            [file] => {
                save_file(&file.blob, &file.name);
                return self.mark(deck, keys);
            }
            _ => {}
        }
        if saves.saving.with_untracked(|saving| saving.contains(&run)) {
            return;
        }
        saves.saving.update(|saving| _ = saving.insert(run));
        spawn(async move {
            let done = save_several(deck, run, &files).await;
            // The face may be gone by now.
            let gone = saves
                .saving
                .try_update(|saving| saving.remove(&run))
                .is_none();
            match done {
                _ if gone => {}
                Ok(true) => saves.mark(deck, keys),
                Ok(false) => {}
                Err(SaveError { name, why }) => deck.show_notice(tr!(
                    deck,
                    "{name} was not saved: {why}",
                    name = name,
                    why = deck.texts().render(why.message())
                )),
            }
        });
    }

    /// Copies the first part of the result of a run.
    pub(crate) fn copy(&self, deck: Deck, run: RunId) {
        let (saves, texts) = (*self, deck.texts());
        let text = deck
            .supervisor()
            .run(run)
            .read_output(|output| copied_text(texts, output));
        let Some(text) = text.flatten() else { return };
        spawn(async move {
            let worked = copy_text(&text).await;
            if saves.copied.try_get_untracked().is_none() {
                return;
            }
            if !worked {
                return deck.show_notice(tr!(deck, "Copying was refused"));
            }
            deck.show_notice(String::new());
            saves.copied.set(Some(run));
            let end = unless_crashed(move || _ = saves.copied.try_set(None));
            let end = Timeout::new(FEEDBACK_TIME, end);
            saves.timers.update_value(|timers| timers.0 = Some(end));
            saves.say(tr!(deck, "Copied"));
        });
    }

    fn mark(&self, deck: Deck, keys: Vec<FileKey>) {
        let count = keys.len();
        self.saved.update(|saved| {
            saved.retain(|key| !key.is_gone());
            saved.extend(keys);
        });
        deck.show_notice(String::new());
        self.say(tr!(deck, "Saved 1 file|Saved {count} files", count: count));
    }

    fn say(&self, text: String) {
        let said = self.said;
        said.set(String::new());
        let fill = Timeout::new(EMPTY_FOR, unless_crashed(move || _ = said.try_set(text)));
        self.timers.update_value(|timers| timers.1 = Some(fill));
    }
}

/// Does what one wants next with the result of a run: copies it, or saves its files.
pub(crate) fn perform_next(deck: Deck, run: RunId) {
    let step = deck.supervisor().run(run).read_output(NextStep::of);
    match step.flatten() {
        Some(NextStep::Copy) => deck.saves.copy(deck, run),
        Some(NextStep::Save { .. }) => deck.saves.save_all(deck, run),
        None => deck.show_notice(tr!(deck, "The run has no result")),
    }
}

/// Returns the contents of a file, or `None` if they are no longer kept.
pub(crate) fn blob_of(file: &OutputFile) -> Option<Blob> {
    file.handle::<Blob>().cloned().or_else(|| {
        file.handle::<File>()
            .map(|file| file.clone().unchecked_into())
    })
}

/// Saves several files. Returns `false` if the user closed the folder picker.
async fn save_several(deck: Deck, run: RunId, files: &[NamedBlob]) -> Result<bool, SaveError> {
    match pick_folder().await {
        Pick::Folder(folder) => save_into(&folder, files).await?,
        Pick::Cancelled => return Ok(false),
        Pick::Unavailable => {
            let name = archive_name(deck, run, files.len());
            save_file(&zipped(files).await?, &name);
        }
    }
    Ok(true)
}

/// Returns the name of the archive with the files of a run: *Convert images (8 files).zip*.
fn archive_name(deck: Deck, run: RunId, files: usize) -> String {
    let supervisor = deck.supervisor();
    let title = supervisor.run(run).snapshot().map(|run| {
        let task = run.task.as_ref().and_then(|task| supervisor.task(task));
        titled(
            deck.texts(),
            task.as_ref().map_or(&run.title, |task| task.title()),
        )
    });
    FileNames::safe(&tr!(
        deck,
        "{title} (1 file).zip|{title} ({count} files).zip",
        count: files,
        title = title.unwrap_or_default()
    ))
}

#[cfg(test)]
mod tests {
    use leptos::prelude::Owner;
    use taskdeck_core::{Config, RunContext, sim::SimWorld};

    use super::*;

    #[test]
    fn a_run_lacks_files_until_each_was_saved_by_whatever_run() {
        let owner = Owner::new();
        owner.set();
        let world = SimWorld::new(1);
        let supervisor = Supervisor::new(Config::new(world.shared()));
        let ended = |output: Output| {
            let run = supervisor
                .spawn("Work", async move |ctx: RunContext| {
                    ctx.output(output);
                    Ok(())
                })
                .unwrap();
            world.block_on(run.wait());
            run.id()
        };
        let file = |name: &str| OutputFile::new(name, 1, "", ());
        let (one, two) = (file("a"), file("b"));
        let child = ended(one.clone().into());
        let parent = ended(Output::from(one.clone()).and(two.clone()));
        let by_product = ended(Output::text("SHA-256", "cb4c").and(file("SHA256SUMS")));
        ended(Output::text("", "done"));

        let saves = Saves::new(
            StoredValue::new(supervisor.clone()),
            RwSignal::new(0).read_only(),
        );
        let save = |file: &OutputFile| saves.saved.update(|saved| _ = saved.insert(file.key()));
        assert_eq!(saves.unsaved_runs(), [parent, child]);
        assert!(saves.has_unsaved(parent) && !saves.has_unsaved(by_product));
        save(&one);
        assert_eq!(saves.unsaved_runs(), [parent]);
        assert!(!saves.are_saved(parent) && saves.are_saved(child));
        save(&two);
        assert_eq!(saves.unsaved_runs(), []);
        assert!(saves.are_saved(parent) && !saves.has_unsaved(parent));
    }
}
