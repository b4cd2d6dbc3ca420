//! The timeout of an attempt.

use std::{future::pending, time::Duration};

use taskdeck_core::{
    CancelReason, Config, ErrorKind, Outcome, Retry, RunContext, RunHandle, RunOptions, RunState,
    RunStatus, Supervisor, TaskError, World, sim::SimWorld,
};

use crate::stage::{Notes, OnDrop, Stage, failure, millis};

fn options(timeout: u64) -> RunOptions<()> {
    RunOptions::new("is timed").timeout(millis(timeout))
}

fn error_of(run: &RunHandle<()>) -> TaskError {
    run.snapshot().unwrap().error().cloned().expect("failed")
}

fn status_of(stage: &Stage, run: &RunHandle<()>) -> RunStatus {
    stage.status(run).unwrap()
}

#[test]
fn a_body_that_takes_too_long_is_dropped_and_its_run_failed() {
    let (stage, notes) = (Stage::with_slots(1), Notes::default());
    let noted = notes.clone();
    let body = async move |_ctx: RunContext| {
        let guard = OnDrop(|| noted.note("dropped"));
        pending::<()>().await;
        guard.touch();
        Ok(())
    };
    let run = stage.supervisor.spawn_with(options(1_500), body).unwrap();
    let next = stage.spawn_endless("next");
    stage.world.advance(millis(1_499));
    assert_eq!(status_of(&stage, &run), RunStatus::Running);
    stage.world.advance(millis(1));
    assert_eq!(notes.take(), ["dropped"]);
    let error = error_of(&run);
    assert_eq!(
        (error.kind(), error.message()),
        (ErrorKind::Timeout, &"Took longer than 1.5 s".into())
    );
    assert_eq!(stage.status(&next), Some(RunStatus::Running));
    assert_eq!(run.snapshot().unwrap().timeout, Some(millis(1_500)));
}

#[test]
fn time_counts_from_the_start_and_not_from_the_queue() {
    let stage = Stage::with_slots(1);
    let blocks = stage.spawn_endless("blocks");
    let body = async |ctx: RunContext| Ok(ctx.sleep(millis(90)).await?);
    let run = stage.supervisor.spawn_with(options(100), body).unwrap();
    stage.world.advance(millis(5_000));
    blocks.cancel();
    stage.world.advance(millis(200));
    assert_eq!(status_of(&stage, &run), RunStatus::Completed);
    assert_eq!(stage.world.pending_timers(), 0);
}

#[test]
fn each_attempt_has_its_own_time_and_a_timeout_is_retried() {
    let stage = Stage::new();
    let body = async |ctx: RunContext| {
        if ctx.attempt() < 3 {
            pending::<()>().await;
        }
        Ok(ctx.sleep(millis(90)).await?)
    };
    let options = options(100).retry(Retry::new(5).delay(millis(50)).factor(1.0));
    let run = stage.supervisor.spawn_repeatable(options, body).unwrap();
    stage.world.advance(millis(120));
    let seen = run.snapshot().unwrap();
    assert_eq!((seen.status(), seen.attempt), (RunStatus::Queued, 1));
    assert_eq!(seen.attempts[0].error.kind(), ErrorKind::Timeout);
    let id = run.id();
    stage.world.block_on(run.outcome());
    let seen = stage.supervisor.run(id).snapshot().unwrap();
    assert_eq!((seen.status(), seen.attempt), (RunStatus::Completed, 3));
    assert_eq!(stage.world.now().since_start(), millis(390));
    assert_eq!(stage.world.pending_timers(), 0);
}

#[test]
fn a_body_with_a_grace_is_notified_keeps_its_slot_and_is_dropped_when_that_is_over() {
    let stage = Stage::with_slots(1);
    let body = async |ctx: RunContext| {
        let told = ctx.cancelled().await;
        assert_eq!(told.reason, CancelReason::Timeout);
        pending().await
    };
    let options = options(100).grace(millis(30));
    let run = stage.supervisor.spawn_with(options, body).unwrap();
    stage.spawn_endless("next");
    stage.world.advance(millis(110));
    let state = run.snapshot().unwrap().state;
    let reason = CancelReason::Timeout;
    assert!(matches!(state, RunState::Cancelling { reason: told, .. } if told == reason));
    assert_eq!(
        (
            stage.supervisor.lane("main").usage().unwrap().taken,
            stage.supervisor.lane("main").usage().unwrap().waiting
        ),
        (1, 1)
    );
    stage.world.advance(millis(20));
    assert_eq!(error_of(&run).kind(), ErrorKind::Timeout);
    assert_eq!(stage.supervisor.lane("main").usage().unwrap().waiting, 0);
}

#[test]
fn facts_decide_what_becomes_of_a_body_that_was_notified() {
    let stage = Stage::new();
    let end = |how: fn(RunContext) -> Result<(), TaskError>| {
        let body = async move |ctx: RunContext| {
            ctx.cancelled().await;
            how(ctx)
        };
        let options = options(100).grace(millis(50));
        let run = stage.supervisor.spawn_with(options, body).unwrap();
        stage.world.advance(millis(200));
        run.snapshot().unwrap().state
    };
    assert_eq!(end(|_| Ok(())), RunState::Completed);
    assert_eq!(end(|_| Err(failure())), RunState::Failed(failure()));
    let timeout = TaskError::of_kind(ErrorKind::Timeout, "Took longer than 100 ms");
    let obeys = |ctx: RunContext| {
        let reason = ctx.cancel_reason().expect("it was asked");
        Err(taskdeck_core::Cancelled { reason }.into())
    };
    assert_eq!(end(obeys), RunState::Failed(timeout));
}

#[test]
fn a_cancel_of_a_body_that_is_stopped_for_its_time_wins_and_nothing_is_retried() {
    let stage = Stage::new();
    let body = async |_ctx: RunContext| pending().await;
    let options = options(100).grace(millis(50)).retry(Retry::new(3));
    let run = stage.supervisor.spawn_repeatable(options, body).unwrap();
    stage.world.advance(millis(110));
    assert!(run.cancel());
    let reason = run.snapshot().unwrap().cancel_reason().cloned();
    assert_eq!(reason, Some(CancelReason::Caller));
    stage.world.advance(millis(500));
    let (reason, started) = (CancelReason::Caller, true);
    assert_eq!(
        run.snapshot().unwrap().state,
        RunState::Cancelled { reason, started }
    );
}

#[test]
fn a_cancel_from_the_drop_of_a_body_that_is_stopped_for_its_time_wins() {
    let stage = Stage::new();
    let supervisor = stage.supervisor.clone();
    let body = move |ctx: RunContext| {
        let supervisor = supervisor.clone();
        async move {
            let guard = OnDrop(move || {
                supervisor
                    .run(ctx.id())
                    .cancel(CancelReason::other("from its drop"));
            });
            pending::<()>().await;
            guard.touch();
            Ok(())
        }
    };
    let options = options(100).retry(Retry::new(3));
    let run = stage.supervisor.spawn_repeatable(options, body).unwrap();
    stage.world.advance(millis(200));
    let seen = run.snapshot().unwrap();
    assert_eq!(seen.status(), RunStatus::Cancelled);
    assert_eq!(
        seen.cancel_reason(),
        Some(&CancelReason::other("from its drop"))
    );
}

#[test]
fn the_time_of_a_body_that_is_being_cancelled_changes_nothing() {
    let stage = Stage::new();
    let body = async |_ctx: RunContext| pending().await;
    let options = options(100).grace(millis(500));
    let run = stage.supervisor.spawn_with(options, body).unwrap();
    stage.world.advance(millis(50));
    run.cancel();
    stage.world.advance(millis(400));
    let reason = run.snapshot().unwrap().cancel_reason().cloned();
    assert_eq!(reason, Some(CancelReason::Caller));
    stage.world.advance(millis(400));
    assert_eq!(status_of(&stage, &run), RunStatus::Cancelled);
}

#[test]
fn a_timer_that_comes_late_is_no_timeout_of_work_that_ended_in_time() {
    for seed in 0..50 {
        let world = SimWorld::new(seed);
        let supervisor = Supervisor::new(Config::new(world.shared()));
        let body = async |ctx: RunContext| Ok(ctx.sleep(millis(99)).await?);
        let run = supervisor.spawn_with(options(100), body).unwrap();
        let too_long = async |ctx: RunContext| Ok(ctx.sleep(millis(7_200_000)).await?);
        let other = supervisor.spawn_with(options(100), too_long).unwrap();
        world.advance(millis(10));
        // The page is hidden for an hour, and no timer fires.
        world.work(Duration::from_secs(3_600));
        world.run_until_stalled();
        assert_eq!(
            supervisor.run(run.id()).status(),
            Some(RunStatus::Completed),
            "seed {seed}"
        );
        assert_eq!(
            supervisor.run(other.id()).status(),
            Some(RunStatus::Failed),
            "seed {seed}"
        );
        assert_eq!(world.pending_timers(), 0);
    }
}

#[test]
fn all_that_were_woken_are_polled_before_one_is_stopped_for_its_time() {
    let stage = Stage::with_slots(100);
    let body = async |ctx: RunContext| Ok(ctx.sleep(millis(99)).await?);
    // The run that is polled last is the first whose time is up.
    let timeouts = (100..200).rev();
    let spawn = |timeout| stage.supervisor.spawn_with(options(timeout), body).unwrap();
    let runs: Vec<_> = timeouts.map(spawn).collect();
    stage.settle();
    // The page stood still, and polling all runs takes many slices.
    stage.world.work(millis(1_000));
    stage.world.set_poll_cost(millis(2));
    stage.world.advance(millis(1_000));
    let completed = |run: &&RunHandle<()>| status_of(&stage, run) == RunStatus::Completed;
    assert_eq!(runs.iter().filter(completed).count(), 100);
}

#[test]
fn a_body_that_is_always_busy_is_stopped_all_the_same() {
    let stage = Stage::new();
    stage.world.set_poll_cost(millis(1));
    let body = |_ctx| {
        std::future::poll_fn(|context| {
            context.waker().wake_by_ref();
            std::task::Poll::<Result<(), TaskError>>::Pending
        })
    };
    let run = stage.supervisor.spawn_with(options(100), body).unwrap();
    stage.world.advance(millis(150));
    assert_eq!(error_of(&run).kind(), ErrorKind::Timeout);
}

#[test]
fn a_value_that_comes_with_the_last_poll_counts() {
    let stage = Stage::new();
    let body = async |ctx: RunContext| Ok(ctx.sleep(millis(100)).await?);
    let run = stage.supervisor.spawn_with(options(100), body).unwrap();
    stage.world.advance(millis(200));
    assert_eq!(status_of(&stage, &run), RunStatus::Completed);
}

#[test]
fn timeouts_of_30_days_are_kept() {
    let stage = Stage::new();
    let month = Duration::from_secs(30 * 24 * 3_600);
    let options = RunOptions::<()>::new("is patient").timeout(month);
    let body = async |_ctx: RunContext| pending().await;
    let run = stage.supervisor.spawn_with(options, body).unwrap();
    stage.world.advance(month - millis(1));
    assert_eq!(status_of(&stage, &run), RunStatus::Running);
    stage.world.advance(millis(1));
    assert_eq!(error_of(&run).message(), "Took longer than 30 days");
    let forever = RunOptions::<()>::new("is very patient").timeout(Duration::MAX);
    let run = stage.supervisor.spawn_with(forever, body).unwrap();
    stage.world.advance(month);
    assert_eq!(status_of(&stage, &run), RunStatus::Running);
}

#[test]
fn a_shutdown_counts_as_a_cancel_of_a_body_that_is_stopped_for_its_time() {
    let stage = Stage::new();
    let body = async |_ctx: RunContext| pending().await;
    let options = options(100).grace(millis(5_000)).retry(Retry::new(2));
    let run = stage.supervisor.spawn_repeatable(options, body).unwrap();
    stage.world.advance(millis(200));
    let report = stage.world.block_on(stage.supervisor.shutdown(millis(10)));
    assert_eq!(report.abandoned, [run.id()]);
    let outcome = stage.world.block_on(run.outcome());
    assert_eq!(outcome, Outcome::Cancelled(CancelReason::Shutdown));
}
