//! Retries by hand: a new run, linked both ways.

use taskdeck_core::{
    Params, Policy, Priority, RetryError, RunContext, RunHandle, RunOptions, RunStatus, SpawnError,
};

use crate::stage::{Notes, Stage, failure, millis};

fn failed(stage: &Stage, notes: &Notes) -> RunHandle<()> {
    let noted = notes.clone();
    let options = RunOptions::new("fails")
        .params(Params::new().with("page", 3))
        .priority(Priority::Background)
        .on_error(move |_, run| noted.note(format!("attempt {}", run.attempt)));
    let body = async |_ctx: RunContext| Err::<(), _>(failure());
    let run = stage.supervisor.spawn_repeatable(options, body).unwrap();
    stage.settle();
    run
}

#[test]
fn a_retry_is_a_new_run_and_both_know_of_each_other() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let old = failed(&stage, &notes);
    assert!(old.snapshot().unwrap().can_retry);
    let new = stage.supervisor.run(old.id()).retry().unwrap();
    stage.settle();

    let (old, new) = (
        old.snapshot().unwrap(),
        stage.supervisor.run(new).snapshot().unwrap(),
    );
    assert_eq!((old.retried_as, new.retry_of), (Some(new.id), Some(old.id)));
    assert_eq!((old.status(), old.can_retry), (RunStatus::Failed, false));
    assert_ne!(old.public_id, new.public_id);
    assert_eq!((&new.title, new.priority), (&old.title, old.priority));
    assert_eq!(
        stage
            .supervisor
            .run(new.id)
            .params()
            .unwrap()
            .number("page"),
        Some(3.0)
    );
    assert_eq!(notes.take(), ["attempt 1", "attempt 1"]);
}

#[test]
fn the_handle_of_a_retry_has_its_value() {
    let stage = Stage::new();
    let body = async |ctx: RunContext| match ctx.params().number("page") {
        Some(page) => Ok(page),
        None => Err(failure()),
    };
    let options = RunOptions::new("page").params(Params::new().with("page", 3));
    let run = stage.supervisor.spawn_repeatable(options, body).unwrap();
    run.cancel();
    let again = run.retry().unwrap();
    assert_eq!(run.snapshot().unwrap().retried_as, Some(again.id()));
    assert_eq!(stage.world.block_on(again.outcome()).completed(), Some(3.0));
}

#[test]
fn a_retry_takes_an_id_and_a_policy_of_its_own() {
    let stage = Stage::new();
    let old = failed(&stage, &Notes::default());
    let policy = Policy::new().timeout(millis(10));
    let old = stage.supervisor.run(old.id());
    let new = old.retry_with(Some("again".into()), &policy).unwrap();
    let new = stage.supervisor.run(new).snapshot().unwrap();
    assert_eq!((&*new.public_id, new.timeout), ("again", Some(millis(10))));
    assert_eq!(new.priority, Priority::Background);
}

#[test]
fn a_run_is_retried_once_and_its_retry_can_be_retried() {
    let stage = Stage::new();
    let old = failed(&stage, &Notes::default());
    let new = stage.supervisor.run(old.id()).retry().unwrap();
    let again = stage.supervisor.run(old.id()).retry();
    assert_eq!(again, Err(RetryError::AlreadyRetried));
    assert_eq!(stage.supervisor.run(new).retry(), Err(RetryError::NotEnded));
    stage.settle();
    assert!(stage.supervisor.run(new).retry().is_ok());
}

#[test]
fn a_run_that_was_cancelled_can_be_retried_and_one_that_completed_cannot() {
    let stage = Stage::new();
    let spawn = || {
        let body = async |_ctx: RunContext| Ok(());
        stage
            .supervisor
            .spawn_repeatable(RunOptions::new("ends"), body)
            .unwrap()
    };
    let (cancelled, completed) = (spawn(), spawn());
    cancelled.cancel();
    stage.settle();
    assert!(stage.supervisor.run(cancelled.id()).retry().is_ok());
    let refused = stage.supervisor.run(completed.id()).retry();
    assert_eq!(refused, Err(RetryError::NotEnded));
}

#[test]
fn a_body_that_can_be_called_once_only_cannot_be_retried() {
    let stage = Stage::new();
    let body = async |_ctx: RunContext| Err::<(), _>(failure());
    let run = stage.supervisor.spawn("once only", body).unwrap();
    stage.settle();
    assert!(!run.snapshot().unwrap().can_retry);
    assert_eq!(
        stage.supervisor.run(run.id()).retry(),
        Err(RetryError::NotRepeatable)
    );
}

#[test]
fn a_retry_is_refused_as_a_spawn_is_and_may_be_tried_again() {
    let stage = Stage::with(|config| config.max_queued(1));
    let old = failed(&stage, &Notes::default());
    let waits = stage.spawn_endless("waits");
    let full = SpawnError::QueueFull { limit: 1 };
    assert_eq!(
        stage.supervisor.run(old.id()).retry(),
        Err(RetryError::Refused(full))
    );
    waits.cancel();
    assert!(stage.supervisor.run(old.id()).retry().is_ok());
}

#[test]
fn a_run_that_is_not_kept_cannot_be_retried() {
    let stage = Stage::new();
    let old = failed(&stage, &Notes::default());
    stage.supervisor.clear_finished();
    assert_eq!(
        stage.supervisor.run(old.id()).retry(),
        Err(RetryError::UnknownRun)
    );
}
