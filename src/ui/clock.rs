//! Time that passes on screen.

use gloo_timers::callback::{Interval, Timeout};
use leptos::prelude::*;

/// How often what depends on the time is drawn anew, in milliseconds.
const TICK: u32 = 250;

/// A number that grows four times a second while `busy`. The timer ends with the current owner.
pub(super) fn tick_while(busy: Memo<bool>) -> ReadSignal<u64> {
    let (ticks, set_ticks) = signal(0_u64);
    let timer = StoredValue::new_local(None::<Interval>);
    Effect::new(move |_| {
        let interval = busy.get().then(|| {
            Interval::new(TICK, move || {
                let _ = set_ticks.try_update(|ticks| *ticks += 1);
            })
        });
        timer.set_value(interval);
    });
    ticks
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
        timer.set_value(Some(Timeout::new(millis, move || {
            let _ = timer.try_set_value(None);
            if let (Some(now), Some(before)) =
                (source.try_get_untracked(), shown.try_get_untracked())
                && now != before
            {
                show.set(now);
            }
        })));
    });
    shown
}
