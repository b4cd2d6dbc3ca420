//! Clocks and timers for what changes with time.

use std::time::Duration;

use gloo_timers::callback::Timeout;
use taskdeck_core::Instant;

use crate::{
    browser::{BrowserWorld, unless_crashed, until_crash},
    ui::lean::*,
};

/// The shortest time between two redraws of what depends on the time.
const SHORTEST: Duration = Duration::from_millis(100);

/// Redraws what depends on the time. It has a timer only while a redraw is requested and the page is visible.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock {
    ticks: ReadSignal<u64>,
    tick: WriteSignal<u64>,
    next: StoredValue<Option<(Instant, Timeout)>>,
}

impl Clock {
    /// Creates a clock that ends with the current owner.
    pub(super) fn new() -> Self {
        let (ticks, tick) = signal(0_u64);
        let clock = Self {
            ticks,
            tick,
            next: StoredValue::new(None),
        };
        // The event bubbles from the document to the window.
        let listener = window_event_listener_untyped(
            "visibilitychange",
            // Requests made while the page was hidden were ignored, so everything is redrawn.
            until_crash(move |_| clock.redraw()),
        );
        on_cleanup(move || listener.remove());
        clock
    }

    /// Reruns the current effect at `at`, unless another redraw comes first.
    pub(super) fn redraw_at(&self, now: Instant, at: Instant) {
        self.ticks.track();
        if document().hidden() {
            return;
        }
        let at = at.max(now + SHORTEST);
        let is_requested = |next: &Option<(Instant, Timeout)>| {
            next.as_ref().is_some_and(|(requested, _)| *requested <= at)
        };
        if self.next.with_value(is_requested) {
            return;
        }
        let clock = *self;
        // A timer that fires early would show the same second again.
        let millis = (at - now).as_millis().saturating_add(1);
        let millis = u32::try_from(millis)
            .unwrap_or(u32::MAX)
            .min(i32::MAX as u32);
        let timer = Timeout::new(millis, unless_crashed(move || clock.redraw()));
        self.next.set_value(Some((at, timer)));
    }

    fn redraw(&self) {
        // The face may be gone by now.
        if self.next.try_set_value(None) {
            let _ = self.tick.try_update(|ticks| *ticks += 1);
        }
    }
}

/// Returns a signal that follows `source`: it changes at once, and then at most once per `millis`.
pub(super) fn throttled<T>(source: Memo<T>, millis: u32) -> ReadSignal<T>
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let shown = RwSignal::new(source.get_untracked());
    let timer = AlignedTimer::new(millis);
    let follow = move || set_if_changed(shown, source.try_get_untracked());
    Effect::new(move |_| {
        source.track();
        if !timer.is_pending() && follow() {
            timer.start(follow);
        }
    });
    shown.read_only()
}

/// Sets `shown` if `now` is a different value. Returns whether it was; `false` if the signal is gone.
pub(super) fn set_if_changed<T>(shown: RwSignal<T>, now: Option<T>) -> bool
where
    T: PartialEq + Send + Sync + 'static,
{
    let Some(now) = now else { return false };
    let is_new = shown.try_with_untracked(|shown| *shown != now) == Some(true);
    if is_new {
        shown.set(now);
    }
    is_new
}

/// A timer that repeats while there is work. Timers with the same interval fire together, so that their changes
/// share one layout and paint.
#[derive(Clone, Copy)]
pub(super) struct AlignedTimer {
    timer: StoredValue<Option<Timeout>>,
    millis: u32,
}

impl AlignedTimer {
    /// Creates a timer with this interval. It ends with the current owner.
    pub(super) fn new(millis: u32) -> Self {
        Self {
            timer: StoredValue::new(None),
            millis,
        }
    }

    /// Returns whether a tick is pending.
    pub(super) fn is_pending(&self) -> bool {
        self.timer.with_value(Option::is_some)
    }

    /// Calls `work` at the next tick, and again at each further one until it returns `false`.
    pub(super) fn start(self, work: impl Fn() -> bool + Copy + 'static) {
        let since_start = BrowserWorld::shared().now().since_start().as_millis();
        let since_tick = (since_start % u128::from(self.millis)) as u32;
        let tick = unless_crashed(move || {
            // The face may be gone by now.
            if self.timer.try_set_value(None) && work() {
                self.start(work);
            }
        });
        // A timer that fires early would miss the common tick.
        let timer = Timeout::new(self.millis - since_tick + 1, tick);
        self.timer.set_value(Some(timer));
    }
}
