//! The state shared by all parts of a face.

use std::{
    collections::HashSet,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use leptos::wasm_bindgen::JsCast;
use taskdeck_core::{
    ActionCounts, Counts, Instant, Lint, Message, Overview, RunFilter, RunId, RunSnapshot,
    RunWatch, Supervisor,
};
use web_sys::{Element, HtmlElement};

use super::{
    actions::Action,
    clock::{Clock, throttled},
    face::FaceParts,
    model::{Meters, NextStep, RowContent, RowContext, Selection, first_text},
    ordinal::Ordinal,
    performance::ViewSwitch,
    runs::{CancelTargets, Cleared, FilterState},
    saves::Saves,
    tabs::TabsState,
    tasks::CardState,
};
use crate::{
    browser::FocusReturn,
    format::{minutes as format_minutes, next_second, unix_moment},
    texts::{Texts, tr, use_texts},
    ui::lean::*,
};

/// The width of the details at first, in pixels.
pub(super) const DETAILS_WIDTH: f64 = 420.0;
/// The longest delay of what is shown beside the list, in milliseconds.
const REVISION_DELAY: u32 = 200;
/// The time between two redraws of what changes all the time.
const TICK: Duration = Duration::from_millis(250);
/// A time that passed less than this ago is shown as such, and an earlier one by the clock.
const AGO_UP_TO: Duration = Duration::from_secs(3_600);
/// A time no further away than this is counted down.
const COUNTDOWN_FROM: Duration = Duration::from_secs(600);

/// Context from above: it is called with the deck of a face once that exists.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DeckHook(pub(crate) Callback<Deck>);

/// The state shared by all parts of a face. It is a handle that is copied into every closure.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deck {
    supervisor: StoredValue<Supervisor>,
    texts: Texts,
    number: usize,
    /// The position among the decks of the page.
    pub(super) ordinal: Ordinal,
    /// The parts that the face has.
    pub(crate) parts: FaceParts,
    /// The tabs of a narrow face.
    pub(crate) tabs: TabsState,
    /// The overview of the supervisor.
    pub(crate) overview: Signal<Overview>,
    /// The number of runs of each status.
    pub(crate) counts: Memo<Counts>,
    /// The number of runs of each status, of those without a parent that were not retried.
    pub(crate) heads: Memo<Counts>,
    /// Increases when a run is added, removed or changes its status. It may be late by [`REVISION_DELAY`].
    pub(crate) revision: ReadSignal<u64>,
    /// The run whose details are open.
    pub(crate) opened: RwSignal<Option<RunId>>,
    /// The task whose form is open, by its id.
    pub(crate) open_task: RwSignal<Option<String>>,
    /// Whether what only developers need is shown: lints, profiles, ids.
    pub(crate) developer: RwSignal<bool>,
    /// The runs whose rows are in view.
    pub(crate) in_view: StoredValue<HashSet<RunId>>,
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
    pub(crate) file_cards: RwSignal<Vec<(String, CardState)>>,
    /// The runs that the user has started here with the last press.
    pub(crate) started: RwSignal<Vec<RunId>>,
    /// The runs that were cleared and can be restored.
    pub(crate) cleared: Cleared,
    /// Which files were saved, and what was copied.
    pub(crate) saves: Saves,
    /// The width of the details beside the runs, in pixels.
    pub(crate) details_width: RwSignal<f64>,
    return_focus: StoredValue<Option<FocusReturn>>,
    /// The last refusal, as a sentence.
    pub(crate) notice: RwSignal<String>,
    clock: Clock,
    meters: StoredValue<Meters>,
}

impl Deck {
    /// Creates the face of a supervisor, and provides it to everything below the current owner.
    pub(crate) fn provide(supervisor: Supervisor, developer: RwSignal<bool>) -> Self {
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
            ordinal: Ordinal::take(),
            parts: FaceParts::of_context(),
            tabs: TabsState::new(overview),
            overview,
            heads: Memo::new(move |_| overview.with(|overview| overview.heads)),
            counts,
            revision,
            opened: RwSignal::new(None),
            open_task: RwSignal::new(None),
            developer,
            in_view: StoredValue::new(HashSet::new()),
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
            file_cards: RwSignal::new(Vec::new()),
            started: RwSignal::new(Vec::new()),
            cleared: Cleared::new(),
            saves: Saves::new(supervisor, revision),
            details_width: RwSignal::new(DETAILS_WIDTH),
            return_focus: StoredValue::new(None),
            notice: RwSignal::new(String::new()),
            clock: Clock::new(),
            meters: StoredValue::new(Meters::default()),
        };
        provide_context(deck);
        if let Some(DeckHook(hook)) = use_context() {
            hook.run(deck);
        }
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

    /// Returns whether the face offers an action: its options may leave out a control, and lints are for
    /// developers.
    pub(crate) fn offers(&self, action: Action) -> bool {
        let is_for_developers = action == Action::ShowLinted;
        action.is_part_of(self.parts.controls)
            && (!is_for_developers || self.developer.get_untracked())
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

    /// Opens the details of a run if it is still kept, and says so if it is not. Closing them gives focus to `back`, or
    /// to where it is now.
    pub(crate) fn open_if_kept(&self, run: RunId, back: Option<FocusReturn>) {
        if self.supervisor().run(run).snapshot().is_none() {
            if let Some(back) = back {
                back.forget();
            }
            return self.notice_that_run_is_gone();
        }
        match back {
            Some(back) if self.opened.get_untracked().is_none() => {
                self.return_focus.set_value(Some(back));
                self.opened.set(Some(run));
            }
            back => {
                if let Some(back) = back {
                    back.forget();
                }
                self.open(run);
            }
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

    /// Shows that a run is not kept any more.
    pub(crate) fn notice_that_run_is_gone(&self) {
        self.notice.set(tr!(self, "This run is no longer here"));
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

    fn ago(&self, at: Instant) -> String {
        let now = self.world_now();
        let passed = now - at;
        if passed >= AGO_UP_TO {
            return self.clock_time(at);
        }
        let minutes = passed.as_secs() / 60;
        self.clock
            .redraw_at(now, at + Duration::from_secs((minutes + 1) * 60));
        match minutes {
            0 => tr!(self.texts, "just now"),
            _ => tr!(
                self.texts,
                "{time} ago",
                time = format_minutes(self.texts, minutes * 60)
            ),
        }
    }

    fn title_of(&self, run: RunId) -> Option<Arc<str>> {
        let brief = self
            .supervisor
            .with_value(|supervisor| supervisor.run(run).brief());
        Some(brief?.title)
    }

    fn result_text(&self, run: &RunSnapshot) -> Option<String> {
        if !run.has_output {
            return None;
        }
        let texts = self.texts;
        self.supervisor
            .with_value(|supervisor| {
                supervisor
                    .run(run.id)
                    .read_output(|output| first_text(texts, output))
            })
            .flatten()
    }

    fn next_step(&self, run: RunId) -> Option<NextStep> {
        self.supervisor
            .with_value(|supervisor| supervisor.run(run).read_output(NextStep::of))
            .flatten()
    }

    fn failed_children(&self, run: RunId) -> usize {
        self.supervisor
            .with_value(|supervisor| supervisor.run(run).failed_children().len())
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
