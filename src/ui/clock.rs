//! Time that passes on screen.

use gloo_timers::callback::Interval;
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
