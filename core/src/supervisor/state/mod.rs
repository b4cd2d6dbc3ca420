//! What a supervisor knows.

pub(crate) mod clock;
pub(crate) mod effects;
pub(crate) mod groups;
pub(crate) mod lifecycle;
pub(crate) mod outbox;
pub(crate) mod overdue;
pub(crate) mod profiler;
pub(crate) mod registry;
#[cfg(feature = "signals")]
pub(crate) mod rows;
pub(crate) mod store;
pub(crate) mod timers;
pub(crate) mod view;
pub(crate) mod waits;

use self::{
    clock::Clock, effects::Effects, groups::Groups, lifecycle::Lifecycle, outbox::Outbox,
    overdue::OverdueQueue, profiler::Profiler, registry::Registry, store::Store, timers::Timers,
    view::View, waits::WaitGraph,
};
use crate::{Config, Instant, lane::Lanes, random::Random, schedule::Schedules};

/// What a supervisor knows, in parts that keep their own invariants.
///
/// It is never borrowed while code of the caller runs. What several parts do together stands in the rooms beside
/// this one, as further `impl` blocks: how a run is accepted (`accept`), queued (`queue`) and ended (`end`), what
/// is notified (`notify`) and queried (`query`).
pub(crate) struct State {
    /// The settings; they do not change.
    pub(super) config: Config,
    pub(super) clock: Clock,
    pub(super) random: Random,
    pub(super) tasks: Registry,
    pub(super) schedules: Schedules,
    /// All runs, live and kept.
    pub(super) runs: Store,
    /// The live runs of each overlap group.
    pub(super) groups: Groups,
    pub(super) lanes: Lanes,
    pub(super) waits: WaitGraph,
    pub(super) timers: Timers,
    pub(super) overdue: OverdueQueue,
    pub(super) lifecycle: Lifecycle,
    pub(super) outbox: Outbox,
    pub(super) view: View,
    pub(super) profiler: Profiler,
    pub(super) effects: Effects,
}

impl State {
    pub(super) fn new(mut config: Config) -> Self {
        let seed = config.seed.unwrap_or_else(|| config.world.seed());
        Self {
            clock: Clock::new(config.world.clone(), config.slice),
            random: Random::new(seed),
            tasks: Registry::default(),
            schedules: Schedules::default(),
            runs: Store::default(),
            groups: Groups::default(),
            lanes: Lanes::new(&config),
            waits: WaitGraph::default(),
            timers: Timers::default(),
            overdue: OverdueQueue::default(),
            lifecycle: Lifecycle::default(),
            outbox: Outbox::new(config.on_error.take()),
            view: View::default(),
            profiler: Profiler::new(config.profiler),
            effects: Effects::default(),
            config,
        }
    }

    pub(super) fn now(&self) -> Instant {
        self.clock.now()
    }

    /// Returns when something has to be done by the clock.
    pub(super) fn next_timer(&self) -> Option<Instant> {
        let (timer, opening) = (self.timers.next(), self.lanes.next_opening());
        timer.into_iter().chain(opening).min()
    }

    /// Returns whether a queued run may start now.
    pub(super) fn may_start(&self) -> bool {
        self.lifecycle.starts_runs() && self.lanes.has_open()
    }
}
