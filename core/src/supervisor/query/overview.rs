//! The supervisor as a whole.

use crate::{
    Overview,
    supervisor::{Supervisor, state::State},
};

impl Supervisor {
    /// Returns the overview of the supervisor as a signal, which is set at most once a turn.
    #[cfg(feature = "signals")]
    #[cfg_attr(docsrs, doc(cfg(feature = "signals")))]
    #[must_use]
    pub fn overview(&self) -> reactive_graph::signal::ArcReadSignal<Overview> {
        self.inner.update(|state| {
            let overview = state.overview();
            state.view.overview_or_insert(overview).read_only()
        })
    }

    /// Returns a number that grows whenever a run is accepted, changes its status or is evicted.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, Supervisor, sim::SimWorld};
    /// # let supervisor = Supervisor::new(Config::new(SimWorld::new(1).shared()));
    /// let before = supervisor.revision();
    /// supervisor.spawn("Work", async |_ctx: RunContext| Ok(()))?;
    /// assert!(supervisor.revision() > before);
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    #[doc(hidden)]
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.inner.read(|state| state.view.revision())
    }

    /// Returns whether a shutdown or a drain has begun.
    #[must_use]
    pub fn is_shut_down(&self) -> bool {
        self.inner.read(|state| state.lifecycle.is_closing())
    }
}

impl State {
    pub(crate) fn overview(&self) -> Overview {
        Overview {
            counts: self.runs.counts(),
            heads: self.runs.heads(),
            main: self.lanes.main().usage(),
            paused: self.lifecycle.is_paused(),
            shut_down: self.lifecycle.is_closing(),
            evicted: self.runs.evicted(),
            revision: self.view.revision(),
            tasks: self.tasks.len(),
        }
    }
}
