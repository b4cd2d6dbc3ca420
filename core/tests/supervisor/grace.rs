//! Stopping runs with a grace.

use std::{future::pending, time::Duration};

use taskdeck_core::{
    CancelReason, Outcome, RunContext, RunHandle, RunOptions, RunState, RunStatus, TaskError,
};

use crate::stage::{Notes, Stage, millis};

fn options<T: 'static>(grace: u64) -> RunOptions<T> {
    RunOptions::new("is given time").grace(millis(grace))
}

fn running<T: 'static>(
    stage: &Stage,
    grace: u64,
    body: impl AsyncFnOnce(RunContext) -> Result<T, TaskError> + 'static,
) -> RunHandle<T> {
    let run = stage
        .supervisor
        .spawn_with(options(grace), move |ctx| body(ctx));
    stage.settle();
    run.unwrap()
}

#[test]
fn a_body_with_a_grace_is_notified_and_ends_by_itself() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let noted = notes.clone();
    let run = running(&stage, 100, async move |ctx: RunContext| {
        let told = ctx.cancelled().await;
        noted.note(told.reason.to_string());
        Err::<(), _>(told.into())
    });
    assert!(run.cancel());
    assert_eq!(stage.status(&run), Some(RunStatus::Cancelling));
    stage.settle();
    assert_eq!(notes.take(), ["Cancelled by the page"]);
    assert_eq!(stage.world.pending_timers(), 0, "its grace is over");
    let outcome = stage.world.block_on(run.outcome());
    assert_eq!(outcome, Outcome::Cancelled(CancelReason::Caller));
}

#[test]
fn a_body_that_does_not_stop_is_dropped_when_its_grace_is_over() {
    let stage = Stage::new();
    let run = running(&stage, 100, async |_ctx: RunContext| {
        pending::<Result<(), TaskError>>().await
    });
    run.cancel();
    stage.world.advance(millis(99));
    assert_eq!(stage.status(&run), Some(RunStatus::Cancelling));
    assert_eq!(stage.supervisor.lane("main").usage().unwrap().taken, 1);
    stage.world.advance(millis(1));
    assert_eq!(stage.status(&run), Some(RunStatus::Cancelled));
    assert_eq!(stage.supervisor.lane("main").usage().unwrap().taken, 0);
    assert_eq!(stage.world.pending_timers(), 0);
}

#[test]
fn a_cancelling_run_shows_since_when() {
    let stage = Stage::new();
    let run = running(&stage, 100, async |_ctx: RunContext| {
        pending::<Result<(), TaskError>>().await
    });
    stage.world.advance(millis(7));
    run.cancel();
    let Some(RunState::Cancelling { since, .. }) = run.snapshot().map(|run| run.state) else {
        panic!("it is cancelling");
    };
    assert_eq!(since.since_start(), millis(7));
    assert_eq!(stage.supervisor.counts().cancelling, 1);
    assert_eq!(stage.supervisor.counts().running, 1);
}

#[test]
fn a_value_after_a_cancel_is_completed() {
    let stage = Stage::new();
    let run = running(&stage, 100, async |ctx: RunContext| {
        ctx.cancelled().await;
        Ok("saved what there was")
    });
    run.cancel();
    let outcome = stage.world.block_on(run.outcome());
    assert_eq!(outcome, Outcome::Completed("saved what there was"));
}

#[test]
fn an_error_after_a_cancel_is_a_failure() {
    let stage = Stage::new();
    let run = running(&stage, 100, async |ctx: RunContext| {
        ctx.cancelled().await;
        Err::<(), _>(crate::stage::failure())
    });
    run.cancel();
    let outcome = stage.world.block_on(run.outcome());
    assert_eq!(outcome, Outcome::Failed(crate::stage::failure()));
}

#[test]
fn an_error_that_only_reports_the_stop_is_cancelled_even_with_context() {
    let stage = Stage::new();
    let run = running(&stage, 100, async |ctx: RunContext| {
        let slept = ctx.sleep(Duration::from_secs(60)).await;
        slept.map_err(|told| TaskError::from(told).context("while it slept"))
    });
    run.cancel();
    let outcome = stage.world.block_on(run.outcome());
    assert_eq!(outcome, Outcome::Cancelled(CancelReason::Caller));
}

#[test]
fn a_body_that_returns_cancelled_without_a_request_has_failed() {
    let stage = Stage::new();
    let run = running(&stage, 0, async |_ctx: RunContext| {
        let reason = CancelReason::other("its own idea");
        Err::<(), _>(taskdeck_core::Cancelled { reason }.into())
    });
    let outcome = stage.world.block_on(run.outcome());
    assert_eq!(outcome.status(), RunStatus::Failed);
}

#[test]
fn sleep_and_checkpoint_stop_a_body_with_a_grace() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let noted = notes.clone();
    let run = running(&stage, 100, async move |ctx: RunContext| {
        noted.note(format!("{}", ctx.checkpoint().await.is_ok()));
        noted.note(format!("{}", ctx.sleep(Duration::MAX).await.is_err()));
        noted.note(format!("{}", ctx.checkpoint().await.is_err()));
        noted.note(format!("{:?}", ctx.cancel_reason()));
        Ok(())
    });
    run.cancel();
    stage.settle();
    assert_eq!(notes.take(), ["true", "true", "true", "Some(Caller)"]);
}

#[test]
fn a_dropped_wait_for_a_cancel_is_forgotten() {
    let stage = Stage::new();
    let run = running(&stage, 100, async |ctx: RunContext| {
        for _ in 0..1_000 {
            ctx.sleep(millis(1)).await?;
        }
        pending::<()>().await;
        Ok(())
    });
    stage.world.advance(Duration::from_secs(2));
    assert_eq!(stage.world.pending_timers(), 0);
    run.cancel();
    stage.world.advance(millis(100));
    assert_eq!(stage.status(&run), Some(RunStatus::Cancelled));
}

#[test]
fn a_context_that_outlives_its_run_learns_of_the_cancel() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let (world, noted) = (stage.world.clone(), notes.clone());
    let run = running(&stage, 0, async move |ctx: RunContext| {
        taskdeck_core::World::spawn(
            &world,
            Box::pin(async move {
                noted.note(ctx.cancelled().await.to_string());
                ctx.progress(1, 1);
                ctx.log("too late");
            }),
        );
        pending::<Result<(), TaskError>>().await
    });
    run.cancel();
    stage.settle();
    assert_eq!(notes.take(), ["Stopped: Cancelled by the page"]);
    assert_eq!(run.snapshot().unwrap().progress, None);
    assert_eq!(stage.world.live_futures(), 1, "only the driver is left");
}

#[test]
fn a_grace_without_end_is_kept() {
    let stage = Stage::new();
    let forever = RunOptions::new("takes its time").grace(Duration::MAX);
    let body = async |_ctx: RunContext| pending::<Result<(), TaskError>>().await;
    let run = stage.supervisor.spawn_with(forever, body).unwrap();
    stage.settle();
    run.cancel();
    stage.world.advance(Duration::from_secs(1_000_000_000));
    assert_eq!(stage.status(&run), Some(RunStatus::Cancelling));
}
