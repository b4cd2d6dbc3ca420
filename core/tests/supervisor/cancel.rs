//! Stopping runs without a grace.

use std::{cell::RefCell, future::pending, rc::Rc};

use taskdeck_core::{
    CancelReason, Outcome, Overlap, Retry, RunContext, RunHandle, RunOptions, RunState, RunStatus,
    Supervisor, TaskError,
};

use crate::stage::{Notes, OnDrop, Stage, failure, millis};

fn cancelled(reason: CancelReason, started: bool) -> Option<RunState> {
    Some(RunState::Cancelled { reason, started })
}

fn state<T: 'static>(run: &RunHandle<T>) -> Option<RunState> {
    run.snapshot().map(|run| run.state)
}

#[test]
fn cancel_before_start_never_runs_the_body() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let run = stage.spawn_noting("body", &notes);
    assert!(run.cancel());
    assert_eq!(state(&run), cancelled(CancelReason::Caller, false));
    stage.settle();
    assert!(notes.take().is_empty());
    assert_eq!(run.snapshot().unwrap().attempt, 0);
}

#[test]
fn a_body_that_rests_is_dropped_before_cancel_returns() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let noted = notes.clone();
    let body = async move |_ctx: RunContext| {
        let _gone = OnDrop(|| noted.note("dropped"));
        pending::<Result<(), TaskError>>().await
    };
    let run = stage.supervisor.spawn("rests", body).unwrap();
    stage.settle();
    assert!(run.cancel());
    assert_eq!(notes.take(), ["dropped"]);
    assert_eq!(state(&run), cancelled(CancelReason::Caller, true));
}

#[test]
fn a_body_that_cancels_itself_is_dropped_after_that_poll() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let (supervisor, noted) = (stage.supervisor.clone(), notes.clone());
    let body = async move |ctx: RunContext| {
        assert!(supervisor.run(ctx.id()).cancel(CancelReason::User));
        noted.note(supervisor.run(ctx.id()).status().unwrap().word());
        drop(supervisor);
        ctx.yield_now().await;
        noted.note("went on");
        Ok(())
    };
    let run = stage.supervisor.spawn("cancels itself", body).unwrap();
    stage.settle();
    assert_eq!(notes.take(), ["Cancelling"]);
    assert_eq!(state(&run), cancelled(CancelReason::User, true));
}

#[test]
fn a_value_in_the_poll_that_was_cancelled_counts() {
    let stage = Stage::new();
    let supervisor = stage.supervisor.clone();
    let body = async move |ctx: RunContext| {
        supervisor.run(ctx.id()).cancel(CancelReason::User);
        Ok("done all the same")
    };
    let run = stage.supervisor.spawn("cancels itself", body).unwrap();
    let outcome = stage.world.block_on(run.outcome());
    assert_eq!(outcome, Outcome::Completed("done all the same"));
}

#[test]
fn an_error_in_the_poll_that_was_cancelled_counts() {
    let stage = Stage::new();
    let supervisor = stage.supervisor.clone();
    let body = async move |ctx: RunContext| {
        supervisor.run(ctx.id()).cancel(CancelReason::User);
        Err::<(), _>(crate::stage::failure())
    };
    let run = stage.supervisor.spawn("cancels itself", body).unwrap();
    let outcome = stage.world.block_on(run.outcome());
    assert_eq!(outcome, Outcome::Failed(crate::stage::failure()));
}

#[test]
fn a_sibling_that_rests_is_dropped_while_another_is_polled() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let sibling = stage.spawn_endless("sibling");
    stage.settle();
    let (supervisor, noted, id) = (stage.supervisor.clone(), notes.clone(), sibling.id());
    let body = async move |_ctx: RunContext| {
        assert!(supervisor.run(id).cancel(CancelReason::User));
        noted.note(supervisor.run(id).status().unwrap().word());
        Ok(())
    };
    stage.supervisor.spawn("cancels it", body).unwrap();
    stage.settle();
    assert_eq!(notes.take(), ["Cancelled"]);
}

#[test]
fn cancel_of_a_finished_or_unknown_run_is_false_and_changes_nothing() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let run = stage.spawn_noting("ends", &notes);
    stage.settle();
    let before = run.snapshot();
    assert!(!run.cancel());
    assert_eq!(run.snapshot(), before);
    stage.supervisor.clear_finished();
    assert!(!run.cancel());
    assert!(
        !stage
            .supervisor
            .run(Default::default())
            .cancel(CancelReason::User)
    );
}

#[test]
fn the_first_of_two_cancels_gives_the_reason() {
    let stage = Stage::new();
    let body = async |_ctx: RunContext| pending::<Result<(), TaskError>>().await;
    let options = taskdeck_core::RunOptions::new("is slow to stop").grace(millis(10));
    let run = stage.supervisor.spawn_with(options, body).unwrap();
    stage.settle();
    assert!(run.cancel_with(CancelReason::other("first")));
    stage.world.advance(millis(5));
    assert!(run.cancel_with(CancelReason::other("second")));
    stage.world.advance(millis(5));
    assert_eq!(state(&run), cancelled(CancelReason::other("first"), true));
    assert!(!run.cancel_with(CancelReason::other("third")));
}

#[test]
fn cancel_all_requests_every_live_run_and_returns_how_many() {
    let (stage, notes) = (Stage::with_slots(1), Notes::default());
    stage.spawn_noting("has ended", &notes);
    stage.settle();
    stage.spawn_endless("runs");
    stage.settle();
    stage.spawn_endless("waits");
    assert_eq!(
        stage.supervisor.cancel_all(CancelReason::other("tidy up")),
        2
    );
    assert_eq!(stage.supervisor.counts().live(), 0);
    assert_eq!(stage.supervisor.counts().cancelled, 2);
    assert_eq!(stage.supervisor.cancel_all(CancelReason::User), 0);
}

#[test]
fn cancel_all_cancels_also_runs_that_only_wait_for_children() {
    let stage = Stage::new();
    let body = async |ctx: RunContext| {
        ctx.spawn("child", async |_ctx: RunContext| {
            pending::<Result<(), TaskError>>().await
        })?;
        Ok(())
    };
    let run = stage.supervisor.spawn("parent", body).unwrap();
    stage.settle();
    assert_eq!(stage.supervisor.cancel_all(CancelReason::User), 2);
    assert_eq!(state(&run), cancelled(CancelReason::User, true));
}

#[test]
fn all_are_requested_before_the_first_body_is_dropped() {
    let cancel: fn(&Supervisor) = |supervisor| _ = supervisor.cancel_all(CancelReason::User);
    let shutdown: fn(&Supervisor) = |supervisor| drop(supervisor.shutdown(millis(5)));
    for (stop_all, reason) in [
        (cancel, CancelReason::User),
        (shutdown, CancelReason::Shutdown),
    ] {
        let stage = Stage::new();
        let interferes = || {
            let supervisor = stage.supervisor.clone();
            let body = async move |_ctx: RunContext| {
                let _gone = OnDrop(|| {
                    for id in supervisor.active_ids() {
                        supervisor.run(id).stop_retrying();
                    }
                });
                pending::<Result<(), TaskError>>().await
            };
            stage.supervisor.spawn("interferes", body).unwrap();
        };
        interferes();
        let options = RunOptions::new("waits").retry(Retry::new(1));
        let fails = async |_ctx: RunContext| Err::<(), _>(failure());
        let waits = stage.supervisor.spawn_repeatable(options, fails).unwrap();
        interferes();
        stage.settle();
        stop_all(&stage.supervisor);
        assert_eq!(state(&waits), cancelled(reason, true));
    }
}

#[test]
fn a_run_that_waits_without_a_body_and_is_being_cancelled_is_not_joined() {
    let (stage, joined) = (Stage::new(), Rc::new(RefCell::default()));
    let join = || RunOptions::new("sync").overlap(Overlap::Join);
    let waits = async |_ctx: RunContext| Ok(());
    let waits = stage
        .supervisor
        .spawn_repeatable(join().delay(millis(10)), waits);
    let waits = waits.unwrap();
    let (supervisor, joins) = (stage.supervisor.clone(), joined.clone());
    let body = async move |_ctx: RunContext| {
        let _gone = OnDrop(|| {
            let run = supervisor.spawn_with(join(), async |_ctx: RunContext| Ok(()));
            *joins.borrow_mut() = run.ok().map(|run| run.id());
        });
        pending::<Result<(), TaskError>>().await
    };
    stage.supervisor.spawn("joins", body).unwrap();
    stage.settle();
    assert_eq!(stage.supervisor.cancel_all(CancelReason::User), 2);
    assert_eq!(state(&waits), cancelled(CancelReason::User, false));
    let joined = joined.take().expect("accepted");
    assert_ne!(joined, waits.id());
}

#[test]
fn a_drop_may_cancel_its_own_run_and_others() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let other = stage.spawn_endless("other");
    let (supervisor, noted, other_id) = (stage.supervisor.clone(), notes.clone(), other.id());
    let body = async move |ctx: RunContext| {
        let _gone = OnDrop(|| {
            let own = supervisor
                .run(ctx.id())
                .cancel(CancelReason::other("too late"));
            noted.note(format!("own {own}"));
            let others = supervisor
                .run(other_id)
                .cancel(CancelReason::other("from a drop"));
            noted.note(format!("other {others}"));
        });
        pending::<Result<(), TaskError>>().await
    };
    let run = stage.supervisor.spawn("drops", body).unwrap();
    stage.settle();
    assert!(run.cancel());
    assert_eq!(notes.take(), ["own true", "other true"]);
    assert_eq!(state(&run), cancelled(CancelReason::Caller, true));
    assert_eq!(
        state(&other),
        cancelled(CancelReason::other("from a drop"), true)
    );
}

#[test]
fn a_run_that_is_dropped_before_its_start_cannot_come_back_into_the_queue() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let (supervisor, noted) = (stage.supervisor.clone(), notes.clone());
    let me = Rc::new(RefCell::new(None));
    let own = me.clone();
    let gone = OnDrop(move || {
        let id = own.borrow().expect("was spawned");
        let moved = supervisor
            .run(id)
            .set_priority(taskdeck_core::Priority::UserBlocking);
        noted.note(format!(
            "moved {moved}, cancelled {}",
            supervisor.run(id).cancel(CancelReason::User)
        ));
    });
    let body = async move |_ctx: RunContext| {
        drop(gone);
        Ok(())
    };
    let run = stage.supervisor.spawn("never starts", body).unwrap();
    *me.borrow_mut() = Some(run.id());
    assert!(run.cancel());
    assert_eq!(notes.take(), ["moved false, cancelled true"]);
    stage.settle();
    assert_eq!(stage.status(&run), Some(RunStatus::Cancelled));
    assert_eq!(stage.supervisor.lane("main").usage().unwrap().waiting, 0);
}

#[test]
fn a_subscriber_that_cancels_a_run_as_it_starts_keeps_its_body_from_running() {
    use reactive_graph::effect::ImmediateEffect;

    let (stage, notes) = (Stage::new(), Notes::default());
    let noted = notes.clone();
    let body = move |_ctx: RunContext| {
        noted.note("body");
        async { Ok(()) }
    };
    let options = taskdeck_core::RunOptions::new("is cancelled as it starts");
    let run = stage.supervisor.spawn_repeatable(options, body).unwrap();
    let (watch, supervisor, id) = (run.watch().unwrap(), stage.supervisor.clone(), run.id());
    let _effect = ImmediateEffect::new_isomorphic(move || {
        if watch.status() == RunStatus::Running {
            supervisor.run(id).cancel(CancelReason::User);
        }
    });
    stage.settle();
    assert!(notes.take().is_empty());
    assert_eq!(state(&run), cancelled(CancelReason::User, true));
}
