//! Files that are hashed together, and their digests so far.

use std::collections::BTreeSet;

use taskdeck_core::{Message, Outcome, Output, OutputPart, message};

use super::plan::Expected;
use crate::tasks::{digest::Algorithm, several::Ended};

/// Files that are hashed together.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub(super) entries: Vec<Entry>,
    /// Files of the lists that were not picked and are not ignored.
    pub(super) missing: Vec<(String, Expected)>,
    /// How many files of the lists were not picked, and are ignored.
    pub(super) ignored: usize,
    /// How many lines of the lists are not used.
    pub(super) unread: usize,
    /// Whether there is a list.
    pub(super) is_check: bool,
    /// Notes on the lists, one sentence each.
    pub(super) notes: Vec<Message>,
}

impl Batch {
    /// Returns how many files compare with the lists in this way.
    pub(super) fn count(&self, wanted: Check) -> usize {
        let checks = self.entries.iter().map(Entry::check);
        checks.filter(|check| *check == wanted).count()
    }

    /// Returns the names of missing files, each once.
    pub(super) fn missing_names(&self) -> BTreeSet<&str> {
        self.missing.iter().map(|(name, _)| &**name).collect()
    }
}

/// One file of a batch.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) path: String,
    pub(super) expected: Vec<Expected>,
    /// The digests, once the whole file has been hashed.
    pub(super) found: Option<Found>,
    /// Why it could not be hashed.
    pub(super) unread: Option<Message>,
}

/// The digests of a file.
#[derive(Clone, Debug, Default)]
pub(super) struct Found(pub(super) Vec<(Algorithm, String)>);

/// How a file compares with the lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Check {
    /// The lists do not name it.
    NotListed,
    /// It could not be hashed.
    NotHashed,
    /// All digests match.
    Match,
    /// At least one digest differs.
    Mismatch,
}

impl Found {
    /// Returns the digests in the output of a run; `None` when the file was not hashed to its end.
    pub(super) fn of(output: &Output) -> Option<Self> {
        let texts = output.parts.iter().filter_map(|part| match part {
            OutputPart::Text { label, text } => {
                Some((Algorithm::of_label(&label.english())?, text.to_string()))
            }
            _ => None,
        });
        let found: Vec<_> = texts.collect();
        (!found.is_empty()).then_some(Self(found))
    }

    /// Returns the digest of this algorithm.
    pub(super) fn digest(&self, algorithm: Algorithm) -> Option<&str> {
        let found = self.0.iter().find(|(made, _)| *made == algorithm);
        found.map(|(_, digest)| &**digest)
    }

    /// Compares with one digest of a list.
    pub(super) fn check(&self, expected: &Expected) -> Check {
        match self.digest(expected.algorithm) {
            Some(found) if found == expected.digest => Check::Match,
            Some(_) => Check::Mismatch,
            None => Check::NotHashed,
        }
    }

    /// Compares with all digests that the lists have of a file.
    pub(super) fn check_all(&self, expected: &[Expected]) -> Check {
        let mut checks = expected.iter().map(|expected| self.check(expected));
        match checks.find(|check| *check != Check::Match) {
            Some(other) => other,
            None if expected.is_empty() => Check::NotListed,
            None => Check::Match,
        }
    }
}

impl Check {
    /// Returns the word for a table.
    pub(super) fn word(self) -> Message {
        match self {
            Self::NotListed => message!("not listed"),
            Self::NotHashed => message!("not hashed"),
            Self::Match => message!("OK"),
            Self::Mismatch => message!("MISMATCH"),
        }
    }

    /// Returns the word for the line of one file.
    pub(super) fn word_in_brief(self) -> Message {
        match self {
            Self::Mismatch => message!("mismatch"),
            other => other.word(),
        }
    }
}

impl Entry {
    /// Takes the end of the run that hashed the file.
    pub(super) fn end(&mut self, end: Ended) {
        self.found = Found::of(&end.output);
        self.unread = match end.outcome {
            Outcome::Failed(error) if self.found.is_none() => Some(error.message().clone()),
            _ => None,
        };
    }

    /// Compares the file with the lists.
    pub(super) fn check(&self) -> Check {
        match &self.found {
            Some(found) => found.check_all(&self.expected),
            None => Check::NotHashed,
        }
    }
}

#[cfg(test)]
pub(super) mod samples {
    use super::*;

    fn expected(digest: &str) -> Expected {
        Expected {
            algorithm: Algorithm::Sha256,
            digest: digest.into(),
        }
    }

    /// Files that should have these digests, and have those.
    pub(in crate::tasks::hash_files) fn batch(
        files: &[(Option<&str>, Option<&str>)],
        missing: &[&str],
    ) -> Batch {
        let entries = files
            .iter()
            .enumerate()
            .map(|(index, (wanted, found))| Entry {
                path: format!("file-{index}"),
                expected: wanted.iter().map(|digest| expected(digest)).collect(),
                found: found.map(|digest| Found(vec![(Algorithm::Sha256, digest.to_owned())])),
                unread: found.is_none().then(|| "gone".into()),
            });
        let missing = missing
            .iter()
            .map(|name| ((*name).to_owned(), expected("m")));
        Batch {
            entries: entries.collect(),
            missing: missing.collect(),
            is_check: files.iter().any(|(wanted, _)| wanted.is_some()),
            ..Batch::default()
        }
    }

    pub(in crate::tasks::hash_files) const OK: (Option<&str>, Option<&str>) =
        (Some("a"), Some("a"));
    pub(in crate::tasks::hash_files) const WRONG: (Option<&str>, Option<&str>) =
        (Some("a"), Some("b"));
}
