//! Runs that wait for their next attempt: what they hold, and what ends the wait.

use taskdeck_core::{
    CancelReason, Retry, RunContext, RunOptions, RunState, RunStatus, TaskError, Waiting, World,
};

use crate::attempts::fails;
use crate::stage::{Notes, Stage, failure, millis};

#[test]
fn a_run_that_waits_for_its_next_attempt_is_queued_shows_it_and_holds_no_slot() {
    let (stage, notes) = (Stage::with_slots(1), Notes::default());
    let run = fails(&stage, 1, Retry::new(1).delay(millis(500)), &notes);
    let other = stage.spawn_endless("other");
    stage.settle();
    let seen = run.snapshot().unwrap();
    assert_eq!((seen.status(), seen.attempt), (RunStatus::Queued, 1));
    let at = seen.created_at + millis(500);
    assert_eq!(seen.waiting, Some(Waiting::Retry { at }));
    assert_eq!(seen.attempts[0].error, TaskError::new("error 1"));
    assert_eq!(stage.status(&other), Some(RunStatus::Running));

    stage.world.advance(millis(600));
    assert_eq!(
        stage.status(&run),
        Some(RunStatus::Queued),
        "its slot is taken"
    );
    assert_ne!(run.snapshot().unwrap().waiting, Some(Waiting::Retry { at }));
    other.cancel();
    stage.settle();
    assert_eq!(stage.status(&run), Some(RunStatus::Completed));
}

#[test]
fn after_a_wait_a_run_stands_behind_those_that_came_meanwhile() {
    let (stage, notes) = (Stage::with_slots(1), Notes::default());
    let run = fails(&stage, 1, Retry::new(1).delay(millis(50)), &notes);
    let blocks = stage.spawn_endless("blocks");
    stage.settle();
    stage.world.advance(millis(20));
    let came_meanwhile = stage.spawn_endless("came meanwhile");
    stage.world.advance(millis(40));
    let came_after = stage.spawn_endless("came after");
    blocks.cancel();
    stage.settle();
    assert_eq!(stage.status(&came_meanwhile), Some(RunStatus::Running));
    came_meanwhile.cancel();
    stage.settle();
    assert_eq!(stage.status(&run), Some(RunStatus::Completed));
    assert_eq!(stage.status(&came_after), Some(RunStatus::Running));
}

#[test]
fn a_cancel_while_it_waits_ends_it_at_once_as_started_and_leaves_no_timer() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let run = fails(&stage, 1, Retry::new(1), &notes);
    stage.settle();
    assert!(run.cancel());
    let (reason, started) = (CancelReason::Caller, true);
    let ended = RunState::Cancelled { reason, started };
    assert_eq!(run.snapshot().unwrap().state, ended);
    stage.settle();
    assert_eq!(stage.world.pending_timers(), 0);
    assert_eq!(notes.take().len(), 1);
}

#[test]
fn retry_now_skips_the_wait_and_is_false_when_there_is_none() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let run = fails(&stage, 1, Retry::new(1).delay(millis(9_000)), &notes);
    assert!(
        !stage.supervisor.run(run.id()).retry_now(),
        "it was not tried yet"
    );
    stage.settle();
    assert!(stage.supervisor.run(run.id()).retry_now());
    assert!(
        !stage.supervisor.run(run.id()).retry_now(),
        "it does not wait any more"
    );
    stage.settle();
    assert_eq!(stage.status(&run), Some(RunStatus::Completed));
    assert!(!stage.supervisor.run(run.id()).retry_now());
    assert_eq!(notes.take(), ["0 ms", "0 ms"]);
    assert_eq!(stage.world.pending_timers(), 0);
}

#[test]
fn stop_retrying_fails_the_run_with_its_last_error_and_notifies_once() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let told = notes.clone();
    stage.supervisor.set_error_handler(move |_, error| {
        told.note(error.to_string());
        Ok(())
    });
    let noted = notes.clone();
    let options = RunOptions::new("fails")
        .retry(Retry::new(9))
        .on_start({
            let noted = notes.clone();
            move |_| noted.note("started")
        })
        .on_error(move |error, run| noted.note(format!("{error}, attempt {}", run.attempt)));
    let body = async |_ctx: RunContext| Err::<(), _>(failure());
    let run = stage.supervisor.spawn_repeatable(options, body).unwrap();
    assert!(
        !stage.supervisor.run(run.id()).stop_retrying(),
        "it was not tried yet"
    );
    stage.world.advance(millis(1_500));
    assert_eq!(
        notes.take(),
        ["started"],
        "a failed attempt is no failed run"
    );
    assert!(stage.supervisor.run(run.id()).stop_retrying());
    assert!(!stage.supervisor.run(run.id()).stop_retrying());
    assert_eq!(run.snapshot().unwrap().error(), Some(&failure()));
    stage.settle();
    assert_eq!(notes.take(), ["out of paper, attempt 2", "out of paper"]);
    assert_eq!(stage.world.pending_timers(), 0);
}

#[test]
fn stop_retrying_ends_a_run_whose_next_attempt_waits_for_a_slot() {
    let (stage, notes) = (Stage::with_slots(1), Notes::default());
    let run = fails(&stage, 1, Retry::new(1).delay(millis(5)), &notes);
    let blocks = stage.spawn_endless("blocks");
    stage.world.advance(millis(10));
    assert!(stage.supervisor.run(run.id()).stop_retrying());
    blocks.cancel();
    stage.settle();
    assert_eq!(stage.status(&run), Some(RunStatus::Failed));
    assert_eq!(notes.take().len(), 1);
}

#[test]
fn waits_go_on_while_paused_and_the_start_waits() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let run = fails(&stage, 1, Retry::new(1).delay(millis(100)), &notes);
    stage.settle();
    stage.supervisor.pause();
    stage.world.advance(millis(500));
    assert_eq!(run.snapshot().unwrap().attempt, 1);
    stage.supervisor.resume();
    stage.settle();
    assert_eq!(notes.take(), ["0 ms", "500 ms"]);
}

#[test]
fn a_drain_lets_waits_come_to_their_end() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let run = fails(&stage, 2, Retry::new(2), &notes);
    stage.settle();
    let report = stage.world.block_on(stage.supervisor.drain());
    assert_eq!(report.stopped, [run.id()]);
    assert_eq!(stage.status(&run), Some(RunStatus::Completed));
}

#[test]
fn a_shutdown_ends_a_run_that_waits() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let run = fails(&stage, 2, Retry::new(2), &notes);
    stage.settle();
    let before = stage.world.now();
    stage
        .world
        .block_on(stage.supervisor.shutdown(millis(5_000)));
    let (reason, started) = (CancelReason::Shutdown, true);
    let ended = RunState::Cancelled { reason, started };
    assert_eq!(run.snapshot().unwrap().state, ended);
    assert_eq!(
        (stage.world.now(), stage.world.pending_timers()),
        (before, 0)
    );
}

#[test]
fn idle_waits_for_a_run_that_waits() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let run = fails(&stage, 1, Retry::new(1), &notes);
    stage.settle();
    stage.world.block_on(stage.supervisor.idle());
    assert_eq!(stage.status(&run), Some(RunStatus::Completed));
}

#[test]
fn a_run_that_waits_to_be_tried_again_takes_no_room_of_those_that_have_not_started() {
    let stage = Stage::with(|config| config.max_queued(1));
    let run = fails(&stage, 1, Retry::new(1), &Notes::default());
    stage.settle();
    assert_eq!(stage.status(&run), Some(RunStatus::Queued));
    let body = async |_ctx: RunContext| Ok(());
    assert!(stage.supervisor.spawn("fits", body).is_ok());
}
