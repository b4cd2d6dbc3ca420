//! Time that passes on screen.

use std::time::Duration;

use gloo_timers::callback::Timeout;
use taskdeck_core::Instant;

use crate::{
    browser::{unless_crashed, until_crash},
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

/// Follows a value at once, and again after a while, but not more often than that.
pub(super) fn no_more_often<T>(source: Memo<T>, millis: u32) -> ReadSignal<T>
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let (shown, show) = signal(source.get_untracked());
    let timer = StoredValue::new_local(None::<Timeout>);
    Effect::new(move |_| {
        let now = source.get();
        if timer.with_value(Option::is_some) {
            return;
        }
        if shown.with_untracked(|shown| *shown != now) {
            show.set(now);
        }
        timer.set_value(Some(Timeout::new(
            millis,
            unless_crashed(move || {
                let _ = timer.try_set_value(None);
                if let (Some(now), Some(before)) =
                    (source.try_get_untracked(), shown.try_get_untracked())
                    && now != before
                {
                    show.set(now);
                }
            }),
        )));
    });
    shown
}
