//! The state of the timeline.

use std::{sync::Arc, time::Duration};

use taskdeck_core::RunId;

use super::{
    frames::Frames,
    model::{Bounds, Chart, Rows, Scale, Span, millis},
};
use crate::ui::{deck::Deck, lean::*};

/// The largest number of runs with a bar. The newest are kept.
const MAX_BARS: usize = 10_000;
/// The time for which long polls are shown.
const LONG_POLLS_FOR: Duration = Duration::from_secs(24 * 3_600);

/// The state of the timeline. It is a handle that is copied into every closure.
#[derive(Clone, Copy)]
pub(super) struct State {
    pub(super) deck: Deck,
    pub(super) frames: Frames,
    pub(super) chart: RwSignal<Arc<Chart>>,
    /// The vertical layout.
    pub(super) rows: Memo<Rows>,
    /// The visible part of the time.
    pub(super) span: RwSignal<Span>,
    /// The scroll position, in pixels.
    pub(super) scrolled: RwSignal<f64>,
    /// The run under the pointer, or the one reached with the keyboard.
    pub(super) active: RwSignal<Option<RunId>>,
    /// The width, in pixels.
    pub(super) width: RwSignal<f64>,
}

impl State {
    /// Follows the runs of a deck until the current owner ends.
    pub(super) fn new(deck: Deck) -> Self {
        let now = || millis(deck.supervisor().world().now());
        let polls = Memo::new(move |_| {
            deck.revision.track();
            // A poll does not notify, so the clock is tracked while a run is running.
            if deck.counts.get().running > 0 {
                deck.track_clock();
            }
            deck.supervisor().performance().long_polls(LONG_POLLS_FOR)
        });
        let build_chart = move || {
            let runs = deck.supervisor().performance().timeline(MAX_BARS);
            Arc::new(polls.with(|polls| Chart::new(runs, polls)))
        };
        let chart = RwSignal::new(untrack(build_chart));
        Effect::new(move |before: Option<()>| {
            deck.revision.track();
            polls.track();
            if before.is_some() {
                chart.set(build_chart());
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
            active: RwSignal::new(None),
            width: RwSignal::new(0.0),
        }
    }

    /// Returns the time, in milliseconds of the supervisor's clock.
    pub(super) fn now(self) -> f64 {
        millis(self.deck.supervisor().world().now())
    }

    /// Returns the range of time that can be shown, untracked.
    pub(super) fn bounds(self) -> Bounds {
        let now = self.now();
        self.chart.with_untracked(|chart| chart.bounds(now))
    }

    /// Returns the horizontal scale, untracked.
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

    /// Returns the local time at the start of the supervisor's clock, in milliseconds since 1970.
    pub(super) fn local_start(self) -> f64 {
        let supervisor = self.deck.supervisor();
        let start = supervisor
            .world()
            .unix_time_of(taskdeck_core::Instant::START);
        let start = start.as_secs_f64() * 1_000.0;
        let date = js_sys::Date::new(&start.into());
        start - date.get_timezone_offset() * 60_000.0
    }

    /// Changes the visible part of the time.
    pub(super) fn change(self, change: impl FnOnce(Span, Bounds) -> Span) {
        let (before, bounds) = (self.span.get_untracked(), self.bounds());
        let after = change(before, bounds);
        if after != before {
            self.span.set(after);
        }
    }

    /// Zooms at a position from 0, the left edge, to 1.
    pub(super) fn zoom(self, at: f64, factor: f64) {
        self.change(|span, bounds| span.zoomed(bounds, at, factor));
    }

    /// Zooms at the present if it is followed, else in the middle.
    pub(super) fn zoom_here(self, factor: f64) {
        let at = if self.span.get_untracked().follows() {
            1.0
        } else {
            0.5
        };
        self.zoom(at, factor);
    }

    /// Pans by a part of the visible time.
    pub(super) fn pan(self, part: f64) {
        self.change(|span, bounds| span.panned(bounds, part));
    }

    /// Scrolls to a position, as far as possible.
    pub(super) fn scroll_to(self, top: f64) {
        let top = top.clamp(0.0, self.rows.with_untracked(Rows::scrolls));
        if self.scrolled.get_untracked() != top {
            self.scrolled.set(top);
        }
    }

    /// Moves to the next or the previous run, and scrolls to it.
    pub(super) fn move_active(self, after: bool) {
        let bounds = self.bounds();
        let (_, end) = self.span.get_untracked().range(bounds);
        let on = self.active.get_untracked();
        let next = self.chart.with_untracked(|chart| {
            let bar = chart.neighbour(on, after, end)?;
            Some((bar.times.run, bar.from, bar.row))
        });
        let Some((run, from, row)) = next else {
            return;
        };
        self.change(|span, bounds| span.showing(bounds, from));
        let scrolled = self.scrolled.get_untracked();
        self.scroll_to(self.rows.with_untracked(|rows| rows.showing(row, scrolled)));
        self.active.set(Some(run));
    }

    /// Returns the run at this position, in pixels from left and top.
    pub(super) fn run_at(self, x: f64, y: f64) -> Option<RunId> {
        let scale = self.scale();
        let scrolled = self.scrolled.get_untracked();
        self.chart.with_untracked(|chart| {
            let rows = self.rows.get_untracked();
            let row = rows.row_at(y, scrolled, chart.height())?;
            let bar = chart.at(row, scale.time_at(x), 3.0 * scale.per_pixel)?;
            Some(bar.times.run)
        })
    }
}
