//! What became of the files of a batch.

use taskdeck::browser::{Names, PickedFile};
use taskdeck_core::{
    Message, Outcome, Output, OutputFile, OutputPart, RunContext, Table, TaskError, message,
};

use crate::tasks::{brief::joined, name::file_name, notes::notes_of};

/// How the files of a batch ended, for its line in brief.
#[derive(Debug, Default)]
pub(in crate::tasks) struct Ends {
    /// The files that have a result.
    pub(in crate::tasks) done: usize,
    /// How many of those have problems.
    pub(in crate::tasks) with_problems: usize,
    pub(in crate::tasks) failed: usize,
    pub(in crate::tasks) cancelled: usize,
    /// The files that were made.
    pub(in crate::tasks) made: Vec<OutputFile>,
}

impl Ends {
    /// Returns the bytes before and after of all files that were made.
    pub(in crate::tasks) fn sizes(&self) -> (u64, u64) {
        let before = self.made.iter().filter_map(|file| file.before).sum();
        (before, self.made.iter().map(|file| file.size).sum())
    }

    /// Returns how many were cancelled, or no text.
    fn cancelled_in_brief(&self) -> Message {
        match self.cancelled {
            0 => Message::EMPTY,
            number => message!("{number} cancelled", number = number),
        }
    }
}

/// Returns the results of all files, the files that were made first. Fails only if no file has a result.
pub(super) fn report(
    ctx: &RunContext,
    files: &[PickedFile],
    ends: Vec<Option<Outcome<Output>>>,
    in_brief: fn(&Ends) -> Message,
) -> Result<Output, TaskError> {
    let mut rows = Vec::new();
    let mut all = Ends::default();
    let mut problems = Vec::new();
    let mut names = Names::default();
    let mut first_failure = None;
    let mut heading = None;
    for (file, end) in files.iter().zip(ends) {
        let word = match end {
            Some(Outcome::Completed(output)) => {
                let (label, mut text) = first_text(&output);
                if let Some(notes) = notes_of(&output) {
                    text = message!("{text}. {notes}", text = text, notes = notes);
                }
                heading.get_or_insert(label);
                all.done += 1;
                problems.extend(problem_of(file, &output));
                all.with_problems += usize::from(!output.problems.is_empty());
                let made = output.parts.into_iter().filter_map(|part| match part {
                    OutputPart::File(file) => Some(file),
                    _ => None,
                });
                all.made.extend(made.map(|mut file| {
                    file.name = names.take(&file.name).into();
                    file
                }));
                text
            }
            Some(Outcome::Failed(error)) => {
                all.failed += 1;
                problems.push(named(&file.path, error.message()));
                let text = message!("Failed: {why}", why = error.message());
                first_failure.get_or_insert(error);
                text
            }
            Some(Outcome::Cancelled(_)) | None => {
                all.cancelled += 1;
                message!("Cancelled")
            }
        };
        rows.push(vec![Message::from(&file.path), word]);
    }
    let table = Table {
        title: message!("Results"),
        columns: vec![message!("File"), heading.unwrap_or(message!("Result"))],
        rows,
    };
    let summary = joined([in_brief(&all), all.cancelled_in_brief()]);
    let made = all.made.iter().cloned();
    let output = made.fold(Output::none(), Output::and).and(table);
    match first_failure.filter(|_| all.done == 0) {
        None => Ok(Output {
            problems,
            ..output.summary(summary)
        }),
        Some(first) => {
            ctx.output(output);
            Err(first.context(failures(all.failed, files.len())))
        }
    }
}

/// Returns the problem of a file that has a result with problems.
fn problem_of(file: &PickedFile, output: &Output) -> Option<Message> {
    match &output.problems[..] {
        [] => None,
        [only] => Some(named(&file.path, only)),
        several => Some(named(
            &file.path,
            &message!("1 problem|{count} problems", count = several.len()),
        )),
    }
}

/// Returns a problem with the path of its file in front, unless it names the file itself.
pub(in crate::tasks) fn named(path: &str, why: &Message) -> Message {
    let english = why.english();
    let rest = english.strip_prefix(file_name(path));
    match rest.is_some_and(|rest| rest.starts_with([' ', ':'])) {
        true => why.clone(),
        false => message!("{path}: {why}", path = path, why = why),
    }
}

/// Returns the error of files of which none has a result.
fn failures(failed: usize, all: usize) -> Message {
    match all {
        _ if failed < all => message!(
            "{failed} of {all} files failed; the others were cancelled",
            failed = failed,
            all = all
        ),
        2 => message!("Both files failed"),
        all => message!("The file failed|All {count} files failed", count = all),
    }
}

/// Returns the first text of an output, with its label.
fn first_text(output: &Output) -> (Message, Message) {
    let found = output.parts.iter().find_map(|part| match part {
        OutputPart::Text { label, text } => Some((label.clone(), text.clone())),
        _ => None,
    });
    found.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_are_told_apart_from_cancelled_files() {
        assert_eq!(failures(2, 2), "Both files failed");
        assert_eq!(failures(3, 3), "All 3 files failed");
        assert_eq!(
            failures(1, 3),
            "1 of 3 files failed; the others were cancelled"
        );
    }

    #[test]
    fn a_problem_names_its_file_once() {
        assert_eq!(named("in/a.png", &"it ends".into()), "in/a.png: it ends");
        let own = "a.png is no image".into();
        assert_eq!(named("in/a.png", &own), "a.png is no image");
        assert_eq!(named("T", &"This ends".into()), "T: This ends");
    }
}
