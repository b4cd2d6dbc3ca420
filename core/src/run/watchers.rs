//! What a record knows of its signals.

#[cfg(feature = "signals")]
use std::sync::{Arc, Weak};

use crate::RunSnapshot;
#[cfg(feature = "signals")]
use crate::run::watch::WatchSignals;

/// The signals of a run, if they are looked at. Without the feature `signals` there are none.
#[derive(Default)]
pub(crate) struct Watchers(#[cfg(feature = "signals")] Weak<WatchSignals>);

/// The signals of a run.
#[cfg(feature = "signals")]
pub(crate) struct Watched(pub(crate) Arc<WatchSignals>);

/// The signals of a run, of which there are none.
#[cfg(not(feature = "signals"))]
pub(crate) enum Watched {}

#[cfg(feature = "signals")]
impl Watchers {
    pub(crate) fn of(signals: &Watched) -> Self {
        Self(Arc::downgrade(&signals.0))
    }

    pub(crate) fn is_watched(&self) -> bool {
        self.0.strong_count() > 0
    }

    pub(crate) fn signals(&self) -> Option<Watched> {
        self.0.upgrade().map(Watched)
    }
}

#[cfg(not(feature = "signals"))]
impl Watchers {
    pub(crate) fn is_watched(&self) -> bool {
        false
    }

    pub(crate) fn signals(&self) -> Option<Watched> {
        None
    }
}

#[cfg(feature = "signals")]
impl Watched {
    /// Shows a snapshot of this moment. Calls code of the caller.
    pub(crate) fn show(&self, moment: u64, run: RunSnapshot) {
        self.0.show(moment, run);
    }
}

#[cfg(not(feature = "signals"))]
impl Watched {
    pub(crate) fn show(&self, _moment: u64, _run: RunSnapshot) {
        match *self {}
    }
}
