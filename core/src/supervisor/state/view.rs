//! What observers have to be shown.

use std::mem;

#[cfg(feature = "signals")]
use super::rows::QueuedRows;
use crate::{Overview, RunId, signal::Signal};

/// What has changed for observers of the supervisor, and what they were shown.
///
/// - `revision` grows with every change that the overview, a list of runs or a reason to wait may depend on.
/// - `dirty` has each run at most once: the record's own `dirty` flag is set while it is there.
/// - `moment` numbers snapshots, so that signals never go back to an older one.
/// - `poked` is set when the driver has to look for something to do.
#[derive(Default)]
pub(crate) struct View {
    revision: u64,
    dirty: Vec<RunId>,
    moment: u64,
    poked: bool,
    overview: Option<Signal<Overview>>,
    #[cfg(feature = "signals")]
    rows: QueuedRows,
}

impl View {
    pub(crate) fn revision(&self) -> u64 {
        self.revision
    }

    /// Notes a change: the revision grows and the driver is poked.
    pub(crate) fn touch(&mut self) {
        self.revision += 1;
        self.poked = true;
    }

    /// Makes the driver look for something to do.
    pub(crate) fn poke(&mut self) {
        self.poked = true;
    }

    /// Returns whether the driver is to look for something to do.
    pub(crate) fn is_poked(&self) -> bool {
        self.poked
    }

    /// Returns whether the driver was poked since the last call.
    pub(crate) fn take_poke(&mut self) -> bool {
        mem::take(&mut self.poked)
    }

    /// Adds a run that is to be shown with the next frame, and was not there yet.
    pub(crate) fn add_dirty(&mut self, run: RunId) {
        self.dirty.push(run);
        if self.dirty.len() == 1 {
            self.poked = true;
        }
    }

    pub(crate) fn take_dirty(&mut self) -> Vec<RunId> {
        mem::take(&mut self.dirty)
    }

    /// Returns the number of the next snapshot.
    pub(crate) fn next_moment(&mut self) -> u64 {
        self.moment += 1;
        self.moment
    }

    /// Returns whether something is to be shown with the next frame.
    pub(crate) fn wants_frame(&self) -> bool {
        #[cfg(feature = "signals")]
        let are_stale = self.rows.are_stale(self.revision);
        #[cfg(not(feature = "signals"))]
        let are_stale = false;
        !self.dirty.is_empty() || are_stale
    }

    #[cfg(feature = "signals")]
    pub(crate) fn rows(&mut self) -> &mut QueuedRows {
        &mut self.rows
    }

    /// Returns the next queued runs whose shown reason to wait has to be compared with the current one.
    #[cfg(feature = "signals")]
    pub(crate) fn next_rows(&mut self) -> Vec<RunId> {
        self.rows.next_batch(self.revision)
    }

    /// Returns the signal of the overview, once [`overview_or_insert`](Self::overview_or_insert) has made it.
    pub(crate) fn overview(&self) -> Option<&Signal<Overview>> {
        self.overview.as_ref()
    }

    #[cfg(feature = "signals")]
    pub(crate) fn overview_or_insert(&mut self, overview: Overview) -> &Signal<Overview> {
        self.overview.get_or_insert_with(|| Signal::new(overview))
    }

    /// Forgets what was to be shown: no run is live.
    pub(crate) fn clear(&mut self) {
        self.dirty.clear();
        #[cfg(feature = "signals")]
        {
            self.rows = QueuedRows::default();
        }
    }
}
