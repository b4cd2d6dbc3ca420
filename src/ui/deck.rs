//! What every part of one face shares.

use std::sync::atomic::{AtomicUsize, Ordering};

use leptos::prelude::*;
use taskdeck_core::{Counts, Instant, Overview, RunId, RunWatch, Supervisor};

use super::{
    clock::tick_while,
    model::{Meters, RowFace, Surroundings},
};

/// What every part of one face shares: its supervisor, the time, which run is looked at closely.
/// It is a handle that is copied into every closure.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deck {
    supervisor: StoredValue<Supervisor>,
    number: usize,
    /// The supervisor as a whole.
    pub(crate) overview: Signal<Overview>,
    /// How many runs there are of each status.
    pub(crate) counts: Memo<Counts>,
    /// The run whose details are open.
    pub(crate) opened: RwSignal<Option<RunId>>,
    /// The last thing that was refused, in a sentence.
    pub(crate) said: RwSignal<String>,
    ticks: ReadSignal<u64>,
    meters: StoredValue<Meters>,
}

impl Deck {
    /// A face for this supervisor, provided to everything below the current owner.
    pub(crate) fn provide(supervisor: Supervisor) -> Self {
        // Only for ids of elements, which must differ between two faces of one page.
        static NUMBER: AtomicUsize = AtomicUsize::new(1);
        let overview: Signal<Overview> = supervisor.overview().into();
        let counts = Memo::new(move |_| overview.with(|overview| overview.counts));
        let is_busy = Memo::new(move |_| counts.with(|counts| counts.live() > 0));
        let deck = Self {
            supervisor: StoredValue::new(supervisor),
            number: NUMBER.fetch_add(1, Ordering::Relaxed),
            overview,
            counts,
            opened: RwSignal::new(None),
            said: RwSignal::new(String::new()),
            ticks: tick_while(is_busy),
            meters: StoredValue::new(Meters::default()),
        };
        provide_context(deck);
        deck
    }

    /// The deck of the component that asks. Only components below a [`Dashboard`](super::Dashboard)
    /// do.
    pub(crate) fn of_context() -> Self {
        expect_context()
    }

    /// The supervisor.
    pub(crate) fn supervisor(&self) -> Supervisor {
        self.supervisor.get_value()
    }

    /// An id for an element, unique in the page.
    pub(crate) fn element_id(&self, name: &str) -> String {
        format!("td{}-{name}", self.number)
    }

    /// Says that something was refused, and why.
    pub(crate) fn say(&self, why: impl Into<String>) {
        self.said.set(why.into());
    }

    /// What a row says of this run, tracked: it follows the run, and the clock while it is live.
    pub(crate) fn face(&self, run: &RunWatch) -> RowFace {
        let snapshot = run.get();
        // Taken out and put back: reading what is around must not happen inside of the value.
        let mut meters = self
            .meters
            .try_update_value(std::mem::take)
            .unwrap_or_default();
        let face = RowFace::of(&snapshot, self, &mut meters);
        self.meters.set_value(meters);
        face
    }
}

impl Surroundings for Deck {
    fn now(&self) -> Instant {
        self.ticks.track();
        self.supervisor
            .with_value(|supervisor| supervisor.world().now())
    }

    fn overview(&self) -> Overview {
        self.overview.get()
    }
}
