//! The notifications kept under the bell.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use taskdeck_core::{Instant, RunId};

use super::{ErrorReport, Toast, ToastKind};

/// The number of notifications that are kept.
pub const HISTORY: usize = 200;

/// An equal error within this time joins the previous entry.
const SAME: Duration = Duration::from_secs(2);

/// An error may join only one of this many newest entries.
const RECENT: usize = 16;

/// The notifications kept under the bell, newest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// At most [`HISTORY`] entries.
    pub entries: VecDeque<Arc<Entry>>,
    /// The number of notifications since the history was last opened.
    pub unread: usize,
    /// The number of older entries that were dropped.
    pub dropped: u64,
}

/// A notification in the history.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// When it came, or last came again.
    pub at: Instant,
    /// Its content. The id belongs to this entry, not to a toast on screen.
    pub toast: Toast,
    /// Whether all its runs were retried.
    pub retried: bool,
}

impl History {
    /// Adds an error to the entry of an equal recent one, or as a new entry.
    pub(crate) fn add_error(
        &mut self,
        report: &Arc<ErrorReport>,
        now: Instant,
        make: impl FnOnce() -> Toast,
    ) {
        self.unread += 1;
        let same = self.entries.iter_mut().take(RECENT).find(|entry| {
            entry.toast.kind == ToastKind::Error
                && !entry.retried
                && now - entry.at <= SAME
                && entry
                    .toast
                    .reports
                    .back()
                    .is_some_and(|last| last.is_same_error(report))
        });
        match same {
            Some(entry) => {
                let entry = Arc::make_mut(entry);
                entry.at = now;
                entry.toast.join(report.clone());
            }
            None => self.push(make(), now),
        }
    }

    /// Adds a success.
    pub(crate) fn add_success(&mut self, toast: Toast, now: Instant) {
        self.unread += 1;
        self.push(toast, now);
    }

    fn push(&mut self, toast: Toast, now: Instant) {
        self.entries.push_front(Arc::new(Entry {
            at: now,
            toast,
            retried: false,
        }));
        if self.entries.len() > HISTORY {
            self.entries.truncate(HISTORY);
            self.dropped += 1;
        }
    }

    /// Removes a retried run from its entries. An entry with no other run is marked as retried.
    pub(crate) fn forget_run(&mut self, run: RunId) {
        for entry in &mut self.entries {
            let is_of_run = |report: &Arc<ErrorReport>| report.run_id() == Some(run);
            if entry.retried || !entry.toast.reports.iter().any(is_of_run) {
                continue;
            }
            let entry = Arc::make_mut(entry);
            if entry.toast.count == 1 {
                entry.retried = true;
            } else {
                entry.toast.forget_run(run);
            }
        }
    }

    /// Returns whether an entry that is not yet retried contains this run.
    pub(crate) fn contains_run(&self, run: RunId) -> bool {
        self.entries.iter().any(|entry| {
            !entry.retried
                && entry
                    .toast
                    .reports
                    .iter()
                    .any(|report| report.run_id() == Some(run))
        })
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }
}
