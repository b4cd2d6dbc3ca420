//! Panics of bodies. They unwind without a message on stderr, because only the hook writes that.

use std::{future::pending, panic::resume_unwind};

use taskdeck_core::{ErrorKind, RunContext, RunOptions, RunStatus, SpawnError, TaskError};

use crate::stage::{Notes, OnDrop, Stage, millis};

#[test]
fn a_panic_fails_its_run_with_its_message_while_others_go_on() {
    let stage = Stage::new();
    let other = stage.spawn_endless("goes on");
    let body = async |_ctx: RunContext| -> Result<(), TaskError> {
        resume_unwind(Box::new("index out of range"))
    };
    let run = stage.supervisor.spawn("panics", body).unwrap();
    stage.settle();
    let error = run.snapshot().unwrap().error().cloned().unwrap();
    assert_eq!(
        (error.kind(), error.message()),
        (ErrorKind::Panic, &"index out of range".into())
    );
    assert_eq!(stage.status(&other), Some(RunStatus::Running));
    assert_eq!(stage.supervisor.lane("main").usage().unwrap().taken, 1);
}

#[test]
fn a_panic_may_carry_a_string_or_another_value() {
    let stage = Stage::new();
    let message = |payload: Box<dyn std::any::Any + Send>| {
        let body =
            async move |_ctx: RunContext| -> Result<(), TaskError> { resume_unwind(payload) };
        let run = stage.supervisor.spawn("panics", body).unwrap();
        stage.settle();
        run.snapshot()
            .unwrap()
            .error()
            .unwrap()
            .message()
            .to_owned()
    };
    assert_eq!(message(Box::new("a string".to_owned())), "a string");
    let other = message(Box::new(7));
    assert_eq!(other, "panicked with something that is not a text");
}

#[test]
fn a_panic_before_the_first_await_of_a_plain_closure_is_caught_too() {
    let stage = Stage::new();
    let options = RunOptions::new("panics when called");
    let body = |_ctx: RunContext| -> std::future::Ready<Result<(), TaskError>> {
        resume_unwind(Box::new("in the call"))
    };
    let run = stage.supervisor.spawn_repeatable(options, body).unwrap();
    stage.settle();
    assert_eq!(stage.status(&run), Some(RunStatus::Failed));
}

#[test]
fn a_drop_that_panics_when_it_is_cancelled_is_logged_and_the_run_is_cancelled() {
    let stage = Stage::new();
    let body = async |_ctx: RunContext| {
        let _gone = OnDrop(|| resume_unwind(Box::new("in the drop")));
        pending::<Result<(), TaskError>>().await
    };
    let run = stage.supervisor.spawn("drops badly", body).unwrap();
    stage.settle();
    assert!(run.cancel());
    assert_eq!(stage.status(&run), Some(RunStatus::Cancelled));
    assert_eq!(
        stage.world.take_log(),
        ["dropping a body panicked: in the drop"]
    );
    assert_eq!(stage.supervisor.lane("main").usage().unwrap().taken, 0);
}

#[test]
fn a_value_whose_drop_panics_is_logged() {
    let stage = Stage::new();
    let body = async |_ctx: RunContext| Ok(OnDrop(|| resume_unwind(Box::new("in the drop"))));
    let id = stage.supervisor.spawn("returns it", body).unwrap().id();
    stage.settle();
    assert_eq!(
        stage.supervisor.run(id).status(),
        Some(RunStatus::Completed)
    );
    assert_eq!(
        stage.world.take_log(),
        ["dropping what a run had panicked: in the drop"]
    );
}

#[test]
fn a_world_that_has_crashed_runs_nothing_and_takes_nothing_in() {
    let stage = Stage::new();
    let notes = Notes::default();
    let told = notes.clone();
    let body = async move |ctx: RunContext| {
        ctx.sleep(millis(1)).await?;
        told.note("it went on");
        Ok(())
    };
    let run = stage.supervisor.spawn("sleeps", body).unwrap();
    stage.settle();
    let queued = stage.spawn_noting("not yet started", &notes);
    stage.world.crash();
    stage.world.advance(millis(10));
    stage.settle();
    assert!(notes.take().is_empty());
    assert_eq!(stage.status(&run), Some(RunStatus::Running));
    assert_eq!(stage.status(&queued), Some(RunStatus::Queued));
    let late = async |_ctx: RunContext| Ok(());
    let refused = stage.supervisor.spawn("too late", late).unwrap_err();
    assert_eq!(refused, SpawnError::Crashed);
    assert_eq!(refused.code(), "crashed");
    assert_eq!(stage.supervisor.counts().live(), 2);
}
