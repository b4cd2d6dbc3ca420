//! What is shown of a schedule, over time.

use std::time::Duration;

use gloo_timers::callback::Timeout;
use taskdeck_core::{ScheduleSnapshot, SharedWorld};

use crate::{
    browser::unless_crashed,
    format::unix_moment,
    ui::{
        deck::Deck,
        lean::*,
        model::{ScheduleContent, unchanged_for},
    },
};

/// The longest timeout of a browser, in milliseconds.
const LONGEST: u128 = i32::MAX as u128;

/// Returns what is shown of a schedule. It follows the schedule and the wall clock.
pub(crate) fn content_of(
    deck: Deck,
    schedule: ArcReadSignal<ScheduleSnapshot>,
) -> Memo<ScheduleContent> {
    let now = clock_of(schedule.clone(), deck.supervisor().world());
    Memo::new(move |_| {
        // The signal only notifies, because its value may be old by now.
        now.track();
        let now = deck.supervisor().world().unix_time();
        schedule.with(|schedule| {
            let texts = deck.texts();
            ScheduleContent::of(texts, schedule, now, |at| unix_moment(texts, at, now))
        })
    })
}

/// Returns the time since 1970 for the text of a schedule. It changes only when the text does.
fn clock_of(schedule: ArcReadSignal<ScheduleSnapshot>, world: SharedWorld) -> ReadSignal<Duration> {
    let (now, move_on) = signal(world.unix_time());
    let timer = StoredValue::new(None::<Timeout>);
    let world = StoredValue::new(world);
    Effect::new(move |_| {
        // Both are tracked: the next start, and the tick.
        let next = schedule.with(ScheduleSnapshot::next);
        now.track();
        let present = world.with_value(|world| world.unix_time());
        let timeout = next.map(|next| {
            let wait = unchanged_for(next.saturating_sub(present));
            // Slightly late, because a timer that fires early would have to be set again.
            let millis = (wait.as_millis() + 5).min(LONGEST);
            Timeout::new(
                u32::try_from(millis).unwrap_or(u32::MAX),
                unless_crashed(move || {
                    if let Some(present) = world.try_with_value(|world| world.unix_time()) {
                        move_on.try_set(present);
                    }
                }),
            )
        });
        timer.set_value(timeout);
    });
    now
}
