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
    /// Whether it came since the history was last opened, and the user has not seen it elsewhere.
    pub is_unread: bool,
}

impl History {
    /// Adds an error to the entry of an equal recent one, or as a new entry. It counts as read until
    /// [`mark_unread`](Self::mark_unread).
    pub(crate) fn add_error(
        &mut self,
        report: &Arc<ErrorReport>,
        now: Instant,
        make: impl FnOnce() -> Toast,
    ) {
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

    /// Adds a success, which the user may have seen elsewhere.
    pub(crate) fn add_success(&mut self, toast: Toast, now: Instant, is_seen: bool) {
        self.push(toast, now);
        if !is_seen {
            self.unread += 1;
            if let Some(entry) = self.entries.front_mut() {
                Arc::make_mut(entry).is_unread = true;
            }
        }
    }

    /// Adds a failure to the entry of the failure before it, of the same schedule and with the same message. It is no
    /// news, so it counts as read.
    pub(crate) fn add_repeat(&mut self, report: &Arc<ErrorReport>, now: Instant) {
        let entry = self.entries.iter_mut().find(|entry| {
            let last = entry.toast.reports.back();
            last.is_some_and(|last| {
                last.schedule() == report.schedule() && last.has_same_message(report)
            })
        });
        if let Some(entry) = entry {
            let entry = Arc::make_mut(entry);
            entry.at = now;
            entry.toast.join(report.clone());
        }
    }

    /// Counts an error as unread.
    pub(crate) fn mark_unread(&mut self, report: &ErrorReport) {
        self.unread += 1;
        let has_it = |entry: &&mut Arc<Entry>| {
            let mut newest = entry.toast.reports.iter().rev();
            newest.any(|one| one.number == report.number)
        };
        if let Some(entry) = self.entries.iter_mut().find(has_it) {
            Arc::make_mut(entry).is_unread = true;
        }
    }

    /// Marks everything as read.
    pub(crate) fn mark_read(&mut self) {
        for entry in self.entries.iter_mut().filter(|entry| entry.is_unread) {
            Arc::make_mut(entry).is_unread = false;
        }
        self.unread = 0;
    }

    /// Marks the entries as read that have only errors like these.
    pub(crate) fn mark_read_where(&mut self, is_read: impl Fn(&ErrorReport) -> bool) {
        for entry in &mut self.entries {
            let reports = &entry.toast.reports;
            let is_read = !reports.is_empty() && reports.iter().all(|report| is_read(report));
            if entry.is_unread && is_read {
                self.unread = self.unread.saturating_sub(entry.toast.count);
                Arc::make_mut(entry).is_unread = false;
            }
        }
    }

    /// Returns the errors of the unread entries.
    pub(crate) fn unread_reports(&self) -> impl Iterator<Item = &Arc<ErrorReport>> {
        let unread = self.entries.iter().filter(|entry| entry.is_unread);
        unread.flat_map(|entry| &entry.toast.reports)
    }

    fn push(&mut self, toast: Toast, now: Instant) {
        self.entries.push_front(Arc::new(Entry {
            at: now,
            toast,
            retried: false,
            is_unread: false,
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
