//! Signals of a run.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use reactive_graph::{
    signal::{ArcReadSignal, ArcRwSignal},
    traits::{Get, GetUntracked, Notify, UpdateUntracked},
};

use crate::{RunSnapshot, RunStatus};

/// The signals of one run. They are created for the first [`RunWatch`] and dropped with the last one.
#[derive(Debug)]
pub(crate) struct WatchSignals {
    status: ArcRwSignal<RunStatus>,
    snapshot: ArcRwSignal<RunSnapshot>,
    /// The number of the newest snapshot that was shown.
    moment: AtomicU64,
}

impl WatchSignals {
    pub(crate) fn new(snapshot: RunSnapshot) -> Arc<Self> {
        Arc::new(Self {
            status: ArcRwSignal::new(snapshot.status()),
            snapshot: ArcRwSignal::new(snapshot),
            moment: AtomicU64::new(0),
        })
    }

    /// Sets the signals, unless they show a newer snapshot: a subscriber that is notified of one run may
    /// change another before that is shown.
    pub(crate) fn show(&self, moment: u64, snapshot: RunSnapshot) {
        if self.moment.fetch_max(moment, Ordering::Relaxed) > moment {
            return;
        }
        let status = snapshot.status();
        let changed = self.status.get_untracked() != status;
        // Both are written before either notifies, so that no subscriber sees one without the other.
        self.status.update_untracked(|shown| *shown = status);
        self.snapshot.update_untracked(|shown| *shown = snapshot);
        if changed {
            self.status.notify();
        }
        self.snapshot.notify();
    }
}

/// Signals that follow one run while this watch, or a clone of it, is held.
///
/// The status is set at once, progress at most once per frame. When the run is no longer kept, the signals
/// stay as they were at the end. Dropping the last watch drops the signals.
///
/// # Comparison to `RunSnapshot`
///
/// A [`RunSnapshot`] is a copy at one moment. A watch returns the newest one, and reactive code that has read it runs
/// again when the run changes.
#[derive(Clone, Debug)]
pub struct RunWatch(Arc<WatchSignals>);

impl RunWatch {
    pub(crate) fn new(cell: Arc<WatchSignals>) -> Self {
        Self(cell)
    }

    /// Returns a snapshot of the run, tracked.
    #[must_use]
    pub fn get(&self) -> RunSnapshot {
        self.0.snapshot.get()
    }

    /// Returns a snapshot of the run, untracked.
    #[must_use]
    pub fn get_untracked(&self) -> RunSnapshot {
        self.0.snapshot.get_untracked()
    }

    /// Returns the status, tracked. It is not set by progress.
    #[must_use]
    pub fn status(&self) -> RunStatus {
        self.0.status.get()
    }

    /// Returns the snapshot as a plain signal. It follows the run only while the watch is held.
    #[must_use]
    pub fn signal(&self) -> ArcReadSignal<RunSnapshot> {
        self.0.snapshot.read_only()
    }
}
