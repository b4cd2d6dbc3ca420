//! Ending a supervisor.

use std::{cell::RefCell, future::pending, rc::Rc, time::Duration};

use taskdeck_core::{
    CancelReason, RunContext, RunOptions, RunState, RunStatus, SHUTDOWN_DEADLINE, ShutdownReport,
    SpawnError, Supervisor, TaskError, World,
};

use crate::stage::{Notes, Stage, millis};

fn nothing_is_left(stage: &Stage) {
    assert_eq!(stage.supervisor.counts().live(), 0);
    assert_eq!(stage.world.pending_timers(), 0);
    assert_eq!(stage.world.live_futures(), 0);
}

fn spawn_deaf(stage: &Stage, grace: Duration) -> taskdeck_core::RunHandle<()> {
    let options = RunOptions::new("hears nothing").grace(grace);
    let body = async |_ctx: RunContext| pending::<Result<(), TaskError>>().await;
    stage.supervisor.spawn_with(options, body).unwrap()
}

#[test]
fn shutdown_stops_all_and_reports_which_stopped_and_which_were_abandoned() {
    let stage = Stage::with_slots(2);
    let obeys = {
        let options = RunOptions::new("obeys").grace(SHUTDOWN_DEADLINE);
        let body = async |ctx: RunContext| Err::<(), _>(ctx.cancelled().await.into());
        stage.supervisor.spawn_with(options, body).unwrap()
    };
    let deaf = spawn_deaf(&stage, Duration::from_secs(60));
    let waits = stage.spawn_endless("waits");
    stage.settle();

    let report = stage
        .world
        .block_on(stage.supervisor.shutdown(SHUTDOWN_DEADLINE));
    assert_eq!(report.stopped, [waits.id(), obeys.id()]);
    assert_eq!(report.abandoned, [deaf.id()]);
    assert_eq!(stage.world.now().since_start(), SHUTDOWN_DEADLINE);
    for run in [&obeys, &deaf, &waits] {
        let state = run.snapshot().unwrap().state;
        assert!(matches!(
            state,
            RunState::Cancelled {
                reason: CancelReason::Shutdown,
                ..
            }
        ));
    }
    stage.settle();
    nothing_is_left(&stage);
}

#[test]
fn shutdown_begins_with_the_call_whether_it_is_awaited_or_not() {
    let stage = Stage::new();
    let run = stage.spawn_endless("stops");
    stage.settle();
    drop(stage.supervisor.shutdown(SHUTDOWN_DEADLINE));
    assert_eq!(stage.status(&run), Some(RunStatus::Cancelled));
    stage.settle();
    nothing_is_left(&stage);
}

#[test]
fn a_spawn_after_a_shutdown_is_refused() {
    let stage = Stage::new();
    drop(stage.supervisor.shutdown(Duration::ZERO));
    let body = async |_ctx: RunContext| Ok(());
    let refused = stage.supervisor.spawn("too late", body).unwrap_err();
    assert_eq!(refused, SpawnError::ShutDown);
    assert!(stage.supervisor.is_shut_down());
}

#[test]
fn a_shutdown_without_runs_resolves_at_once_and_twice() {
    let stage = Stage::new();
    for _ in 0..2 {
        let report = stage
            .world
            .block_on(stage.supervisor.shutdown(SHUTDOWN_DEADLINE));
        assert_eq!(report, ShutdownReport::default());
    }
    nothing_is_left(&stage);
}

#[test]
fn two_shutdowns_resolve_with_one_report_at_the_earlier_deadline() {
    let stage = Stage::new();
    let deaf = spawn_deaf(&stage, Duration::MAX);
    stage.settle();
    let late = stage.supervisor.shutdown(Duration::MAX);
    let early = stage.supervisor.shutdown(millis(10));
    let later = stage.supervisor.shutdown(millis(50));
    for shutdown in [late, early, later] {
        let report = stage.world.block_on(shutdown);
        assert_eq!(report.abandoned, [deaf.id()]);
    }
    assert_eq!(stage.world.now().since_start(), millis(10));
}

#[test]
fn drain_waits_for_all_also_when_starting_is_paused() {
    let stage = Stage::with_slots(1);
    let body = async |ctx: RunContext| Ok(ctx.sleep(millis(10)).await?);
    let runs = ["a", "b", "c"].map(|title| stage.supervisor.spawn(title, body).unwrap());
    stage.supervisor.pause();
    let report = stage.world.block_on(stage.supervisor.drain());
    assert_eq!(report.stopped, runs.each_ref().map(|run| run.id()));
    assert!(report.abandoned.is_empty());
    assert_eq!(stage.supervisor.counts().completed, 3);
    let refused = stage.supervisor.spawn("too late", body).unwrap_err();
    assert_eq!(refused, SpawnError::ShutDown);
    stage.settle();
    nothing_is_left(&stage);
}

#[test]
fn a_shutdown_cuts_a_drain_short_and_a_drain_does_not_prolong_a_shutdown() {
    let stage = Stage::new();
    let deaf = spawn_deaf(&stage, Duration::MAX);
    stage.settle();
    let drain = stage.supervisor.drain();
    stage.world.advance(millis(100));
    drop(stage.supervisor.shutdown(millis(10)));
    drop(stage.supervisor.drain());
    let report = stage.world.block_on(drain);
    assert_eq!(report.abandoned, [deaf.id()]);
    assert_eq!(stage.world.now().since_start(), millis(110));
}

#[test]
fn a_body_may_shut_its_own_supervisor_down() {
    let stage = Stage::new();
    let (supervisor, notes) = (stage.supervisor.clone(), Notes::default());
    let noted = notes.clone();
    let body = async move |_ctx: RunContext| {
        let shutdown = supervisor.shutdown(SHUTDOWN_DEADLINE);
        drop(supervisor);
        noted.note("asked");
        shutdown.await;
        noted.note("went on");
        Ok(())
    };
    let run = stage.supervisor.spawn("shuts down", body).unwrap();
    let other = stage.spawn_endless("other");
    stage.settle();
    assert_eq!(notes.take(), ["asked"]);
    assert_eq!(stage.status(&run), Some(RunStatus::Cancelled));
    assert_eq!(stage.status(&other), Some(RunStatus::Cancelled));
    nothing_is_left(&stage);
}

#[test]
fn every_notice_is_delivered_when_a_shutdown_resolves() {
    let stage = Stage::new();
    let notes = Notes::default();
    let noted = notes.clone();
    let options =
        RunOptions::new("stops").on_cancel(move |reason, _| noted.note(reason.to_string()));
    let body = async |_ctx: RunContext| pending::<Result<(), TaskError>>().await;
    stage.supervisor.spawn_with(options, body).unwrap();
    stage.settle();
    let shutdown = stage.supervisor.shutdown(SHUTDOWN_DEADLINE);
    stage.world.block_on(shutdown);
    assert_eq!(notes.take(), ["Shut down"]);
}

#[test]
fn a_shutdown_drops_the_error_handler() {
    let stage = Stage::new();
    let held = Rc::new(());
    let weak = Rc::downgrade(&held);
    stage.supervisor.set_error_handler(move |_, _| {
        let _held = &held;
        Ok(())
    });
    let shutdown = stage.supervisor.shutdown(millis(10));
    stage.world.block_on(shutdown);
    assert!(weak.upgrade().is_none());
}

#[test]
fn a_body_woken_after_the_shutdown_is_not_polled() {
    let stage = Stage::new();
    let (waker, polls) = (Rc::new(RefCell::new(None)), Notes::default());
    let (kept, noted) = (waker.clone(), polls.clone());
    let body = move |_ctx: RunContext| {
        std::future::poll_fn(move |context| {
            noted.note("polled");
            *kept.borrow_mut() = Some(context.waker().clone());
            std::task::Poll::<Result<(), TaskError>>::Pending
        })
    };
    stage.supervisor.spawn("keeps its waker", body).unwrap();
    stage.settle();
    let shutdown = stage.supervisor.shutdown(SHUTDOWN_DEADLINE);
    stage.world.block_on(shutdown);
    waker.take().unwrap().wake();
    stage.settle();
    assert_eq!(polls.take(), ["polled"]);
}

#[test]
fn a_shutdown_that_is_polled_often_keeps_one_waker() {
    let stage = Stage::new();
    spawn_deaf(&stage, Duration::from_secs(60));
    stage.settle();
    let mut shutdown = Box::pin(stage.supervisor.shutdown(SHUTDOWN_DEADLINE));
    let woken = std::sync::Arc::new(Woken);
    for _ in 0..10 {
        let waker = std::task::Waker::from(woken.clone());
        let context = &mut std::task::Context::from_waker(&waker);
        assert!(shutdown.as_mut().poll(context).is_pending());
    }
    assert_eq!(std::sync::Arc::strong_count(&woken), 2);
}

struct Woken;

impl std::task::Wake for Woken {
    fn wake(self: std::sync::Arc<Self>) {}
}

#[test]
fn two_supervisors_of_one_world_know_nothing_of_each_other() {
    let stage = Stage::new();
    let other = Supervisor::new(taskdeck_core::Config::new(stage.world.shared()));
    let run = stage.spawn_endless("stays");
    stage.settle();
    let shutdown = other.shutdown(SHUTDOWN_DEADLINE);
    stage.world.block_on(shutdown);
    assert_eq!(stage.status(&run), Some(RunStatus::Running));
    assert_eq!(other.counts().all(), 0);
    assert_ne!(other, stage.supervisor);
    assert_eq!(stage.world.now().since_start(), Duration::ZERO);
}
