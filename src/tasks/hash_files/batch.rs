//! Files that are hashed together, and what was found of them so far.

use std::{cell::RefCell, rc::Rc};

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
    found: RefCell<Option<Found>>,
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

impl Check {
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
            entries: paths
                .map(|path| Entry {
                    path,
                    found: RefCell::new(None),
                })
                .collect(),
            missing,
        }
    }

    /// Each file with what was found of it, if it was hashed to its end.
    pub(super) fn found(&self) -> impl Iterator<Item = (&Entry, Option<Found>)> {
        self.entries
            .iter()
            .map(|entry| (entry, entry.found.borrow().clone()))
    }
}

/// One run's part in a batch.
#[derive(Clone, Debug)]
pub(super) struct Share {
    batch: Rc<Batch>,
    index: usize,
}

impl Share {
    /// The name under which it is attached to a run's parameters.
    pub(super) const NAME: &str = "share";

    pub(super) fn new(batch: &Rc<Batch>, index: usize) -> Self {
        Self {
            batch: batch.clone(),
            index,
        }
    }

    /// Keeps what was found.
    pub(super) fn found(&self, found: Found) {
        self.batch.entries[self.index].found.replace(Some(found));
    }
}
