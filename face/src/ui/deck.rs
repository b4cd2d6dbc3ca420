//! The state shared by all parts of a face.

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
    clock::{Clock, throttled},
    drop::DropTarget,
    model::{Meters, RowContent, RowContext, Selection},
    performance::ViewSwitch,
    runs::{CancelTargets, FilterState},
};
use crate::{
    browser::FocusReturn,
    format::{next_second, unix_moment},
    texts::{Texts, use_texts},
    ui::lean::*,
};

/// The longest delay of what is shown beside the list, in milliseconds.
const REVISION_DELAY: u32 = 200;
/// The time between two redraws of what changes all the time.
const TICK: Duration = Duration::from_millis(250);
/// A time no further away than this is counted down.
const COUNTDOWN_FROM: Duration = Duration::from_secs(600);

/// The state shared by all parts of a face. It is a handle that is copied into every closure.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deck {
    supervisor: StoredValue<Supervisor>,
    texts: Texts,
    number: usize,
    /// The overview of the supervisor.
    pub(crate) overview: Signal<Overview>,
    /// The number of runs of each status.
    pub(crate) counts: Memo<Counts>,
    /// Increases when a run is added, removed or changes its status. It may be late by [`REVISION_DELAY`].
    pub(crate) revision: ReadSignal<u64>,
    /// The run whose details are open.
    pub(crate) opened: RwSignal<Option<RunId>>,
    /// Whether the list of keyboard shortcuts is open.
    pub(crate) shows_keys: RwSignal<bool>,
    /// Whether the palette is open.
    pub(crate) shows_palette: RwSignal<bool>,
    /// The runs whose cancellation waits for confirmation.
    pub(crate) confirming: RwSignal<Option<CancelTargets>>,
    /// Whether the performance view is shown instead of the runs.
    pub(crate) performance: ViewSwitch,
    /// The run of the current row, which keyboard actions apply to.
    pub(crate) current: RwSignal<Option<RunId>>,
    /// The filter of the list.
    pub(crate) filter: FilterState,
    /// The selected runs.
    pub(crate) selected: RwSignal<Selection>,
    /// The number of selected runs that each action applies to.
    pub(crate) selected_counts: Memo<ActionCounts>,
    /// The tasks that accept dropped files.
    pub(crate) drop_targets: RwSignal<Vec<DropTarget>>,
    return_focus: StoredValue<Option<FocusReturn>, LocalStorage>,
    /// The last refusal, as a sentence.
    pub(crate) notice: RwSignal<String>,
    clock: Clock,
    meters: StoredValue<Meters>,
}

impl Deck {
    /// Creates the face of a supervisor, and provides it to everything below the current owner.
    pub(crate) fn provide(supervisor: Supervisor) -> Self {
        // Makes element ids differ between two faces on one page.
        static NUMBER: AtomicUsize = AtomicUsize::new(1);
        let overview: Signal<Overview> = supervisor.overview().into();
        let counts = Memo::new(move |_| overview.with(|overview| overview.counts));
        let revision = throttled(
            Memo::new(move |_| overview.with(|overview: &Overview| overview.revision)),
            REVISION_DELAY,
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
            confirming: RwSignal::new(None),
            performance: ViewSwitch::new(),
            current: RwSignal::new(None),
            filter: FilterState::new(),
            selected,
            selected_counts: Memo::new(move |_| {
                revision.track();
                supervisor.with_value(|supervisor| {
                    selected.with(|selected| supervisor.action_counts(selected.iter()))
                })
            }),
            drop_targets: RwSignal::new(Vec::new()),
            return_focus: StoredValue::new_local(None),
            notice: RwSignal::new(String::new()),
            clock: Clock::new(),
            meters: StoredValue::new(Meters::default()),
        };
        provide_context(deck);
        deck
    }

    /// Returns the deck of the current component, which must be below a [`Dashboard`](super::Dashboard).
    pub(crate) fn of_context() -> Self {
        expect_context()
    }

    /// Returns the supervisor.
    pub(crate) fn supervisor(&self) -> Supervisor {
        self.supervisor.get_value()
    }

    /// Returns the texts of this face.
    pub(crate) fn texts(&self) -> Texts {
        self.texts
    }

    /// Returns an element id that is unique in the page.
    pub(crate) fn element_id(&self, name: &str) -> String {
        format!("td{}-{name}", self.number)
    }

    /// Returns the element with this name in the face around `inside`, which may be in a shadow root.
    pub(crate) fn element_in_face(&self, inside: &Element, name: &str) -> Option<HtmlElement> {
        let face = inside.closest(".td").ok()??;
        let selector = format!("#{}", self.element_id(name));
        face.query_selector(&selector).ok()??.dyn_into().ok()
    }

    /// Opens the details of a run. The first call remembers where focus was.
    pub(crate) fn open(&self, run: RunId) {
        if self.opened.get_untracked().is_none() {
            self.return_focus.set_value(Some(FocusReturn::remember()));
        }
        if self.opened.get_untracked() != Some(run) {
            self.opened.set(Some(run));
        }
    }

    /// Closes the details and restores focus.
    pub(crate) fn close_details(&self) {
        self.opened.set(None);
        // Dropping it restores focus.
        self.return_focus.set_value(None);
    }

    /// Returns the run of the current row.
    pub(crate) fn current_run(&self) -> Option<RunSnapshot> {
        self.supervisor()
            .run(self.current.get_untracked()?)
            .snapshot()
    }

    /// Returns the selected runs, newest first.
    pub(crate) fn selected_runs(&self) -> Vec<RunId> {
        let mut runs = self.supervisor().run_ids(&RunFilter::all());
        self.selected
            .with_untracked(|selected| runs.retain(|run| selected.contains(*run)));
        runs
    }

    /// Shows why something was refused.
    pub(crate) fn show_notice(&self, why: impl Into<Message>) {
        self.notice.set(self.texts.render(&why.into()));
    }

    /// Returns what a row shows of a run. It tracks the run, and the clock while the run is live.
    pub(crate) fn row_content(&self, run: &RunWatch) -> RowContent {
        let snapshot = run.get();
        // Taken out and put back, because `RowContent::of` calls back into this deck.
        let mut meters = self
            .meters
            .try_update_value(std::mem::take)
            .unwrap_or_default();
        let content = RowContent::of(&snapshot, self, &mut meters);
        self.meters.set_value(meters);
        content
    }
}

impl RowContext for Deck {
    fn now(&self) -> Instant {
        let now = self.world_now();
        self.clock.redraw_at(now, now + TICK);
        now
    }

    fn countdown_to(&self, at: Instant) -> Option<Duration> {
        let now = self.world_now();
        let left = at - now;
        if left > COUNTDOWN_FROM {
            self.clock.redraw_at(now, now + (left - COUNTDOWN_FROM));
            return None;
        }
        if !left.is_zero() {
            self.clock.redraw_at(now, now + next_second(left));
        }
        Some(left)
    }

    fn clock_time(&self, at: Instant) -> String {
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
    /// Returns the number of runs with a lint, tracked. It is counted again with every change, and at every
    /// tick of the clock while a run is running.
    pub(crate) fn linted_count(&self) -> usize {
        self.revision.track();
        if self.counts.get().running > 0 {
            self.track_clock();
        }
        let linted = RunFilter::all().linted();
        self.supervisor
            .with_value(|supervisor| supervisor.run_ids(&linted).len())
    }

    /// Reruns the current effect at the next tick of the clock.
    pub(crate) fn track_clock(&self) {
        RowContext::now(self);
    }

    fn world_now(&self) -> Instant {
        self.supervisor
            .with_value(|supervisor| supervisor.world().now())
    }
}
