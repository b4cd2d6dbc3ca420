//! Failures, and the error handler.

use std::panic::resume_unwind;

use taskdeck_core::{ErrorKind, RunContext, TaskError};

use crate::stage::{Notes, Stage, failure};

fn spawn_failing(stage: &Stage, title: &str) {
    let body = async |_ctx: RunContext| Err::<(), _>(failure());
    stage.supervisor.spawn(title, body).unwrap();
}

fn noting(
    notes: &Notes,
) -> impl Fn(&taskdeck_core::RunSnapshot, &TaskError) -> Result<(), TaskError> + 'static {
    let notes = notes.clone();
    move |run, error| {
        notes.note(format!("{}: {error}", run.title));
        Ok(())
    }
}

#[test]
fn the_error_handler_is_called_once_for_each_failure() {
    let notes = Notes::default();
    let stage = Stage::with(|config| config.on_error(noting(&notes)));
    spawn_failing(&stage, "first");
    stage.spawn_noting("completes", &Notes::default());
    stage.spawn_endless("is cancelled").cancel();
    spawn_failing(&stage, "second");
    stage.settle();
    assert_eq!(
        notes.take(),
        ["first: out of paper", "second: out of paper"]
    );
}

#[test]
fn a_handler_that_panics_is_logged_and_nothing_else_happens() {
    let stage = Stage::with(|config| config.on_error(|_, _| resume_unwind(Box::new("no"))));
    spawn_failing(&stage, "first");
    spawn_failing(&stage, "second");
    stage.settle();
    assert_eq!(stage.supervisor.counts().failed, 2);
    assert_eq!(
        stage.world.take_log(),
        ["the error handler panicked: no"; 2]
    );
}

#[test]
fn a_handler_that_fails_is_logged_and_nothing_else_happens() {
    let stage = Stage::with(|config| config.on_error(|_, _| Err(TaskError::new("no dialog"))));
    spawn_failing(&stage, "fails");
    stage.settle();
    assert_eq!(stage.supervisor.counts().failed, 1);
    assert_eq!(
        stage.world.take_log(),
        ["the error handler failed: no dialog"]
    );
}

#[test]
fn a_handler_can_be_replaced_and_call_the_one_before() {
    let (first, second) = (Notes::default(), Notes::default());
    let stage = Stage::with(|config| config.on_error(noting(&first)));
    let before = std::rc::Rc::new(std::cell::OnceCell::new());
    let (chained, noted) = (before.clone(), noting(&second));
    let replaced = stage.supervisor.set_error_handler(move |run, error| {
        noted(run, error)?;
        let before: &taskdeck_core::ErrorHandler = chained.get().unwrap();
        before(run, error)
    });
    assert!(before.set(replaced.unwrap()).is_ok());
    spawn_failing(&stage, "fails");
    stage.settle();
    assert_eq!(first.take(), ["fails: out of paper"]);
    assert_eq!(second.take(), ["fails: out of paper"]);
}

#[test]
fn an_error_keeps_its_kind_and_the_chain_of_its_causes() {
    #[derive(Debug)]
    struct Outer(std::num::ParseIntError);

    impl std::fmt::Display for Outer {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("line 3 is wrong")
        }
    }

    impl std::error::Error for Outer {
        fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
            Some(&self.0)
        }
    }

    let stage = Stage::new();
    let body = async |_ctx: RunContext| {
        let number: Result<u8, _> = "x".parse();
        let number = number.map_err(Outer).map_err(TaskError::from);
        number.map_err(|error| error.context("the list could not be read"))
    };
    let run = stage.supervisor.spawn("reads a list", body).unwrap();
    stage.settle();
    let error = run.snapshot().unwrap().error().cloned().unwrap();
    assert_eq!(error.kind(), ErrorKind::Error);
    assert_eq!(error.message(), "the list could not be read");
    let causes: Vec<_> = error.causes().collect();
    assert_eq!(causes, ["line 3 is wrong", "invalid digit found in string"]);
}
