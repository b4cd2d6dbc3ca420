//! The deadline of a run.

use std::future::pending;

use taskdeck_core::{
    CancelReason, ErrorKind, Outcome, Retry, RunContext, RunHandle, RunOptions, RunStatus,
    TaskError, World,
};

use crate::stage::{Stage, failure, limit, millis};

fn options(deadline: u64) -> RunOptions<()> {
    RunOptions::new("has a deadline").deadline(millis(deadline))
}

fn fails(stage: &Stage, options: RunOptions<()>) -> RunHandle<()> {
    let body = async |_ctx: RunContext| Err(failure().caused_by("the tray is empty"));
    stage.supervisor.spawn_repeatable(options, body).unwrap()
}

#[test]
fn a_body_that_takes_too_long_is_stopped_and_not_tried_again() {
    let stage = Stage::new();
    let body = async |_ctx: RunContext| pending().await;
    let options = options(100).retry(Retry::new(5).delay(millis(0)));
    let run = stage.supervisor.spawn_repeatable(options, body).unwrap();
    stage.world.advance(millis(100));
    let seen = run.snapshot().unwrap();
    let error = TaskError::of_kind(ErrorKind::Timeout, "Took longer than 100 ms in all");
    assert_eq!((seen.error(), seen.attempt), (Some(&error), 1));
    assert_eq!(seen.deadline, Some(millis(100)));
    assert_eq!(stage.world.pending_timers(), 0);
}

#[test]
fn it_counts_from_the_first_start_and_goes_on_in_all_waits() {
    let stage = Stage::with_slots(1);
    let blocks = stage.spawn_endless("blocks");
    let body = async |ctx: RunContext| {
        ctx.sleep(millis(60)).await?;
        Err(failure())
    };
    let options = options(200).retry(Retry::new(9).delay(millis(50)).factor(1.0));
    let run = stage.supervisor.spawn_repeatable(options, body).unwrap();
    stage.world.advance(millis(1_000));
    blocks.cancel();
    // There are attempts at 0 and 110; the third would be at 220.
    stage.world.advance(millis(169));
    assert_eq!(run.snapshot().unwrap().attempt, 2);
    assert_eq!(stage.status(&run), Some(RunStatus::Running));
    stage.world.advance(millis(1));
    let seen = run.snapshot().unwrap();
    let error = seen.error().expect("no attempt could begin in time");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.causes().eq(["out of paper"]));
    assert_eq!(seen.attempts.len(), 2);
    assert_eq!(stage.world.pending_timers(), 0);
}

#[test]
fn a_run_that_waits_for_a_slot_when_it_comes_fails_with_its_last_error_as_the_cause() {
    let stage = Stage::with_slots(1);
    let run = fails(&stage, options(500).retry(Retry::new(1).delay(millis(100))));
    stage.settle();
    stage.spawn_endless("takes the slot");
    stage.world.advance(millis(499));
    assert_eq!(stage.status(&run), Some(RunStatus::Queued));
    stage.world.advance(millis(1));
    let seen = run.snapshot().unwrap();
    let error = seen.error().expect("failed");
    assert_eq!(error.message(), "Took longer than 500 ms in all");
    assert!(error.causes().eq(["out of paper", "the tray is empty"]));
    assert_eq!(stage.supervisor.lane("main").usage().unwrap().waiting, 0);
}

#[test]
fn a_wait_that_the_body_sets_counts_too() {
    let stage = Stage::new();
    let body = async |_ctx: RunContext| Err(failure().retry_after(millis(1_000)));
    let options = options(1_000).retry(Retry::new(1));
    let run = stage.supervisor.spawn_repeatable(options, body).unwrap();
    stage.settle();
    let error = run.snapshot().unwrap().error().cloned().expect("failed");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(stage.world.now().since_start(), millis(0), "at once");
}

#[test]
fn a_run_that_has_no_attempt_left_fails_with_its_own_error() {
    let stage = Stage::new();
    let run = fails(&stage, options(100));
    stage.settle();
    let error = run.snapshot().unwrap().error().cloned();
    assert_eq!(error.map(|error| error.kind()), Some(ErrorKind::Error));
}

#[test]
fn a_late_timer_starts_no_attempt_after_the_deadline() {
    let stage = Stage::new();
    let run = fails(
        &stage,
        options(5_000).retry(Retry::new(3).delay(millis(1_000))),
    );
    stage.settle();
    stage.world.work(millis(60_000));
    stage.settle();
    let seen = run.snapshot().unwrap();
    assert_eq!((seen.status(), seen.attempt), (RunStatus::Failed, 1));
}

#[test]
fn a_body_that_ended_in_time_is_completed_however_late_the_timer() {
    let stage = Stage::new();
    let body = async |ctx: RunContext| Ok(ctx.sleep(millis(90)).await?);
    let run = stage.supervisor.spawn_with(options(100), body).unwrap();
    stage.settle();
    stage.world.work(millis(60_000));
    stage.settle();
    assert_eq!(stage.status(&run), Some(RunStatus::Completed));
}

#[test]
fn a_run_that_never_started_has_none() {
    let stage = Stage::with(|config| config.concurrency(limit(1)));
    stage.spawn_endless("blocks");
    let body = async |_ctx: RunContext| Ok(());
    let run = stage.supervisor.spawn_with(options(10), body).unwrap();
    stage.world.advance(millis(1_000));
    assert_eq!(stage.status(&run), Some(RunStatus::Queued));
}

#[test]
fn the_earlier_of_timeout_and_deadline_counts() {
    let stage = Stage::new();
    let body = async |_ctx: RunContext| pending().await;
    let message = |options: RunOptions<()>| {
        let run = stage.supervisor.spawn_with(options, body).unwrap();
        stage.world.advance(millis(300));
        run.snapshot()
            .unwrap()
            .error()
            .expect("failed")
            .message()
            .to_owned()
    };
    assert_eq!(
        message(options(200).timeout(millis(100))),
        "Took longer than 100 ms"
    );
    assert_eq!(
        message(options(100).timeout(millis(200))),
        "Took longer than 100 ms in all"
    );
    assert_eq!(stage.world.pending_timers(), 0);
}

#[test]
fn a_cancel_before_it_is_a_cancel() {
    let stage = Stage::new();
    let body = async |_ctx: RunContext| pending().await;
    let run = stage.supervisor.spawn_with(options(100), body).unwrap();
    stage.settle();
    run.cancel();
    stage.world.advance(millis(200));
    let outcome = stage.world.block_on(run.outcome());
    assert_eq!(outcome, Outcome::Cancelled(CancelReason::Caller));
}
