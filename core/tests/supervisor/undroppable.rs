//! Bodies that cannot be dropped: notified, waited for, and finally abandoned.

use std::{cell::RefCell, future::pending, rc::Rc, time::Duration};

use taskdeck_core::{
    Cancelled, ErrorKind, Interest, Outcome, Retry, RunContext, RunHandle, RunOptions, RunStatus,
    Supervisor, TaskError,
};

use crate::stage::{Notes, OnDrop, Stage, limit, millis};

const GRACE: u64 = 100;

fn options() -> RunOptions<()> {
    RunOptions::new("cannot be dropped")
        .undroppable()
        .grace(millis(GRACE))
}

/// Spawns a run whose body goes on for ever.
fn deaf(stage: &Stage, options: RunOptions<()>) -> RunHandle<()> {
    let body = async |_ctx: RunContext| pending().await;
    let run = stage.supervisor.spawn_repeatable(options, body).unwrap();
    stage.settle();
    run
}

fn not_stopping(run: &RunHandle<()>) -> bool {
    run.snapshot().unwrap().not_stopping
}

#[test]
fn a_body_that_cannot_be_dropped_is_not_forced_but_shown_as_not_stopping() {
    let stage = Stage::new();
    let run = deaf(&stage, options());
    run.cancel();
    stage.world.advance(millis(GRACE - 1));
    assert!(!not_stopping(&run));
    stage.world.advance(millis(1));
    assert!(not_stopping(&run));
    assert_eq!(stage.status(&run), Some(RunStatus::Cancelling));
    assert_eq!(
        stage.supervisor.lane("main").usage().unwrap().taken,
        1,
        "it holds its slot"
    );
    assert_eq!(stage.world.pending_timers(), 0);
}

#[test]
fn a_listener_receives_that_a_run_is_not_stopping() {
    let (stage, told) = (Stage::new(), Rc::new(RefCell::new(Vec::new())));
    let tell = told.clone();
    let _subscription = stage
        .supervisor
        .observe(Interest::All)
        .subscribe(move |transitions| {
            let not_stopping = transitions.iter().map(|one| one.run.not_stopping);
            tell.borrow_mut().extend(not_stopping);
        });
    let run = deaf(&stage, options());
    let watch = run.watch().unwrap();
    run.cancel();
    stage.world.advance(millis(GRACE));
    assert_eq!(*told.borrow(), [false, false, false, true]);
    assert!(watch.get_untracked().not_stopping);
}

#[test]
fn an_abandoned_run_is_cancelled_marked_and_frees_its_slot() {
    let stage = Stage::with(|config| config.concurrency(limit(1)));
    let run = deaf(&stage, options());
    let next = stage.spawn_endless("next");
    run.cancel();
    stage.world.advance(millis(GRACE));
    assert_eq!(stage.status(&next), Some(RunStatus::Queued));
    assert!(stage.supervisor.run(run.id()).abandon());
    let seen = run.snapshot().unwrap();
    assert_eq!(seen.status(), RunStatus::Cancelled);
    assert!(seen.abandoned && !seen.not_stopping);
    stage.settle();
    assert_eq!(stage.status(&next), Some(RunStatus::Running));
}

#[test]
fn only_what_is_not_stopping_can_be_abandoned() {
    let stage = Stage::new();
    let run = deaf(&stage, options());
    let dropped = stage.spawn_endless("can be dropped");
    stage.settle();
    assert!(
        !stage.supervisor.run(run.id()).abandon(),
        "no cancel was requested"
    );
    run.cancel();
    assert!(
        !stage.supervisor.run(run.id()).abandon(),
        "it is in its grace"
    );
    assert!(!stage.supervisor.run(dropped.id()).abandon());
    assert_eq!(stage.status(&run), Some(RunStatus::Cancelling));
    stage.world.advance(millis(GRACE));
    assert!(stage.supervisor.run(run.id()).abandon());
    assert!(!stage.supervisor.run(run.id()).abandon(), "it has ended");
}

#[test]
fn the_context_of_an_abandoned_run_is_dead() {
    let stage = Stage::new();
    let kept: Rc<RefCell<Option<RunContext>>> = Rc::default();
    let keep = kept.clone();
    let body = async move |ctx: RunContext| {
        ctx.progress(1, 4);
        *keep.borrow_mut() = Some(ctx);
        pending().await
    };
    let run = stage.supervisor.spawn_with(options(), body).unwrap();
    stage.settle();
    run.cancel();
    stage.world.advance(millis(GRACE));
    stage.supervisor.run(run.id()).abandon();
    let ctx = kept.take().unwrap();
    ctx.progress(3, 4);
    ctx.log("too late");
    assert_eq!(run.snapshot().unwrap().progress.unwrap().done, 1.0);
    assert!(
        stage
            .supervisor
            .run(run.id())
            .log()
            .unwrap()
            .lines
            .is_empty()
    );
}

#[test]
fn a_value_that_comes_late_is_completed_and_an_abort_is_cancelled() {
    let stage = Stage::new();
    let late = |value: Result<(), ()>| {
        let body = async move |ctx: RunContext| {
            let reason = ctx.cancelled().await.reason;
            stage_sleep(&ctx, 2 * GRACE).await;
            value.map_err(|()| TaskError::from(Cancelled { reason }))
        };
        stage.supervisor.spawn_with(options(), body).unwrap()
    };
    let (value, abort) = (late(Ok(())), late(Err(())));
    stage.settle();
    value.cancel();
    abort.cancel();
    stage.world.advance(millis(GRACE));
    assert!(not_stopping(&value) && not_stopping(&abort));
    stage.world.advance(millis(GRACE));
    assert_eq!(stage.status(&value), Some(RunStatus::Completed));
    assert_eq!(stage.status(&abort), Some(RunStatus::Cancelled));
    assert!(!value.snapshot().unwrap().abandoned);
    assert!(!not_stopping(&value));
}

/// A sleep that no cancel ends.
async fn stage_sleep(ctx: &RunContext, time: u64) {
    let world = ctx.supervisor().unwrap().world();
    world.sleep(millis(time)).await;
}

#[test]
fn a_timeout_that_is_abandoned_has_failed_and_is_not_tried_again() {
    let stage = Stage::new();
    let retried = options().timeout(millis(10)).retry(Retry::new(3));
    let run = deaf(&stage, retried);
    stage.world.advance(millis(10));
    assert_eq!(stage.status(&run), Some(RunStatus::Cancelling));
    stage.world.advance(millis(GRACE));
    assert!(not_stopping(&run));
    assert!(stage.supervisor.run(run.id()).abandon());
    let seen = run.snapshot().unwrap();
    assert_eq!(seen.error().map(TaskError::kind), Some(ErrorKind::Timeout));
    assert_eq!((seen.attempt, seen.abandoned), (1, true));
}

#[test]
fn an_abort_after_a_timeout_is_a_timeout_and_retried_unless_the_body_rules_it_out() {
    let stage = Stage::new();
    let spawn = |again: bool| {
        let retried = options().timeout(millis(10)).retry(Retry::new(1));
        let body = move |ctx: RunContext| async move {
            if ctx.attempt() == 2 {
                return Ok(());
            }
            let told = TaskError::from(ctx.cancelled().await);
            Err(if again { told } else { told.no_retry() })
        };
        stage.supervisor.spawn_repeatable(retried, body).unwrap()
    };
    let (again, once) = (spawn(true), spawn(false));
    stage.world.advance(Duration::from_secs(5));
    assert_eq!(stage.status(&again), Some(RunStatus::Completed));
    let error = once.snapshot().unwrap().error().cloned().unwrap();
    assert_eq!(error.kind(), ErrorKind::Timeout);
}

#[test]
fn a_second_attempt_starts_with_its_whole_grace() {
    let stage = Stage::new();
    let retried = options().timeout(millis(10)).retry(Retry::new(1));
    let body = |ctx: RunContext| async move {
        if ctx.attempt() == 1 {
            let told = ctx.cancelled().await;
            stage_sleep(&ctx, 2 * GRACE).await;
            return Err(told.into());
        }
        pending().await
    };
    let run = stage.supervisor.spawn_repeatable(retried, body).unwrap();
    stage
        .world
        .advance(millis(10 + 2 * GRACE) + Duration::from_secs(1));
    assert_eq!(run.snapshot().unwrap().attempt, 2);
    stage.world.advance(millis(10));
    assert_eq!(stage.status(&run), Some(RunStatus::Cancelling));
    assert!(!not_stopping(&run));
}

#[test]
fn the_deadline_of_a_shutdown_abandons() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let (run, noted) = (deaf(&stage, options().grace(Duration::MAX)), notes.clone());
    let guarded = OnDrop(move || noted.note("dropped"));
    let body = async move |_ctx: RunContext| {
        guarded.touch();
        pending().await
    };
    stage.supervisor.spawn_with(options(), body).unwrap();
    stage.settle();
    let report = stage.world.block_on(stage.supervisor.shutdown(millis(50)));
    assert_eq!(report.abandoned.len(), 2);
    let seen = run.snapshot().unwrap();
    assert!(seen.abandoned && seen.status() == RunStatus::Cancelled);
    assert_eq!(notes.take(), ["dropped"], "no Rust future is left behind");
}

#[test]
fn with_no_grace_it_has_a_turn_to_stop() {
    let stage = Stage::new();
    let body = async |ctx: RunContext| Err(ctx.cancelled().await.into());
    let none = options().grace(Duration::ZERO);
    let run = stage.supervisor.spawn_with(none, body).unwrap();
    stage.settle();
    run.cancel();
    assert_eq!(stage.status(&run), Some(RunStatus::Cancelling));
    stage.settle();
    assert_eq!(stage.status(&run), Some(RunStatus::Cancelled));
    assert!(!run.snapshot().unwrap().abandoned);
}

#[test]
fn to_abandon_a_parent_abandons_its_children_that_do_not_stop() {
    let stage = Stage::new();
    let body = async |ctx: RunContext| {
        ctx.spawn_with(options(), async |_ctx: RunContext| pending().await)?;
        Err(ctx.cancelled().await.into())
    };
    let parent = stage.supervisor.spawn_with(options(), body).unwrap();
    stage.settle();
    let child = stage.supervisor.run(parent.id()).children()[0];
    parent.cancel();
    stage.world.advance(millis(GRACE));
    assert!(!not_stopping(&parent), "its own body has stopped");
    assert!(stage.supervisor.run(child).snapshot().unwrap().not_stopping);
    assert!(stage.supervisor.run(parent.id()).abandon());
    assert_eq!(ended(&stage.supervisor, child), RunStatus::Cancelled);
    let outcome = stage.world.block_on(parent.outcome());
    assert_eq!(
        outcome,
        Outcome::Cancelled(taskdeck_core::CancelReason::Caller)
    );
}

fn ended(supervisor: &Supervisor, run: taskdeck_core::RunId) -> RunStatus {
    supervisor.run(run).status().unwrap()
}
