//! What is kept under the bell.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use taskdeck_core::{Instant, RunId};

use super::{ErrorReport, Toast, ToastKind};

/// How many notifications are kept.
pub const HISTORY: usize = 200;

/// Within this time the same error again is the same entry.
const SAME: Duration = Duration::from_secs(2);

/// How many of the newest entries an error may join.
const RECENT: usize = 16;

/// What is kept under the bell, newest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// At most [`HISTORY`] entries.
    pub entries: VecDeque<Arc<Entry>>,
    /// How many notifications came since somebody last looked.
    pub unread: usize,
    /// How many older entries were dropped.
    pub dropped: u64,
}

/// A notification that is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// When it came, or came last.
    pub at: Instant,
    /// What it told. Its id is its own, and not that of a toast.
    pub toast: Toast,
    /// Whether somebody has started every run of it again.
    pub retried: bool,
}

impl History {
    /// Keeps an error: with the same one of a moment ago, or by itself.
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
                    .is_some_and(|last| last.is_like(report))
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

    /// Keeps good news.
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

    /// Somebody has started a run again: where it is the last of an entry, the entry says so.
    pub(crate) fn forget_run(&mut self, run: RunId) {
        for entry in &mut self.entries {
            let tells = |report: &Arc<ErrorReport>| report.run_id() == Some(run);
            if entry.retried || !entry.toast.reports.iter().any(tells) {
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

    /// Whether an entry tells of this run and is not settled.
    pub(crate) fn tells_of(&self, run: RunId) -> bool {
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
