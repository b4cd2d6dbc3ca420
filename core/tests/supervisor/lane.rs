//! How many runs run at a time.

use taskdeck_core::{Limit, RunContext, RunStatus, ZeroLimit};

use crate::stage::{Stage, limit};

#[test]
fn a_lane_of_four_runs_four_at_a_time() {
    let stage = Stage::new();
    for _ in 0..6 {
        stage.spawn_endless("runs");
    }
    stage.settle();
    let lane = stage.supervisor.lane("main").usage().unwrap();
    assert_eq!((lane.limit.get(), lane.taken, lane.waiting), (4, 4, 2));
}

#[test]
fn raising_the_limit_starts_runs_and_lowering_it_stops_none() {
    let stage = Stage::with_slots(1);
    let runs: Vec<_> = (0..4).map(|_| stage.spawn_endless("runs")).collect();
    stage.settle();
    stage.supervisor.lane("main").set_limit(limit(3));
    stage.settle();
    assert_eq!(stage.supervisor.lane("main").usage().unwrap().taken, 3);

    stage.supervisor.lane("main").set_limit(limit(1));
    stage.settle();
    assert_eq!(stage.supervisor.lane("main").usage().unwrap().taken, 3);
    runs[0].cancel();
    runs[1].cancel();
    stage.settle();
    assert_eq!(stage.status(&runs[3]), Some(RunStatus::Queued));
    runs[2].cancel();
    stage.settle();
    assert_eq!(stage.status(&runs[3]), Some(RunStatus::Running));
}

#[test]
fn no_limit_runs_everything_at_once() {
    let stage = Stage::with(|config| config.concurrency(Limit::UNLIMITED));
    for _ in 0..1_000 {
        stage.spawn_endless("runs");
    }
    stage.settle();
    assert_eq!(stage.supervisor.lane("main").usage().unwrap().taken, 1_000);
}

#[test]
fn a_limit_of_nothing_is_refused() {
    assert_eq!(Limit::at_most(0), Err(ZeroLimit));
}

#[test]
fn a_slot_is_free_again_however_the_run_ended() {
    let stage = Stage::with_slots(1);
    let spawn = |result: Result<(), _>| {
        let body = async move |_ctx: RunContext| result;
        stage.supervisor.spawn("ends", body).unwrap();
    };
    spawn(Ok(()));
    spawn(Err(crate::stage::failure()));
    stage.spawn_endless("is cancelled");
    stage.settle();
    stage.supervisor.cancel_all(Default::default());
    assert_eq!(stage.supervisor.lane("main").usage().unwrap().taken, 0);
}

#[test]
fn a_paused_supervisor_starts_no_run_and_lets_running_ones_go_on() {
    let stage = Stage::with_slots(2);
    let body = async |ctx: RunContext| Ok(ctx.sleep(crate::stage::millis(10)).await?);
    let running = stage.supervisor.spawn("runs", body).unwrap();
    stage.settle();
    stage.supervisor.pause();
    let waiting = stage.spawn_endless("waits");
    stage.world.advance(crate::stage::millis(20));
    assert!(stage.supervisor.is_paused());
    assert_eq!(stage.status(&running), Some(RunStatus::Completed));
    assert_eq!(stage.status(&waiting), Some(RunStatus::Queued));

    stage.supervisor.resume();
    stage.settle();
    assert_eq!(stage.status(&waiting), Some(RunStatus::Running));
}
