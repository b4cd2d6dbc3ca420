//! What the picked files are checked against: the lists, taken together.

use std::collections::BTreeSet;

use taskdeck::browser::composed;
use taskdeck_core::{Message, message};

use super::{
    list::{List, Listed, Malformed, covered_name},
    resolve::{clean, resolve},
};
use crate::tasks::digest::Algorithm;

/// The most lines or files of one kind that are described one by one.
const MOST_NOTES: usize = 3;

/// A list and its source.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub(super) list: List,
    /// The picked file that contains it, by index; `None` for pasted text.
    pub(super) file: Option<usize>,
}

/// The digest that a file should have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Expected {
    pub(super) algorithm: Algorithm,
    /// In lower-case hexadecimal digits.
    pub(super) digest: String,
}

/// What the picked files are checked against.
#[derive(Clone, Debug, Default)]
pub(super) struct Plan {
    /// For each picked file, its digests in the lists.
    pub(super) expected: Vec<Vec<Expected>>,
    /// The files of the lists that were not picked.
    pub(super) missing: Vec<(String, Expected)>,
    /// How many lines could not be understood, or name no file.
    pub(super) unread: usize,
    /// Whether there is a list at all.
    pub(super) is_check: bool,
    /// Notes on the lists, one sentence each.
    pub(super) notes: Vec<Message>,
}

/// A picked file.
#[derive(Clone, Debug)]
pub(super) struct Picked {
    /// Its path as it is shown.
    pub(super) label: String,
    /// Its path as it was picked.
    pub(super) path: String,
    /// Whether it is one of the lists.
    pub(super) is_list: bool,
}

impl Plan {
    /// Combines lists, and finds the files that they name.
    pub(super) fn new(sources: &[Source], picked: &[Picked]) -> Self {
        let mut plan = Self {
            expected: vec![Vec::new(); picked.len()],
            is_check: !sources.is_empty(),
            ..Self::default()
        };
        let paths = Paths::of(picked);
        for source in sources {
            plan.take(source, picked, &paths);
        }
        plan
    }

    /// Returns the number of files of the lists that were not picked.
    pub(super) fn missing_names(&self) -> usize {
        let names: BTreeSet<&str> = self.missing.iter().map(|(name, _)| &**name).collect();
        names.len()
    }

    fn take(&mut self, source: &Source, picked: &[Picked], paths: &Paths) {
        let own = source.file.map(|file| &picked[file]);
        self.note_list(source, own);
        let names: Vec<&str> = source
            .list
            .entries
            .iter()
            .filter_map(|e| e.name.as_deref())
            .collect();
        let listed: Vec<String> = names.iter().map(|name| paths.key(name)).collect();
        let home = source.file.map(|file| folder(&paths.keys[file]));
        let mut matched = resolve(&listed, &paths.keys, home).into_iter();
        let mut nameless = Vec::new();
        let mut alike = Vec::new();
        for entry in &source.list.entries {
            let (files, name) = match entry.name.as_deref() {
                Some(name) => {
                    let matched = matched.next().unwrap_or_default();
                    if matched.files.is_empty() {
                        alike.extend(matched.alike.into_iter().map(|file| (file, name)));
                    }
                    let files = as_written(matched.files, name, picked);
                    (files, Some(name).filter(|name| !is_stream(name)))
                }
                None => (Vec::new(), None),
            };
            match (&files[..], name) {
                ([], None) => nameless.push(entry),
                ([], Some(name)) => self.missing.push((name.to_owned(), expected(entry))),
                (files, _) if files.iter().any(|file| Some(*file) == source.file) => {
                    self.notes.push(match own {
                        Some(own) => message!(
                            "{list} names itself, which is not checked.",
                            list = &own.label
                        ),
                        None => message!("The list names itself, which is not checked."),
                    });
                }
                (files, _) => files.iter().for_each(|file| self.expect(*file, entry)),
            }
        }
        self.note_alike(&alike, picked);
        self.take_nameless(&nameless, source, picked, paths);
    }

    fn expect(&mut self, file: usize, entry: &Listed) {
        let of_file = &mut self.expected[file];
        let expected = expected(entry);
        if !of_file.contains(&expected) {
            of_file.push(expected);
        }
    }

    /// Assigns digests without a name to the file that the list is named for, or to the only file.
    fn take_nameless(
        &mut self,
        entries: &[&Listed],
        source: &Source,
        picked: &[Picked],
        paths: &Paths,
    ) {
        let Some(first) = entries.first() else {
            return;
        };
        let covered = source.file.and_then(|list| {
            let stem = covered_name(&paths.keys[list])?;
            paths.keys.iter().position(|key| key == stem)
        });
        let mut others = (0..picked.len()).filter(|file| !picked[*file].is_list);
        let only = others.next().filter(|_| others.next().is_none());
        if let Some(file) = covered.or(only) {
            entries.iter().for_each(|entry| self.expect(file, entry));
            return;
        }
        self.unread += entries.len();
        let files = picked.iter().filter(|picked| !picked.is_list).count();
        let line = first.line.to_string();
        self.notes.push(match source.file {
            Some(list) => message!(
                "{list}, line {line} names no file, and {files} were picked.",
                list = &picked[list].label,
                line = line,
                files = files
            ),
            None => message!(
                "Line {line} names no file, and {files} were picked.",
                line = line,
                files = files
            ),
        });
    }

    /// Notes which file the list is, and which of its lines are not used.
    fn note_list(&mut self, source: &Source, own: Option<&Picked>) {
        let List {
            malformed,
            is_signed,
            ..
        } = &source.list;
        let label = own.map(|own| &*own.label);
        if let Some(label) = label {
            self.notes.push(message!(
                "{list} was taken as a list of digests.",
                list = label
            ));
        }
        if *is_signed {
            self.notes
                .push(message!("The signature of the list was not verified."));
        }
        self.unread += malformed.len();
        for malformed in malformed.iter().take(MOST_NOTES) {
            self.notes.push(unread(label, malformed));
        }
        if let Some(more @ 1..) = malformed.len().checked_sub(MOST_NOTES) {
            self.notes.push(message!(
                "1 more line could not be understood.|{count} more lines could not be understood.",
                count = more
            ));
        }
    }

    /// Notes files that a list may mean by another path.
    fn note_alike(&mut self, alike: &[(usize, &str)], picked: &[Picked]) {
        let mut noted: Vec<usize> = Vec::new();
        for (file, _) in alike {
            if noted.len() == MOST_NOTES {
                break;
            }
            if noted.contains(file) {
                continue;
            }
            noted.push(*file);
            let of_file = alike.iter().filter(|(of, _)| of == file);
            let names = of_file
                .map(|(_, name)| Message::from(*name))
                .take(MOST_NOTES);
            let names =
                names.reduce(|one, next| message!("{one} or {next}", one = one, next = next));
            self.notes.push(message!(
                "{path} may be {names}: to check it, choose the folder that the list was made in.",
                path = &picked[*file].label,
                names = names.unwrap_or_default()
            ));
        }
    }
}

/// Of files whose names differ only in their Unicode form, returns those in the form of the list, if there are any.
fn as_written(files: Vec<usize>, name: &str, picked: &[Picked]) -> Vec<usize> {
    let same = files
        .iter()
        .copied()
        .filter(|file| picked[*file].path.ends_with(name));
    let same: Vec<usize> = same.collect();
    if same.is_empty() { files } else { same }
}

fn expected(entry: &Listed) -> Expected {
    Expected {
        algorithm: entry.algorithm,
        digest: entry.digest.clone(),
    }
}

/// Returns whether a name stands for standard input.
fn is_stream(name: &str) -> bool {
    matches!(name, "-" | "stdin")
}

/// Returns where a line is that could not be understood, and why: *Line 3: …*, or *SHA256SUMS, line 3: …*.
fn unread(list: Option<&str>, malformed: &Malformed) -> Message {
    let (line, why) = (malformed.line.to_string(), &malformed.why);
    match list {
        Some(list) => message!(
            "{list}, line {line}: {why}.",
            list = list,
            line = line,
            why = why
        ),
        None => message!("Line {line}: {why}.", line = line, why = why),
    }
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The paths of the picked files in the form in which they are compared.
struct Paths {
    keys: Vec<String>,
    /// Whether a name may contain a backslash; otherwise it separates names, as in Windows.
    have_backslash: bool,
}

impl Paths {
    fn of(picked: &[Picked]) -> Self {
        Self {
            keys: picked
                .iter()
                .map(|picked| clean(&composed(&picked.path)))
                .collect(),
            have_backslash: picked.iter().any(|picked| picked.path.contains('\\')),
        }
    }

    /// Returns a path of a list in that form. Spaces around it count only if a file has them.
    fn key(&self, name: &str) -> String {
        let name = composed(name);
        let name = match self.have_backslash {
            true => name,
            false => name.replace('\\', "/"),
        };
        let trimmed = name.trim();
        let as_written = trimmed.len() == name.len() || {
            let end = clean(&name);
            self.keys.iter().any(|key| key.ends_with(&*end))
        };
        clean(if as_written { &name } else { trimmed })
    }
}

#[cfg(test)]
mod tests;
