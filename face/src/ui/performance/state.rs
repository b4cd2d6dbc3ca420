//! What the timeline shows, and which part of it.

use std::{sync::Arc, time::Duration};

use taskdeck_core::RunId;

use super::{
    frames::Frames,
    model::{Bounds, Chart, Rows, Scale, Span, millis},
};
use crate::ui::{
    lean::*,
    {deck::Deck, model::Surroundings},
};

/// How many runs have a bar; of more, the newest.
const MOST: usize = 10_000;
/// Polls that blocked the page longer ago than this are forgotten.
const REMEMBERED: Duration = Duration::from_secs(24 * 3_600);

/// What the timeline shows, and which part of it. A handle that is copied into every closure.
#[derive(Clone, Copy)]
pub(super) struct State {
    pub(super) deck: Deck,
    pub(super) frames: Frames,
    pub(super) chart: RwSignal<Arc<Chart>>,
    /// How high everything is.
    pub(super) rows: Memo<Rows>,
    /// Which part of the time is shown.
    pub(super) span: RwSignal<Span>,
    /// How far it is scrolled down, in pixels.
    pub(super) scrolled: RwSignal<f64>,
    /// The run that the pointer or the keyboard is on.
    pub(super) on: RwSignal<Option<RunId>>,
    /// How wide it is, in pixels.
    pub(super) width: RwSignal<f64>,
}

impl State {
    /// Follows the runs of this deck until the current owner ends.
    pub(super) fn new(deck: Deck) -> Self {
        let now = || millis(deck.supervisor().world().now());
        let polls = Memo::new(move |_| {
            deck.revision.track();
            // A poll is no change of a run.
            if deck.counts.get().running > 0 {
                Surroundings::now(&deck);
            }
            deck.supervisor().performance().long_polls(REMEMBERED)
        });
        let made = move || {
            let runs = deck.supervisor().performance().timeline(MOST);
            Arc::new(polls.with(|polls| Chart::new(runs, polls)))
        };
        let chart = RwSignal::new(untrack(made));
        Effect::new(move |before: Option<()>| {
            deck.revision.track();
            polls.track();
            if before.is_some() {
                chart.set(made());
            }
        });
        let span = Span::opening(chart.with_untracked(|chart| chart.bounds(now())));
        Self {
            deck,
            frames: Frames::listen(),
            chart,
            rows: Memo::new(move |_| chart.with(|chart| Rows::of(chart))),
            span: RwSignal::new(span),
            scrolled: RwSignal::new(0.0),
            on: RwSignal::new(None),
            width: RwSignal::new(0.0),
        }
    }

    /// The time, in milliseconds of the supervisor's clock.
    pub(super) fn now(self) -> f64 {
        millis(self.deck.supervisor().world().now())
    }

    /// How far there is anything to show; untracked.
    pub(super) fn bounds(self) -> Bounds {
        let now = self.now();
        self.chart.with_untracked(|chart| chart.bounds(now))
    }

    /// Where times stand; untracked.
    pub(super) fn scale(self) -> Scale {
        let (from, to) = self.span.get_untracked().range(self.bounds());
        let width = self.width.get_untracked().max(1.0);
        Scale {
            from,
            per_pixel: (to - from) / width,
            width,
            now: self.now(),
        }
    }

    /// What the clocks on the wall show at the start of the supervisor's clock, in milliseconds since 1970 began
    /// there.
    pub(super) fn wall(self) -> f64 {
        let supervisor = self.deck.supervisor();
        let start = supervisor
            .world()
            .unix_time_of(taskdeck_core::Instant::START);
        let start = start.as_secs_f64() * 1_000.0;
        let date = js_sys::Date::new(&start.into());
        start - date.get_timezone_offset() * 60_000.0
    }

    /// Shows another part of the time.
    pub(super) fn change(self, change: impl FnOnce(Span, Bounds) -> Span) {
        let (before, bounds) = (self.span.get_untracked(), self.bounds());
        let after = change(before, bounds);
        if after != before {
            self.span.set(after);
        }
    }

    /// Zooms at a place; from 0, the left edge, to 1.
    pub(super) fn zoom(self, at: f64, factor: f64) {
        self.change(|span, bounds| span.zoomed(bounds, at, factor));
    }

    /// Zooms where a key or a button does: at the present where that is followed, else in the middle.
    pub(super) fn zoom_here(self, factor: f64) {
        let at = if self.span.get_untracked().follows() {
            1.0
        } else {
            0.5
        };
        self.zoom(at, factor);
    }

    /// Moves by a part of what is shown.
    pub(super) fn pan(self, part: f64) {
        self.change(|span, bounds| span.panned(bounds, part));
    }

    /// Scrolls to there, as far as that goes.
    pub(super) fn scroll_to(self, place: f64) {
        let place = place.clamp(0.0, self.rows.with_untracked(Rows::scrolls));
        if self.scrolled.get_untracked() != place {
            self.scrolled.set(place);
        }
    }

    /// Goes on to the run after this one, or before, and shows it.
    pub(super) fn walk(self, after: bool) {
        let bounds = self.bounds();
        let (_, end) = self.span.get_untracked().range(bounds);
        let on = self.on.get_untracked();
        let next = self.chart.with_untracked(|chart| {
            let bar = chart.beside(on, after, end)?;
            Some((bar.times.run, bar.from, bar.row))
        });
        let Some((run, from, row)) = next else {
            return;
        };
        self.change(|span, bounds| span.showing(bounds, from));
        let scrolled = self.scrolled.get_untracked();
        self.scroll_to(self.rows.with_untracked(|rows| rows.showing(row, scrolled)));
        self.on.set(Some(run));
    }

    /// The run that is drawn there, in pixels from the left and from the top.
    pub(super) fn run_at(self, x: f64, y: f64) -> Option<RunId> {
        let scale = self.scale();
        let scrolled = self.scrolled.get_untracked();
        self.chart.with_untracked(|chart| {
            let rows = self.rows.get_untracked();
            let row = rows.row_at(y, scrolled, chart.height())?;
            let bar = chart.at(row, scale.time(x), 3.0 * scale.per_pixel)?;
            Some(bar.times.run)
        })
    }
}
