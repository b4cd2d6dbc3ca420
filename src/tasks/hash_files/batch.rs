//! The runs that were started together, and what they have found so far.

use std::{
    cell::{Cell, RefCell},
    future::poll_fn,
    rc::Rc,
    task::{Poll, Waker},
};

/// The files that were hashed together.
#[derive(Debug, Default)]
pub(super) struct Batch {
    entries: Vec<Entry>,
    /// Files of the pasted list that were not among them.
    pub(super) missing: Vec<String>,
    waiting: RefCell<Option<Waker>>,
}

/// One file of a batch.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) path: String,
    pub(super) size: u64,
    working: Cell<bool>,
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
    pub(super) fn new(files: impl Iterator<Item = (String, u64)>, missing: Vec<String>) -> Self {
        Self {
            entries: files
                .map(|(path, size)| Entry {
                    path,
                    size,
                    working: Cell::new(false),
                    found: RefCell::new(None),
                })
                .collect(),
            missing,
            waiting: RefCell::new(None),
        }
    }

    /// What its report is called.
    pub(super) fn title(&self, list_name: &str) -> String {
        match self.entries.len() {
            1 => format!("{list_name} of 1 file"),
            count => format!("{list_name} of {count} files"),
        }
    }

    /// The bytes of all files.
    pub(super) fn size(&self) -> u64 {
        self.entries.iter().map(|entry| entry.size).sum()
    }

    /// Each file with what was found of it, if it was hashed to its end.
    pub(super) fn found(&self) -> impl Iterator<Item = (&Entry, Option<Found>)> {
        self.entries
            .iter()
            .map(|entry| (entry, entry.found.borrow().clone()))
    }

    /// Waits until no file is being hashed. `told` is called with how many still are.
    ///
    /// Files that nobody has begun with are not waited for: they may never be begun with.
    pub(super) async fn settled(&self, told: impl Fn(usize)) {
        poll_fn(|context| {
            let working = self.entries.iter().filter(|entry| entry.working.get());
            let working = working.count();
            if working == 0 {
                return Poll::Ready(());
            }
            told(working);
            self.waiting.replace(Some(context.waker().clone()));
            Poll::Pending
        })
        .await;
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

    /// Says that the file is being hashed, until the guard is dropped.
    pub(super) fn begin(self) -> Working {
        let working = Working(self);
        working.entry().working.set(true);
        working
    }
}

/// A file is being hashed. Dropping it says that it is not any more.
#[derive(Debug)]
#[must_use = "dropping it says that the file is not being hashed any more"]
pub(super) struct Working(Share);

impl Working {
    fn entry(&self) -> &Entry {
        &self.0.batch.entries[self.0.index]
    }

    /// Keeps what was found.
    pub(super) fn found(&self, found: Found) {
        self.entry().found.replace(Some(found));
    }
}

impl Drop for Working {
    fn drop(&mut self) {
        self.entry().working.set(false);
        let waker = self.0.batch.waiting.take();
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::Future;

    use super::*;

    fn poll(future: std::pin::Pin<&mut impl Future<Output = ()>>) -> Poll<()> {
        future.poll(&mut std::task::Context::from_waker(Waker::noop()))
    }

    #[test]
    fn waits_for_files_at_work_and_not_for_files_never_begun() {
        let files = ["a", "b", "c"].map(|name| (name.to_owned(), 1)).into_iter();
        let batch = Rc::new(Batch::new(files, Vec::new()));
        let first = Share::new(&batch, 0).begin();
        let second = Share::new(&batch, 1).begin();
        let told = RefCell::new(Vec::new());
        let mut settled = std::pin::pin!(batch.settled(|count| told.borrow_mut().push(count)));

        assert_eq!(poll(settled.as_mut()), Poll::Pending);
        first.found(Found {
            digest: "d".to_owned(),
            check: Check::NotListed,
        });
        drop(first);
        assert_eq!(poll(settled.as_mut()), Poll::Pending);
        drop(second);
        assert_eq!(poll(settled.as_mut()), Poll::Ready(()));

        assert_eq!(*told.borrow(), [2, 1]);
        let found: Vec<bool> = batch.found().map(|(_, found)| found.is_some()).collect();
        assert_eq!(found, [true, false, false]);
    }
}
