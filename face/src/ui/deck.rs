//! What every part of one face shares.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use leptos::wasm_bindgen::JsCast;
use taskdeck_core::{
    ActionCounts, Counts, Instant, Lint, Message, Overview, RunFilter, RunId, RunSnapshot,
    RunWatch, Supervisor,
};
use web_sys::{Element, HtmlElement};

use super::{
    clock::{Clock, no_more_often},
    drop::FileTaker,
    model::{Meters, RowFace, Selection, Surroundings},
    performance::Shown,
    runs::{Many, Wanted},
};
use crate::{
    browser::FocusReturn,
    format::{next_second, unix_moment},
    texts::{Texts, use_texts},
    ui::lean::*,
};

/// How late what is beside the list may be, in milliseconds.
const MOMENT: u32 = 200;
/// How often what changes all the time is drawn anew.
const TICK: Duration = Duration::from_millis(250);
/// What is no further away than this is counted down.
const SOON: Duration = Duration::from_secs(600);

/// What every part of one face shares: its supervisor, the time, which run is looked at closely.
/// It is a handle that is copied into every closure.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deck {
    supervisor: StoredValue<Supervisor>,
    texts: Texts,
    number: usize,
    /// The supervisor as a whole.
    pub(crate) overview: Signal<Overview>,
    /// How many runs there are of each status.
    pub(crate) counts: Memo<Counts>,
    /// Grows whenever a run came, went or changed its status, for what may be a moment late.
    pub(crate) revision: ReadSignal<u64>,
    /// The run whose details are open.
    pub(crate) opened: RwSignal<Option<RunId>>,
    /// Whether the sheet of keys is shown.
    pub(crate) shows_keys: RwSignal<bool>,
    /// Whether the palette is shown.
    pub(crate) shows_palette: RwSignal<bool>,
    /// Which runs a person is asked about: whether they are really to be cancelled.
    pub(crate) asks: RwSignal<Option<Many>>,
    /// Whether the performance view stands in the place of the runs.
    pub(crate) performance: Shown,
    /// The run that the keyboard is on.
    pub(crate) current: RwSignal<Option<RunId>>,
    /// Which runs a person wants to see.
    pub(crate) wanted: Wanted,
    /// Which runs a person has selected.
    pub(crate) selected: RwSignal<Selection>,
    /// What can be done with those.
    pub(crate) able: Memo<ActionCounts>,
    /// Who takes files that are dropped.
    pub(crate) takers: RwSignal<Vec<FileTaker>>,
    back: StoredValue<Option<FocusReturn>, LocalStorage>,
    /// The last thing that was refused, in a sentence.
    pub(crate) said: RwSignal<String>,
    clock: Clock,
    meters: StoredValue<Meters>,
}

impl Deck {
    /// A face for this supervisor, provided to everything below the current owner.
    pub(crate) fn provide(supervisor: Supervisor) -> Self {
        // Only for ids of elements, which must differ between two faces of one page.
        static NUMBER: AtomicUsize = AtomicUsize::new(1);
        let overview: Signal<Overview> = supervisor.overview().into();
        let counts = Memo::new(move |_| overview.with(|overview| overview.counts));
        let revision = no_more_often(
            Memo::new(move |_| overview.with(|overview: &Overview| overview.revision)),
            MOMENT,
        );
        let supervisor = StoredValue::new(supervisor);
        let selected = RwSignal::new(Selection::default());
        let deck = Self {
            supervisor,
            texts: use_texts(),
            number: NUMBER.fetch_add(1, Ordering::Relaxed),
            overview,
            counts,
            revision,
            opened: RwSignal::new(None),
            shows_keys: RwSignal::new(false),
            shows_palette: RwSignal::new(false),
            asks: RwSignal::new(None),
            performance: Shown::new(),
            current: RwSignal::new(None),
            wanted: Wanted::new(),
            selected,
            able: Memo::new(move |_| {
                revision.track();
                supervisor.with_value(|supervisor| {
                    selected.with(|selected| supervisor.action_counts(selected.iter()))
                })
            }),
            takers: RwSignal::new(Vec::new()),
            back: StoredValue::new_local(None),
            said: RwSignal::new(String::new()),
            clock: Clock::new(),
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

    /// The words of this face.
    pub(crate) fn texts(&self) -> Texts {
        self.texts
    }

    /// An id for an element, unique in the page.
    pub(crate) fn element_id(&self, name: &str) -> String {
        format!("td{}-{name}", self.number)
    }

    /// The element of this name in the face around `inside`, which may be in a shadow root.
    pub(crate) fn part_of_face(&self, inside: &Element, name: &str) -> Option<HtmlElement> {
        let face = inside.closest(".td").ok()??;
        let selector = format!("#{}", self.element_id(name));
        face.query_selector(&selector).ok()??.dyn_into().ok()
    }

    /// Shows the details of a run. Where focus was before the first one is remembered.
    pub(crate) fn open(&self, run: RunId) {
        if self.opened.get_untracked().is_none() {
            self.back.set_value(Some(FocusReturn::remember()));
        }
        if self.opened.get_untracked() != Some(run) {
            self.opened.set(Some(run));
        }
    }

    /// Closes the details; focus goes back to where it was.
    pub(crate) fn close_details(&self) {
        self.opened.set(None);
        // Dropping it gives focus back.
        self.back.set_value(None);
    }

    /// The run that the keyboard is on.
    pub(crate) fn looked_at(&self) -> Option<RunSnapshot> {
        self.supervisor()
            .run(self.current.get_untracked()?)
            .snapshot()
    }

    /// The runs that are selected, newest first.
    pub(crate) fn selected_runs(&self) -> Vec<RunId> {
        let mut runs = self.supervisor().run_ids(&RunFilter::all());
        self.selected
            .with_untracked(|selected| runs.retain(|run| selected.contains(*run)));
        runs
    }

    /// Says that something was refused, and why.
    pub(crate) fn say(&self, why: impl Into<Message>) {
        self.said.set(self.texts.render(&why.into()));
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
        let now = self.world_now();
        self.clock.follow(now, now + TICK);
        now
    }

    fn soon(&self, at: Instant) -> Option<Duration> {
        let now = self.world_now();
        let left = at - now;
        if left > SOON {
            self.clock.follow(now, now + (left - SOON));
            return None;
        }
        if !left.is_zero() {
            self.clock.follow(now, now + next_second(left));
        }
        Some(left)
    }

    fn on_the_clock(&self, at: Instant) -> String {
        let supervisor = self.supervisor();
        let (at, now) = (
            supervisor.world().unix_time_of(at),
            supervisor.world().unix_time(),
        );
        unix_moment(self.texts, at, now)
    }

    fn lints(&self, run: RunId) -> Vec<Lint> {
        self.supervisor
            .with_value(|supervisor| supervisor.run(run).lints())
    }

    fn texts(&self) -> Texts {
        self.texts
    }
}

impl Deck {
    /// How many runs do something badly, tracked. It is counted again with every change, and once a second
    /// while something runs.
    pub(crate) fn linted(&self) -> usize {
        self.revision.track();
        if self.counts.get().running > 0 {
            Surroundings::now(self);
        }
        let linted = RunFilter::all().linted();
        self.supervisor
            .with_value(|supervisor| supervisor.run_ids(&linted).len())
    }

    fn world_now(&self) -> Instant {
        self.supervisor
            .with_value(|supervisor| supervisor.world().now())
    }
}
