//! What ends a schedule, or makes it suspend itself.

use std::{cell::Cell, rc::Rc, time::Duration};

use reactive_graph::traits::GetUntracked;
use taskdeck_core::{
    RunOptions, SHUTDOWN_DEADLINE, Schedule, ScheduleError, ScheduleState, SpawnError, Supervisor,
    World,
};

use crate::{
    schedule::{DAY, define, noting, refusal, schedule, secs},
    stage::{Notes, OnDrop, Stage, failure},
};

#[test]
fn more_failures_than_allowed_within_the_window_suspend_it() {
    let stage = Stage::new();
    define(&stage, "fails", async || Err::<(), _>(failure()));
    let rule = Schedule::every(secs(10)).suspend_after(2, secs(60));
    let every = schedule(&stage, rule, "fails");
    stage.world.advance(secs(25));
    assert_eq!(every.snapshot().unwrap().suspended(), None);
    stage.world.advance(secs(600));
    let seen = every.snapshot().unwrap();
    assert_eq!((seen.starts, seen.next()), (3, None));
    let why = seen.suspended().unwrap().to_string();
    assert_eq!(why, "3 failures in 1 min: out of paper");
    assert_eq!(stage.world.pending_timers(), 0);

    // A start by hand leaves it suspended; a resume counts failures anew.
    every.run_now().unwrap();
    stage.settle();
    assert!(every.snapshot().unwrap().suspended().is_some());
    assert!(!every.pause());
    assert!(every.resume());
    stage.world.advance(secs(20));
    assert_eq!(every.snapshot().unwrap().suspended(), None);
    stage.world.advance(secs(10));
    assert!(every.snapshot().unwrap().suspended().is_some());
}

#[test]
fn failures_further_apart_than_the_window_suspend_nothing() {
    let stage = Stage::new();
    let runs = Rc::new(Cell::new(0));
    let counted = runs.clone();
    define(&stage, "fails often", async move || {
        counted.set(counted.get() + 1);
        if counted.get() % 3 == 0 {
            Ok(())
        } else {
            Err(failure())
        }
    });
    let rule = Schedule::every(secs(10)).suspend_after(2, secs(20));
    let every = schedule(&stage, rule, "fails often");
    stage.world.advance(secs(3_000));
    assert_eq!(runs.get(), 300);
    assert_eq!(every.snapshot().unwrap().suspended(), None);
}

#[test]
fn a_shutdown_and_a_drain_end_schedules_and_leave_no_timer() {
    for end in [
        (|supervisor| supervisor.shutdown(SHUTDOWN_DEADLINE)) as fn(&Supervisor) -> _,
        Supervisor::drain,
    ] {
        let (stage, notes) = noting();
        let every = schedule(&stage, Schedule::every(secs(10)), "note");
        let (watch, ids) = (every.watch().unwrap(), stage.supervisor.schedule_ids());
        stage.settle();
        let ended = end(&stage.supervisor);
        stage.world.block_on(ended);
        assert_eq!(stage.world.now().since_start(), Duration::ZERO);
        assert_eq!(
            (stage.world.pending_timers(), stage.world.live_futures()),
            (0, 0)
        );
        assert!(stage.supervisor.schedules().is_empty());
        assert_eq!(watch.get_untracked().state, ScheduleState::Ended);
        assert!(ids.get_untracked().is_empty());
        stage.world.advance(DAY);
        assert!(notes.take().is_empty());
        assert_eq!(
            refusal(&stage, Schedule::every(secs(1))),
            SpawnError::ShutDown.to_string()
        );
    }
}

#[test]
fn the_last_supervisor_takes_its_schedules_with_it() {
    let (stage, notes) = noting();
    let every = schedule(&stage, Schedule::every(secs(10)), "note");
    let watch = every.watch().unwrap();
    let dropped = Notes::default();
    let noted = dropped.clone();
    let guard = OnDrop(move || noted.note("dropped"));
    let options = RunOptions::of_task().on_complete(move |_, _| guard.touch());
    let other = stage
        .supervisor
        .add_schedule(Schedule::after(DAY), "note", options);
    drop(other);
    stage.world.advance(secs(11));
    assert_eq!(notes.take(), ["10"]);
    drop(stage.supervisor);
    assert_eq!(dropped.take(), ["dropped"]);
    assert_eq!(watch.get_untracked().state, ScheduleState::Ended);
    assert_eq!(every.snapshot(), None);
    assert_eq!(every.run_now(), Err(ScheduleError::Ended));
    stage.world.run_until_stalled();
    assert_eq!(
        (stage.world.pending_timers(), stage.world.live_futures()),
        (0, 0)
    );
}
