//! Panics of bodies. They unwind without a message on stderr, as only the hook writes that.

use std::{future::pending, panic::resume_unwind};

use taskdeck_core::{ErrorKind, RunContext, RunOptions, RunStatus, TaskError};

use crate::stage::{OnDrop, Stage};

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
        (ErrorKind::Panic, "index out of range")
    );
    assert_eq!(stage.status(&other), Some(RunStatus::Running));
    assert_eq!(stage.supervisor.main_lane().taken, 1);
}

#[test]
fn a_panic_may_say_a_string_or_something_else() {
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
    assert_eq!(stage.supervisor.main_lane().taken, 0);
}

#[test]
fn a_value_whose_drop_panics_is_logged() {
    let stage = Stage::new();
    let body = async |_ctx: RunContext| Ok(OnDrop(|| resume_unwind(Box::new("in the drop"))));
    let id = stage.supervisor.spawn("returns it", body).unwrap().id();
    stage.settle();
    assert_eq!(stage.supervisor.status(id), Some(RunStatus::Completed));
    assert_eq!(
        stage.world.take_log(),
        ["dropping what a run had panicked: in the drop"]
    );
}
