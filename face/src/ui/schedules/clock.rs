//! The wall clock, for people.

use std::time::Duration;

use gloo_timers::callback::Timeout;
use taskdeck_core::{ScheduleSnapshot, SharedWorld};

use crate::{
    browser::unless_crashed,
    format::unix_moment,
    ui::{
        deck::Deck,
        lean::*,
        model::{ScheduleFace, holds_for},
    },
};

/// The longest that a browser's timer can hold, in milliseconds.
const LONGEST: u128 = i32::MAX as u128;

/// What is said of a schedule, tracked: it follows the schedule and the wall clock.
pub(crate) fn face_of(deck: Deck, schedule: ArcReadSignal<ScheduleSnapshot>) -> Memo<ScheduleFace> {
    let now = clock_of(schedule.clone(), deck.supervisor().world());
    Memo::new(move |_| {
        // What the timer has said may be old by now: it only says that something changes.
        now.track();
        let now = deck.supervisor().world().unix_time();
        schedule.with(|schedule| {
            let texts = deck.texts();
            ScheduleFace::of(texts, schedule, now, |at| unix_moment(texts, at, now))
        })
    })
}

/// Time since 1970 for what is said of a schedule: it moves on when that changes, and not before.
fn clock_of(schedule: ArcReadSignal<ScheduleSnapshot>, world: SharedWorld) -> ReadSignal<Duration> {
    let (now, move_on) = signal(world.unix_time());
    let timer = StoredValue::new_local(None::<Timeout>);
    let world = StoredValue::new_local(world);
    Effect::new(move |_| {
        // Both are followed: another next start, and the time that has come.
        let next = schedule.with(ScheduleSnapshot::next);
        now.track();
        let present = world.with_value(|world| world.unix_time());
        let timeout = next.map(|next| {
            let wait = holds_for(next.saturating_sub(present));
            // A little late rather than a little early, which would be a turn for nothing.
            let millis = (wait.as_millis() + 5).min(LONGEST);
            Timeout::new(
                u32::try_from(millis).unwrap_or(u32::MAX),
                unless_crashed(move || {
                    if let Some(present) = world.try_with_value(|world| world.unix_time()) {
                        let _ = move_on.try_set(present);
                    }
                }),
            )
        });
        timer.set_value(timeout);
    });
    now
}
