//! Failures that the user sees by themselves need no toast.

use std::{cell::Cell, rc::Rc, sync::Arc, time::Duration};

use reactive_graph::traits::GetUntracked;
use taskdeck_core::{Instant, RunId};

use super::{Attention, ErrorReport, Registration, Reporter, channels::Registered, inner::Inner};

/// How long the row of a run may take to appear. Until then it is open whether its failure needs a toast.
const SETTLE: Duration = Duration::from_millis(500);

/// Answers which runs the user sees. A face registers one with [`Reporter::set_run_watcher`].
pub trait RunWatcher: 'static {
    /// Returns whether the row of this run is in view, or its details are open. The reporter asks only while the page is
    /// looked at.
    fn is_seen(&self, run: RunId) -> bool;
}

/// Whether the user sees a failure without a toast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sight {
    Seen,
    Unseen,
    /// The row may still appear.
    Open,
}

/// Failures that become toasts unless their rows appear.
#[derive(Debug, Default)]
pub(crate) struct OpenFailures(Vec<(Instant, Arc<ErrorReport>)>);

impl OpenFailures {
    pub(crate) fn push(&mut self, report: Arc<ErrorReport>, now: Instant) {
        self.0.push((now + SETTLE, report));
    }

    pub(crate) fn due(&self) -> Option<Instant> {
        self.0.first().map(|(due, _)| *due)
    }

    /// Takes those that are due.
    fn take(&mut self, now: Instant) -> Vec<Arc<ErrorReport>> {
        let later = self.0.partition_point(|(due, _)| *due <= now);
        self.0.drain(..later).map(|(_, report)| report).collect()
    }

    /// Removes those that need no toast any more.
    pub(crate) fn remove(&mut self, is_told: impl Fn(&ErrorReport) -> bool) {
        self.0.retain(|(_, report)| !is_told(report));
    }

    fn has(&self, report: &ErrorReport) -> bool {
        self.reports().any(|one| one.number == report.number)
    }

    pub(crate) fn reports(&self) -> impl Iterator<Item = &Arc<ErrorReport>> {
        self.0.iter().map(|(_, report)| report)
    }
}

impl Inner {
    /// Returns whether the user sees this failure without a toast.
    pub(crate) fn sight_of(&self, report: &ErrorReport) -> Sight {
        let Some(run) = report.run_id() else {
            return Sight::Unseen;
        };
        match self.is_seen(run) {
            None => Sight::Unseen,
            Some(true) => Sight::Seen,
            Some(false) => Sight::Open,
        }
    }

    /// Returns whether the user sees a run, or `None` if that is not known or the page is not looked at. A watcher that
    /// panics sees nothing.
    pub(crate) fn is_seen(&self, run: RunId) -> Option<bool> {
        let watcher = {
            let state = self.state.borrow();
            if state.tray.attention() == Attention::Away {
                return None;
            }
            state.channels.watcher.clone()?
        };
        if self.signals.history_open.get_untracked() {
            return Some(true);
        }
        let seen = Rc::new(Cell::new(false));
        let answer = seen.clone();
        let asked = self.fenced(move || {
            answer.set(watcher.is_seen(run));
            Ok(())
        });
        Some(asked.is_ok() && seen.get())
    }

    /// Counts an error as unread, unless the user sees it or may still see it.
    pub(crate) fn count_unread(&self, report: &ErrorReport, sight: Sight) {
        let state = &mut *self.state.borrow_mut();
        if sight != Sight::Seen && !state.open_failures.has(report) {
            state.history.mark_unread(report);
        }
    }

    /// Makes toasts of the failures whose rows have not appeared.
    pub(crate) fn settle(self: &Rc<Self>, now: Instant) {
        let due = self.state.borrow_mut().open_failures.take(now);
        for report in due {
            if self.sight_of(&report) == Sight::Seen {
                continue;
            }
            self.state.borrow_mut().history.mark_unread(&report);
            self.publish_history();
            self.add_toast(report);
        }
    }
}

impl Reporter {
    /// Sets what answers which runs the user sees, until the registration is dropped. A run that is seen gets no toast:
    /// its error counts as read, and is announced.
    pub fn set_run_watcher(&self, watcher: impl RunWatcher) -> Registration {
        let watcher: Rc<dyn RunWatcher> = Rc::new(watcher);
        self.inner().state.borrow_mut().channels.watcher = Some(watcher.clone());
        self.register(Registered::Watcher(watcher))
    }

    /// Removes the toasts of a run whose details are open now, and marks them as read.
    pub fn dismiss_run(&self, run: RunId) {
        {
            let state = &mut *self.inner().state.borrow_mut();
            let is_of_run = |report: &ErrorReport| report.run_id() == Some(run);
            state.open_failures.remove(is_of_run);
            state.tray.forget_run(run);
            state.history.mark_read_where(is_of_run);
        }
        self.inner().publish_toasts();
        self.inner().publish_history();
    }
}
