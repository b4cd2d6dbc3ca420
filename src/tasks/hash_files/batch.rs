//! Files that are hashed together, and what was found of them so far.

use taskdeck_core::{Output, OutputPart};

use super::run::CHECK;

/// Files that are hashed together.
#[derive(Debug, Default)]
pub(super) struct Batch {
    entries: Vec<Entry>,
    /// Files of the pasted list that were not among them.
    pub(super) missing: Vec<String>,
}

/// One file of a batch.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) path: String,
    found: Option<Found>,
}

/// What was found of a file.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) digest: String,
    pub(super) check: Check,
}

/// What the list says of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Check {
    /// Nothing.
    NotListed,
    /// The same digest.
    Match,
    /// Another digest.
    Mismatch,
}

impl Found {
    /// What was found of a file, by the result of the run that has hashed it.
    pub(super) fn of(output: &Output) -> Option<Self> {
        let mut texts = output.parts.iter().filter_map(|part| match part {
            OutputPart::Text { label, text } => Some((&**label, text)),
            _ => None,
        });
        let (_, digest) = texts.next()?;
        let word = texts.find_map(|(label, text)| (label == CHECK).then_some(text));
        Some(Self {
            digest: digest.to_string(),
            check: Check::of_word(word.map_or("", |word| word)),
        })
    }
}

impl Check {
    const ALL: [Self; 3] = [Self::NotListed, Self::Match, Self::Mismatch];

    /// The one of which a table says this.
    fn of_word(word: &str) -> Self {
        let found = Self::ALL.into_iter().find(|check| check.word() == word);
        found.unwrap_or(Self::NotListed)
    }

    /// What a table says of it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::NotListed => "",
            Self::Match => "OK",
            Self::Mismatch => "MISMATCH",
        }
    }
}

impl Batch {
    pub(super) fn new(paths: impl Iterator<Item = String>, missing: Vec<String>) -> Self {
        Self {
            entries: paths.map(|path| Entry { path, found: None }).collect(),
            missing,
        }
    }

    /// Each file with what was found of it, if it was hashed to its end.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&Entry, Option<&Found>)> {
        self.entries
            .iter()
            .map(|entry| (entry, entry.found.as_ref()))
    }

    /// Keeps what was found of a file.
    pub(super) fn found(&mut self, index: usize, found: Option<Found>) {
        self.entries[index].found = found;
    }
}
