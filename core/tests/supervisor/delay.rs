//! Runs with a delay.

use std::time::Duration;

use taskdeck_core::{
    CancelReason, Priority, Retry, RunContext, RunHandle, RunOptions, RunState, RunStatus,
    SpawnError, Waiting, World,
};

use crate::stage::{Notes, Stage, failure, millis};

fn delayed(stage: &Stage, delay: Duration, notes: &Notes) -> RunHandle<()> {
    let (noted, world) = (notes.clone(), stage.world.clone());
    let body = async move |_ctx: RunContext| {
        noted.note(world.now().since_start().as_millis().to_string());
        Ok(())
    };
    let options = RunOptions::new("delayed").delay(delay);
    stage.supervisor.spawn_with(options, body).unwrap()
}

#[test]
fn a_delayed_run_is_queued_shows_until_when_and_holds_no_slot() {
    let (stage, notes) = (Stage::with_slots(1), Notes::default());
    let run = delayed(&stage, millis(500), &notes);
    let other = stage.spawn_endless("other");
    stage.settle();
    assert_eq!(stage.status(&other), Some(RunStatus::Running));
    let seen = run.snapshot().unwrap();
    assert_eq!((seen.status(), seen.attempt), (RunStatus::Queued, 0));
    let until = seen.created_at + millis(500);
    assert_eq!(seen.waiting, Some(Waiting::Delay { until }));
    other.cancel();
    stage.world.advance(millis(1_000));
    assert_eq!(notes.take(), ["500"]);
}

#[test]
fn a_delay_of_30_days_works_and_one_of_zero_is_none() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let month = Duration::from_secs(30 * 24 * 3_600);
    delayed(&stage, month, &notes);
    delayed(&stage, Duration::ZERO, &notes);
    stage.world.advance(month);
    assert_eq!(notes.take(), ["0", "2592000000"]);
}

#[test]
fn after_its_delay_a_run_stands_behind_those_that_came_before_that() {
    let (stage, notes) = (Stage::with_slots(1), Notes::default());
    let blocks = stage.spawn_endless("blocks");
    delayed(&stage, millis(100), &notes);
    stage.world.advance(millis(50));
    let before = stage.spawn_endless("before");
    stage.world.advance(millis(100));
    blocks.cancel();
    stage.settle();
    assert_eq!(stage.status(&before), Some(RunStatus::Running));
    assert!(notes.take().is_empty());
}

#[test]
fn a_delayed_run_counts_as_not_started_and_can_be_cancelled() {
    let stage = Stage::with(|config| config.max_queued(1));
    let run = delayed(&stage, millis(500), &Notes::default());
    let body = async |_ctx: RunContext| Ok(());
    let refused = stage.supervisor.spawn("one too many", body).unwrap_err();
    assert_eq!(refused, SpawnError::QueueFull { limit: 1 });
    stage.settle();
    assert_eq!(stage.world.pending_timers(), 1);
    assert!(run.cancel());
    let (reason, started) = (CancelReason::Caller, false);
    assert_eq!(
        run.snapshot().unwrap().state,
        RunState::Cancelled { reason, started }
    );
    stage.settle();
    assert_eq!(stage.world.pending_timers(), 0);
    assert!(stage.supervisor.spawn("fits", body).is_ok());
}

#[test]
fn a_delay_can_be_skipped_and_its_priority_changed() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let run = delayed(&stage, millis(500), &notes);
    assert!(run.set_priority(Priority::Background));
    assert_eq!(run.snapshot().unwrap().priority, Priority::Background);
    assert!(stage.supervisor.run(run.id()).retry_now());
    assert!(!stage.supervisor.run(run.id()).stop_retrying());
    stage.settle();
    assert_eq!(notes.take(), ["0"]);
    assert_eq!(stage.world.pending_timers(), 0);
}

#[test]
fn a_delay_is_over_while_paused_and_the_start_waits() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let run = delayed(&stage, millis(500), &notes);
    stage.supervisor.pause();
    stage.world.advance(millis(1_000));
    assert_eq!(run.snapshot().unwrap().waiting, Some(Waiting::Paused));
    stage.supervisor.resume();
    stage.settle();
    assert_eq!(notes.take(), ["1000"]);
}

#[test]
fn a_delay_is_before_the_first_attempt_only_and_not_before_a_retry_by_hand() {
    let stage = Stage::new();
    let body = async |_ctx: RunContext| Err::<(), _>(failure());
    let options = RunOptions::new("fails").delay(millis(500));
    let options = options.retry(Retry::new(1).delay(millis(10)));
    let run = stage.supervisor.spawn_repeatable(options, body).unwrap();
    stage.world.advance(millis(510));
    assert_eq!(run.snapshot().unwrap().attempt, 2);
    let again = stage.supervisor.run(run.id()).retry().unwrap();
    stage.settle();
    assert_eq!(stage.supervisor.run(again).snapshot().unwrap().attempt, 1);
}

#[test]
fn dropping_the_last_supervisor_ends_a_delayed_run_and_its_timer() {
    let stage = Stage::new();
    let run = delayed(&stage, millis(500), &Notes::default());
    stage.settle();
    let Stage { world, supervisor } = stage;
    drop(supervisor);
    world.run_until_stalled();
    assert_eq!((world.pending_timers(), world.live_futures()), (0, 0));
    let outcome = world.block_on(run.outcome());
    assert_eq!(
        outcome,
        taskdeck_core::Outcome::Cancelled(CancelReason::Owner)
    );
}
