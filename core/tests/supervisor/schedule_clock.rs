//! Schedules and a wall clock that jumps, a machine that sleeps, a tab that is hidden.

use std::time::Duration;

use taskdeck_core::{Schedule, ScheduleHandle, World, sim::SimWorld};

use crate::schedule::{DAY, noting, schedule, secs};

fn missed(every: &ScheduleHandle) -> u64 {
    every.snapshot().unwrap().missed
}

fn set_forward(world: &SimWorld, by: Duration) {
    world.set_unix_time(world.unix_time() + by);
}

fn set_back(world: &SimWorld, by: Duration) {
    world.set_unix_time(world.unix_time() - by);
}

#[test]
fn a_sleep_of_hours_makes_one_start_and_goes_on_in_step() {
    let (stage, notes) = noting();
    let every = schedule(&stage, Schedule::every(secs(60)), "note");
    stage.world.advance(secs(90));
    // Nothing is polled meanwhile: timers are late.
    stage.world.work(secs(50 * 60 + 10));
    stage.world.advance(secs(60));
    assert_eq!(notes.take(), ["60", "3100", "3120"]);
    assert_eq!(missed(&every), 49);
}

#[test]
fn a_machine_whose_other_clock_sleeps_too_is_noticed_within_a_minute() {
    let (stage, notes) = noting();
    let every = schedule(&stage, Schedule::every(secs(600)), "note");
    stage.world.advance(secs(30));
    set_forward(&stage.world, secs(8 * 60 * 60));
    stage.world.advance(secs(60));
    assert_eq!(notes.take(), ["60"]);
    assert_eq!(missed(&every), 47);
    // In step with the wall clock: eight hours are a whole number of periods.
    stage.world.advance(secs(600));
    assert_eq!(notes.take(), ["600"]);
}

#[test]
fn a_start_at_a_time_follows_the_clock_both_ways() {
    let (stage, notes) = noting();
    let at = stage.world.unix_time() + secs(3_600);
    schedule(&stage, Schedule::at(at), "note");
    stage.world.advance(secs(100));
    set_back(&stage.world, secs(1_000));
    stage.world.advance(secs(3_600));
    assert!(
        notes.take().is_empty(),
        "the clock does not show its time yet"
    );
    set_forward(&stage.world, secs(900));
    stage.world.advance(secs(60));
    assert_eq!(notes.take(), ["3720"]);
}

#[test]
fn a_delay_is_no_longer_when_the_clock_is_set_back() {
    let (stage, notes) = noting();
    let later = schedule(&stage, Schedule::after(secs(600)), "note");
    stage.world.advance(secs(100));
    set_back(&stage.world, 300 * DAY);
    stage.world.advance(secs(60));
    assert_eq!(later.next(), Some(stage.world.unix_time() + secs(440)));
    stage.world.advance(DAY);
    assert_eq!(notes.take(), ["600"]);
}

#[test]
fn a_delay_is_over_when_the_clock_is_set_past_its_end() {
    let (stage, notes) = noting();
    schedule(&stage, Schedule::after(secs(600)), "note");
    stage.world.advance(secs(100));
    set_forward(&stage.world, DAY);
    stage.world.advance(secs(60));
    assert_eq!(notes.take(), ["120"]);
}

#[test]
fn after_a_clock_that_is_set_back_the_next_start_is_at_most_a_period_away() {
    let (stage, notes) = noting();
    let every = schedule(&stage, Schedule::every(secs(600)), "note");
    stage.world.advance(secs(700));
    assert_eq!(notes.take(), ["600"]);
    // Half a period more than a day: the next start in step is 300 s nearer.
    set_back(&stage.world, DAY + secs(300));
    stage.world.advance(secs(60));
    assert_eq!(every.next(), Some(stage.world.unix_time() + secs(140)));
    stage.world.advance(secs(840));
    assert_eq!(notes.take(), ["900", "1500"]);
    assert_eq!(missed(&every), 0);
}

#[test]
fn a_first_start_at_a_time_waits_for_it_however_the_clock_is_set_back() {
    let (stage, notes) = noting();
    let first = stage.world.unix_time() + secs(1_000);
    let every = Schedule::every(secs(10)).starting_at(first);
    let every = schedule(&stage, every, "note");
    stage.world.advance(secs(500));
    set_back(&stage.world, secs(400));
    stage.world.advance(secs(899));
    assert_eq!(every.next(), Some(first));
    stage.world.advance(secs(12));
    assert_eq!(notes.take(), ["1400", "1410"]);
}

#[test]
fn after_its_first_start_a_clock_that_is_set_back_before_it_holds_nothing_up() {
    let (stage, notes) = noting();
    let first = stage.world.unix_time() + secs(100);
    let every = Schedule::every(secs(10)).starting_at(first);
    schedule(&stage, every, "note");
    stage.world.advance(secs(105));
    set_back(&stage.world, secs(1_003));
    stage.world.advance(secs(20));
    assert_eq!(notes.take(), ["100", "113", "123"]);
}

#[test]
fn a_clock_that_is_set_during_a_pause_is_seen_at_the_resume() {
    let (stage, notes) = noting();
    let every = schedule(&stage, Schedule::every(secs(600)), "note");
    every.pause();
    stage.world.advance(secs(10));
    set_back(&stage.world, DAY);
    every.resume();
    stage.world.advance(secs(600));
    assert_eq!(notes.take(), ["600"]);
}

#[test]
fn a_hundred_schedules_cost_the_world_one_timer() {
    let (stage, _) = noting();
    for days in 1..=100 {
        schedule(&stage, Schedule::after(days * DAY), "note");
    }
    stage.world.advance(DAY);
    assert_eq!(stage.world.pending_timers(), 1);
}
