//! Time that passes on screen.

use std::time::Duration;

use gloo_timers::callback::Timeout;
use taskdeck_core::Instant;

use crate::{
    browser::{BrowserWorld, unless_crashed, until_crash},
    ui::lean::*,
};

/// The shortest time between two drawings of what depends on the time.
const SHORTEST: Duration = Duration::from_millis(100);

/// Draws what depends on the time anew when that asks for it. There is a timer only while somebody on
/// screen waits for one, and none while the page is hidden: nobody looks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock {
    ticks: ReadSignal<u64>,
    tick: WriteSignal<u64>,
    next: StoredValue<Option<(Instant, Timeout)>, LocalStorage>,
}

impl Clock {
    /// A clock that ends with the current owner.
    pub(super) fn new() -> Self {
        let (ticks, tick) = signal(0_u64);
        let clock = Self {
            ticks,
            tick,
            next: StoredValue::new_local(None),
        };
        // It bubbles up from the document.
        let listener = window_event_listener_untyped(
            "visibilitychange",
            // Those who asked while nobody looked were not written down.
            until_crash(move |_| clock.strike()),
        );
        on_cleanup(move || listener.remove());
        clock
    }

    /// Draws whoever asks anew at this time, unless something else does so before.
    pub(super) fn follow(&self, now: Instant, at: Instant) {
        self.ticks.track();
        if document().hidden() {
            return;
        }
        let at = at.max(now + SHORTEST);
        let is_asked = |next: &Option<(Instant, Timeout)>| {
            next.as_ref().is_some_and(|(asked, _)| *asked <= at)
        };
        if self.next.with_value(is_asked) {
            return;
        }
        let clock = *self;
        // A timer that is too early would count the same second again.
        let millis = (at - now).as_millis().saturating_add(1);
        let millis = u32::try_from(millis)
            .unwrap_or(u32::MAX)
            .min(i32::MAX as u32);
        let timer = Timeout::new(millis, unless_crashed(move || clock.strike()));
        self.next.set_value(Some((at, timer)));
    }

    fn strike(&self) {
        // The face may be gone by now.
        if self.next.try_set_value(None).is_none() {
            let _ = self.tick.try_update(|ticks| *ticks += 1);
        }
    }
}

/// Follows a value at once, and then no more often than at each beat, of which there is one in so many milliseconds.
pub(super) fn no_more_often<T>(source: Memo<T>, millis: u32) -> ReadSignal<T>
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let shown = RwSignal::new(source.get_untracked());
    let beat = Beat::new(millis);
    let follow = move || show_new(shown, source.try_get_untracked());
    Effect::new(move |_| {
        source.track();
        if !beat.is_awaited() && follow() {
            beat.wait(follow);
        }
    });
    shown.read_only()
}

/// Shows this where it is another value than the one that is shown, and says whether it was. Nothing is new when the face
/// is gone.
pub(super) fn show_new<T>(shown: RwSignal<T>, now: Option<T>) -> bool
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

/// Beats at which something is done, as long as there is something to do. All with the same time between them beat
/// together, so that what changes is laid out and painted in one go.
#[derive(Clone, Copy)]
pub(super) struct Beat {
    timer: StoredValue<Option<Timeout>, LocalStorage>,
    millis: u32,
}

impl Beat {
    /// One in so many milliseconds. It ends with the current owner.
    pub(super) fn new(millis: u32) -> Self {
        Self {
            timer: StoredValue::new_local(None),
            millis,
        }
    }

    /// Whether something is done at the next one.
    pub(super) fn is_awaited(&self) -> bool {
        self.timer.with_value(Option::is_some)
    }

    /// Does this at the next one, and so on until it says that there was nothing to do.
    pub(super) fn wait(self, act: impl Fn() -> bool + Copy + 'static) {
        let since_start = BrowserWorld::shared().now().since_start().as_millis();
        let since_beat = (since_start % u128::from(self.millis)) as u32;
        let strike = unless_crashed(move || {
            // The face may be gone by now.
            if self.timer.try_set_value(None).is_none() && act() {
                self.wait(act);
            }
        });
        // A timer that is too early would come between two beats.
        let timer = Timeout::new(self.millis - since_beat + 1, strike);
        self.timer.set_value(Some(timer));
    }
}
