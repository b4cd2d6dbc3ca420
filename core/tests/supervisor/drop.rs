//! What is dropped, when, and that nothing is left.

use std::{
    future::pending,
    rc::{Rc, Weak},
};

use taskdeck_core::{CancelReason, Interest, Outcome, RunContext, RunOptions, RunState, TaskError};

use crate::stage::{Notes, OnDrop, Stage, millis};

#[test]
fn the_last_supervisor_takes_its_runs_with_it() {
    let (stage, notes) = (Stage::with_slots(1), Notes::default());
    let noted = notes.clone();
    let body = async move |_ctx: RunContext| {
        let _gone = OnDrop(|| noted.note("dropped"));
        pending::<Result<(), TaskError>>().await
    };
    let running = stage.supervisor.spawn("runs", body).unwrap();
    let waiting = stage.spawn_endless("waits");
    stage.settle();
    let watches = [&running, &waiting].map(|run| run.watch().unwrap());

    let clone = stage.supervisor.clone();
    drop(stage.supervisor);
    stage.world.run_until_stalled();
    assert!(notes.take().is_empty(), "a clone is left");
    drop(clone);
    assert_eq!(notes.take(), ["dropped"]);
    let states = watches.map(|watch| watch.get_untracked().state);
    let cancelled = |started| RunState::Cancelled {
        reason: CancelReason::Owner,
        started,
    };
    assert_eq!(states, [cancelled(true), cancelled(false)]);
    stage.world.run_until_stalled();
    assert_eq!(
        (stage.world.live_futures(), stage.world.pending_timers()),
        (0, 0)
    );
    let outcome = stage.world.block_on(waiting.outcome());
    assert_eq!(outcome, Outcome::Cancelled(CancelReason::Owner));
}

#[test]
fn a_supervisor_that_is_dropped_inside_of_its_last_body_ends_after_that_poll() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let (supervisor, noted) = (stage.supervisor.clone(), notes.clone());
    let body = async move |ctx: RunContext| {
        let _gone = OnDrop(|| noted.note("dropped"));
        drop(supervisor);
        noted.note("goes on");
        ctx.yield_now().await;
        noted.note("comes back");
        Ok(())
    };
    let run = stage
        .supervisor
        .spawn("drops its supervisor", body)
        .unwrap();
    drop(stage.supervisor);
    let outcome = stage.world.block_on(run.outcome());
    assert_eq!(outcome, Outcome::Cancelled(CancelReason::Owner));
    assert_eq!(notes.take(), ["goes on", "dropped"]);
    assert_eq!(stage.world.live_futures(), 0);
}

#[test]
fn a_run_that_was_being_cancelled_keeps_its_reason_when_the_supervisor_goes() {
    let stage = Stage::new();
    let options = RunOptions::new("is slow to stop").grace(millis(100));
    let body = async |_ctx: RunContext| pending::<Result<(), TaskError>>().await;
    let run = stage.supervisor.spawn_with(options, body).unwrap();
    stage.settle();
    run.cancel();
    drop(stage.supervisor);
    let outcome = stage.world.block_on(run.outcome());
    assert_eq!(outcome, Outcome::Cancelled(CancelReason::Caller));
}

#[test]
fn a_value_whose_callback_was_not_called_in_time_is_not_lost_with_the_supervisor() {
    let stage = Stage::new();
    let options = RunOptions::new("ends").on_complete(|_, _| ());
    let supervisor = std::cell::RefCell::new(Some(stage.supervisor.clone()));
    let body = async move |_ctx: RunContext| {
        drop(supervisor.take());
        Ok(7)
    };
    let listener = stage.supervisor.observe(Interest::All).subscribe(|_| ());
    let run = stage.supervisor.spawn_with(options, body).unwrap();
    for _ in 0..10 {
        // So many notices are delivered first that the supervisor is gone before this one.
        stage.spawn_endless("waits");
    }
    drop((listener, stage.supervisor));
    let outcome = stage.world.block_on(run.outcome());
    assert_eq!(outcome, Outcome::Completed(7));
}

/// Returns whether the value is still referenced.
fn tracked() -> (Rc<()>, Weak<()>) {
    let held = Rc::new(());
    let weak = Rc::downgrade(&held);
    (held, weak)
}

#[test]
fn a_handle_that_is_dropped_at_once_leaks_nothing() {
    let stage = Stage::new();
    let ((captured, body), (returned, value)) = (tracked(), tracked());
    drop(
        stage
            .supervisor
            .spawn("fire and forget", async move |_ctx: RunContext| {
                let _captured = captured;
                Ok(returned)
            }),
    );
    stage.settle();
    assert!(body.upgrade().is_none(), "the body");
    assert!(value.upgrade().is_none(), "the value");
}

#[test]
fn what_a_task_captured_goes_when_its_run_goes() {
    let stage = Stage::new();
    let (captured, weak) = tracked();
    let run = stage
        .supervisor
        .spawn_repeatable(RunOptions::new("fails"), move |_ctx| {
            let _captured = captured.clone();
            async { Err::<(), _>(crate::stage::failure()) }
        });
    stage.settle();
    drop(run);
    assert!(weak.upgrade().is_some(), "it can be retried");
    stage.supervisor.clear_finished();
    assert!(weak.upgrade().is_none());
}

#[test]
fn a_value_that_is_not_taken_may_use_the_supervisor_when_it_is_dropped() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let (supervisor, noted) = (stage.supervisor.clone(), notes.clone());
    let body = async move |_ctx: RunContext| {
        Ok(OnDrop(move || {
            noted.note(format!("{} active", supervisor.counts().live()));
        }))
    };
    drop(stage.supervisor.spawn("returns a value with a drop", body));
    stage.settle();
    assert_eq!(notes.take(), ["0 active"]);
    assert!(stage.world.take_log().is_empty());
}

#[test]
fn callbacks_and_parameters_may_use_the_supervisor_when_they_are_dropped() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let noting = |what: &'static str| {
        let (supervisor, noted) = (stage.supervisor.clone(), notes.clone());
        OnDrop(move || noted.note(format!("{what}: {} kept", supervisor.counts().all())))
    };
    let (callback, attachment) = (noting("callback"), noting("attachment"));
    let options = RunOptions::new("ends")
        .params(taskdeck_core::Params::new().attach("file", attachment))
        .on_error(move |_, _| callback.touch());
    let run = stage
        .supervisor
        .spawn_with(options, async |_ctx: RunContext| Ok(()));
    drop(run);
    stage.settle();
    stage.supervisor.clear_finished();
    stage.settle();
    let mut told = notes.take();
    told.sort();
    assert_eq!(told, ["attachment: 0 kept", "callback: 0 kept"]);
}

#[test]
fn a_handle_may_cancel_its_run_when_it_is_dropped() {
    let stage = Stage::new();
    let run = stage.spawn_endless("is owned");
    let id = run.id();
    stage.settle();
    let guard = run.cancel_on_drop();
    assert!(stage.supervisor.run(id).is_active());
    drop(guard);
    let state = stage.supervisor.run(id).snapshot().unwrap().state;
    let (reason, started) = (CancelReason::Owner, true);
    assert_eq!(state, RunState::Cancelled { reason, started });
}

#[test]
fn a_guard_that_was_released_cancels_nothing() {
    let stage = Stage::new();
    let run = stage
        .spawn_endless("is released")
        .cancel_on_drop()
        .release();
    let id = run.id();
    drop(run);
    stage.settle();
    assert!(stage.supervisor.run(id).is_active());
}

#[test]
fn an_idle_supervisor_has_no_timer() {
    let stage = Stage::new();
    let body = async |ctx: RunContext| {
        ctx.progress(1, 2);
        Ok(ctx.sleep(millis(5)).await?)
    };
    let run = stage.supervisor.spawn("ends", body).unwrap();
    let _watch = run.watch();
    stage.world.advance(millis(100));
    assert_eq!(stage.world.pending_timers(), 0);
    assert_eq!(stage.world.live_futures(), 1, "the driver, asleep");
}
