//! Two policies together, where no test of one of them covers it: see `docs/policies.md`.

use std::future::pending;

use taskdeck_core::{
    CancelReason, ErrorKind, Overlap, Retry, RunContext, RunHandle, RunOptions, RunState,
    RunStatus::{self, *},
    TaskError,
};

use crate::stage::{Stage, failure, millis};

fn sync(overlap: Overlap) -> RunOptions<()> {
    RunOptions::new("sync").overlap(overlap)
}

fn endless(stage: &Stage, options: RunOptions<()>) -> RunHandle<()> {
    let body = async |_ctx: RunContext| pending().await;
    stage.supervisor.spawn_with(options, body).unwrap()
}

fn failing(stage: &Stage, options: RunOptions<()>) -> RunHandle<()> {
    let options = options.retry(Retry::new(3).delay(millis(50)).factor(1.0));
    let body = async |_ctx: RunContext| Err::<(), _>(failure());
    stage.supervisor.spawn_repeatable(options, body).unwrap()
}

fn state(run: &RunHandle<()>) -> RunState {
    run.snapshot().unwrap().state
}

fn reason(run: &RunHandle<()>) -> Option<CancelReason> {
    run.snapshot().unwrap().cancel_reason().cloned()
}

fn statuses(stage: &Stage, runs: &[&RunHandle<()>]) -> Vec<RunStatus> {
    let status = |run: &&RunHandle<()>| stage.status(*run).unwrap();
    runs.iter().map(status).collect()
}

#[test]
fn a_restart_replaces_one_that_waits_for_its_next_attempt_at_once() {
    let stage = Stage::with_slots(1);
    let old = failing(&stage, sync(Overlap::Restart));
    stage.settle();
    assert_eq!(stage.status(&old), Some(Queued));
    let new = endless(&stage, sync(Overlap::Restart));
    assert_eq!(stage.status(&old), Some(Cancelled));
    assert_eq!(reason(&old), Some(CancelReason::Replaced));
    stage.settle();
    assert_eq!(stage.status(&new), Some(Running));
    assert_eq!(stage.world.pending_timers(), 0);
}

#[test]
fn one_that_waits_for_its_next_attempt_is_there_to_be_skipped_for_and_refused_for() {
    let stage = Stage::new();
    let old = failing(&stage, sync(Overlap::Queue));
    stage.settle();
    let skipped = endless(&stage, sync(Overlap::Drop));
    assert_eq!(reason(&skipped), Some(CancelReason::Skipped));
    let body = async |_ctx: RunContext| Ok(());
    let refused = stage.supervisor.spawn_with(sync(Overlap::Refuse), body);
    assert_eq!(refused.unwrap_err().code(), "overlap");
    assert_eq!(stage.status(&old), Some(Queued));
}

#[test]
fn joiners_have_the_next_attempts_too() {
    let stage = Stage::new();
    let body = async |ctx: RunContext| match ctx.attempt() {
        1 => Err(failure()),
        _ => Ok(()),
    };
    let options = sync(Overlap::Join).retry(Retry::new(1).delay(millis(50)));
    let first = stage.supervisor.spawn_repeatable(options, body).unwrap();
    stage.settle();
    let second = endless(&stage, sync(Overlap::Join));
    assert_eq!(first.id(), second.id());
    assert!(first.cancel());
    assert_eq!(stage.status(&second), Some(Queued));
    stage.world.advance(millis(50));
    assert_eq!(stage.status(&second), Some(Completed));
}

#[test]
fn the_newcomer_of_a_restart_waits_for_one_that_is_stopped_for_its_time() {
    let stage = Stage::new();
    let options = sync(Overlap::Queue).timeout(millis(10)).grace(millis(40));
    let old = endless(&stage, options);
    stage.world.advance(millis(10));
    assert_eq!(stage.status(&old), Some(Cancelling));
    let new = endless(&stage, sync(Overlap::Restart));
    stage.world.advance(millis(39));
    assert_eq!(statuses(&stage, &[&old, &new]), [Cancelling, Queued]);
    stage.world.advance(millis(1));
    assert_eq!(statuses(&stage, &[&old, &new]), [Cancelled, Running]);
    assert_eq!(reason(&old), Some(CancelReason::Replaced));
}

#[test]
fn a_delayed_run_is_there_for_those_of_its_group() {
    let stage = Stage::new();
    let delayed = endless(&stage, sync(Overlap::Queue).delay(millis(50)));
    let skipped = endless(&stage, sync(Overlap::Drop));
    let waits = endless(&stage, sync(Overlap::Queue));
    stage.settle();
    assert_eq!(statuses(&stage, &[&skipped, &waits]), [Cancelled, Queued]);
    stage.world.advance(millis(50));
    assert_eq!(statuses(&stage, &[&delayed, &waits]), [Running, Queued]);
}

#[test]
fn a_parent_that_is_replaced_takes_its_children_along() {
    let stage = Stage::new();
    let body = async |ctx: RunContext| {
        ctx.spawn("child", async |_ctx: RunContext| {
            pending::<Result<(), TaskError>>().await
        })?;
        pending().await
    };
    let old = stage
        .supervisor
        .spawn_with(sync(Overlap::Queue), body)
        .unwrap();
    stage.settle();
    let child = stage.supervisor.run(old.id()).children()[0];
    let new = endless(&stage, sync(Overlap::Restart));
    stage.settle();
    let child = stage.supervisor.run(child).snapshot().unwrap();
    assert_eq!(child.cancel_reason(), Some(&CancelReason::Parent));
    assert_eq!(statuses(&stage, &[&old, &new]), [Cancelled, Running]);
}

#[test]
fn a_cancel_wins_over_a_timeout_while_the_children_still_stop() {
    let stage = Stage::new();
    let body = async |ctx: RunContext| {
        let options = RunOptions::new("child").grace(millis(100));
        ctx.spawn_with(options, async |_ctx: RunContext| {
            pending::<Result<(), TaskError>>().await
        })?;
        pending().await
    };
    let options = RunOptions::new("parent").timeout(millis(10));
    let parent = stage.supervisor.spawn_with(options, body).unwrap();
    stage.world.advance(millis(20));
    assert_eq!(stage.status(&parent), Some(Cancelling));
    assert!(parent.cancel());
    stage.world.advance(millis(100));
    assert_eq!(reason(&parent), Some(CancelReason::Caller));
    assert_eq!(stage.status(&parent), Some(Cancelled));
}

#[test]
fn a_timeout_of_a_parent_waits_for_its_children_and_is_a_timeout() {
    let stage = Stage::new();
    let body = async |ctx: RunContext| {
        let options = RunOptions::new("child").grace(millis(100));
        ctx.spawn_with(options, async |_ctx: RunContext| {
            pending::<Result<(), TaskError>>().await
        })?;
        Ok(())
    };
    let options = RunOptions::new("parent").timeout(millis(10));
    let parent = stage.supervisor.spawn_with(options, body).unwrap();
    stage.world.advance(millis(109));
    assert_eq!(stage.status(&parent), Some(Cancelling));
    stage.world.advance(millis(1));
    let RunState::Failed(error) = state(&parent) else {
        panic!("{:?}", state(&parent));
    };
    assert_eq!(error.kind(), ErrorKind::Timeout);
}

#[test]
fn a_second_cancel_takes_no_value_away_that_came_after_the_first() {
    let stage = Stage::new();
    let body = async |ctx: RunContext| {
        let options = RunOptions::new("child").grace(millis(100));
        ctx.spawn_with(options, async |_ctx: RunContext| {
            pending::<Result<(), TaskError>>().await
        })?;
        ctx.cancelled().await;
        Ok(())
    };
    let options = RunOptions::new("parent").grace(millis(50));
    let parent = stage.supervisor.spawn_with(options, body).unwrap();
    stage.settle();
    assert!(parent.cancel());
    stage.settle();
    assert!(parent.cancel());
    stage.world.advance(millis(100));
    assert_eq!(stage.status(&parent), Some(Completed));
}

#[test]
fn the_drop_of_the_last_supervisor_is_why_a_run_ends_whose_time_was_up() {
    let Stage { world, supervisor } = Stage::new();
    let options = RunOptions::new("slow")
        .timeout(millis(10))
        .grace(millis(50));
    let body = async |_ctx: RunContext| pending::<Result<(), TaskError>>().await;
    let run = supervisor.spawn_with(options, body).unwrap();
    let watch = run.watch().unwrap();
    world.advance(millis(20));
    assert_eq!(watch.get_untracked().status(), Cancelling);
    drop(supervisor);
    let seen = watch.get_untracked();
    assert_eq!(seen.cancel_reason(), Some(&CancelReason::Owner));
}
