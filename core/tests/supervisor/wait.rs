//! Waiting for one run, and for all.

use std::{
    future::Future,
    pin::pin,
    task::{Context, Waker},
};

use taskdeck_core::{CancelReason, RunContext, RunState, World};

use crate::stage::{Notes, Stage, failure, millis};

#[test]
fn wait_resolves_with_how_the_run_ended_and_leaves_the_value() {
    let stage = Stage::new();
    let body = async |_ctx: RunContext| Ok(7);
    let run = stage.supervisor.spawn("ends", body).unwrap();
    assert_eq!(stage.world.block_on(run.wait()), Some(RunState::Completed));
    assert_eq!(stage.world.block_on(run.wait()), Some(RunState::Completed));
    assert_eq!(stage.world.block_on(run.outcome()).completed(), Some(7));
}

#[test]
fn wait_resolves_with_how_the_run_ended_also_when_it_is_not_kept() {
    let stage = Stage::with(|config| config.keep(0));
    let body = async |_ctx: RunContext| Err::<(), _>(failure());
    let run = stage.supervisor.spawn("fails and goes", body).unwrap();
    let wait = stage.supervisor.run(run.id()).wait();
    assert_eq!(
        stage.world.block_on(wait),
        Some(RunState::Failed(failure()))
    );
    assert_eq!(
        stage.world.block_on(run.wait()),
        None,
        "now it is not known"
    );
}

#[test]
fn every_wait_resolves_with_the_end() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let run = stage.spawn_endless("ends");
    for waiter in ["a", "b"] {
        let (wait, noted) = (run.wait(), notes.clone());
        stage.world.spawn(Box::pin(async move {
            let end = wait.await;
            noted.note(format!("{waiter} {}", end.unwrap().status()));
        }));
    }
    stage.settle();
    assert!(notes.take().is_empty());
    run.cancel();
    stage.settle();
    let mut told = notes.take();
    told.sort();
    assert_eq!(told, ["a Cancelled", "b Cancelled"]);
}

#[test]
fn wait_learns_that_the_supervisor_is_gone() {
    let stage = Stage::new();
    let run = stage.spawn_endless("is left");
    stage.settle();
    let wait = run.wait();
    drop(stage.supervisor);
    let (reason, started) = (CancelReason::Owner, true);
    let end = stage.world.block_on(wait);
    assert_eq!(end, Some(RunState::Cancelled { reason, started }));
}

#[test]
fn idle_waits_for_queued_running_and_cancelling_runs() {
    let stage = Stage::with_slots(1);
    let body = async |ctx: RunContext| Ok(ctx.sleep(millis(10)).await?);
    stage.supervisor.spawn("first", body).unwrap();
    stage.supervisor.spawn("second", body).unwrap();
    stage.world.block_on(stage.supervisor.idle());
    assert_eq!(stage.world.now().since_start(), millis(20));
    stage.world.block_on(stage.supervisor.idle());
    assert_eq!(stage.supervisor.counts().completed, 2);
}

#[test]
fn idle_resolves_when_the_supervisor_is_gone() {
    let stage = Stage::new();
    stage.spawn_endless("is left");
    let idle = stage.supervisor.idle();
    drop(stage.supervisor);
    stage.world.block_on(idle);
}

#[test]
fn a_wait_that_is_dropped_wakes_nothing() {
    let stage = Stage::new();
    let run = stage.spawn_endless("ends");
    let woken = std::sync::Arc::new(CountsWakes::default());
    let waker = Waker::from(woken.clone());
    {
        let (mut wait, mut idle) = (pin!(run.wait()), pin!(stage.supervisor.idle()));
        let context = &mut Context::from_waker(&waker);
        assert!(wait.as_mut().poll(context).is_pending());
        assert!(idle.as_mut().poll(context).is_pending());
    }
    run.cancel();
    assert_eq!(
        std::sync::Arc::strong_count(&woken),
        2,
        "the waker was dropped"
    );
    assert_eq!(woken.0.load(std::sync::atomic::Ordering::Relaxed), 0);
}

#[derive(Default)]
struct CountsWakes(std::sync::atomic::AtomicUsize);

impl std::task::Wake for CountsWakes {
    fn wake(self: std::sync::Arc<Self>) {
        self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    }
}
