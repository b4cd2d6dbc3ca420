//! Signals of a run, for as long as somebody looks at it.

use std::sync::{
    Arc, Weak,
    atomic::{AtomicU64, Ordering},
};

use reactive_graph::{
    signal::{ArcReadSignal, ArcRwSignal},
    traits::{Get, GetUntracked, Notify, UpdateUntracked},
};

use crate::{RunSnapshot, RunStatus};

/// The signals of one run. They exist from when somebody first looks until nobody does any more.
#[derive(Debug)]
pub(crate) struct WatchSignals {
    status: ArcRwSignal<RunStatus>,
    snapshot: ArcRwSignal<RunSnapshot>,
    /// Of which moment the newest snapshot is that was shown.
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

    /// Shows this to whoever looks, unless something newer was shown: a subscriber that is told of
    /// one run may change another before that one is shown.
    pub(crate) fn show(&self, moment: u64, snapshot: RunSnapshot) {
        if self.moment.fetch_max(moment, Ordering::Relaxed) > moment {
            return;
        }
        let status = snapshot.status();
        let changed = self.status.get_untracked() != status;
        // Both are written before anybody is told, so that nobody sees one without the other.
        self.status.update_untracked(|shown| *shown = status);
        self.snapshot.update_untracked(|shown| *shown = snapshot);
        if changed {
            self.status.notify();
        }
        self.snapshot.notify();
    }
}

/// What a record knows of those who look at its run.
pub(crate) type Watchers = Weak<WatchSignals>;

/// A look at one run: signals that follow it while this, or a clone, is held.
///
/// Its status changes at once, its progress at most once a frame. When the run is not kept any more
/// it stays as it was at the end. Dropping all looks at a run drops its signals.
#[derive(Clone, Debug)]
pub struct RunWatch(Arc<WatchSignals>);

impl RunWatch {
    pub(crate) fn new(cell: Arc<WatchSignals>) -> Self {
        Self(cell)
    }

    /// The run as it is, tracked.
    #[must_use]
    pub fn get(&self) -> RunSnapshot {
        self.0.snapshot.get()
    }

    /// The run as it is, untracked.
    #[must_use]
    pub fn get_untracked(&self) -> RunSnapshot {
        self.0.snapshot.get_untracked()
    }

    /// The status, tracked. It does not change with progress.
    #[must_use]
    pub fn status(&self) -> RunStatus {
        self.0.status.get()
    }

    /// The snapshot as a plain signal. It follows the run only while the look itself is held.
    #[must_use]
    pub fn signal(&self) -> ArcReadSignal<RunSnapshot> {
        self.0.snapshot.read_only()
    }
}
