//! Invalid values, and where policies are set.

use std::time::Duration;

use taskdeck_core::{
    DefineError, InvalidPolicy, LaneOptions, Limit, Overlap, Policy, Rate, Retry, RunContext,
    RunOptions, SpawnError, Task, checked_millis,
};

use crate::stage::{Stage, millis};

fn task(id: &str) -> Task {
    Task::new(id, "Task", async |_ctx: RunContext| Ok(()))
}

/// Returns the errors for this policy where a run is spawned, and where a task is defined.
fn refused(policy: Policy) -> String {
    let stage = Stage::new();
    let options = RunOptions::new("wrong").policy(policy.clone());
    let body = async |_ctx: RunContext| Ok(());
    let spawned = stage
        .supervisor
        .spawn_repeatable(options, body)
        .unwrap_err();
    let defined = stage
        .supervisor
        .define(task("wrong").policy(policy))
        .unwrap_err();
    let (SpawnError::InvalidPolicy(one), DefineError::InvalidPolicy(other)) = (&spawned, &defined)
    else {
        panic!("{spawned}, {defined}");
    };
    assert_eq!(one, other);
    assert_eq!(spawned.code(), "invalid-policy");
    assert_eq!(stage.supervisor.counts().all(), 0);
    assert!(stage.supervisor.tasks().is_empty());
    spawned.to_string()
}

#[test]
fn a_wrong_value_is_refused_and_names_its_field_and_bound() {
    let zero = Duration::ZERO;
    let policy = Policy::new;
    assert_eq!(
        refused(policy().timeout(zero)),
        "timeout must be more than 0, and is 0"
    );
    assert_eq!(
        refused(policy().deadline(zero)),
        "deadline must be more than 0, and is 0"
    );
    assert_eq!(
        refused(policy().at_a_time(0)),
        "at_a_time must be at least 1, and is 0"
    );
    assert_eq!(refused(policy().key("")), "key must not be empty");
    assert_eq!(refused(policy().lane("")), "lane must not be empty");
    let retry = |factor| policy().retry(Retry::new(1).factor(factor));
    assert_eq!(
        refused(retry(0.5)),
        "retry.factor must be at least 1, and is 0.5"
    );
    assert_eq!(
        refused(retry(f64::NAN)),
        "retry.factor must be at least 1, and is NaN"
    );
    assert_eq!(
        refused(retry(f64::INFINITY)),
        "retry.factor must be finite, and is inf"
    );
}

#[test]
fn a_rate_and_a_limit_of_zero_cannot_be_made() {
    let wrong = |rate: Result<Rate, InvalidPolicy>| rate.unwrap_err().to_string();
    assert_eq!(
        wrong(Rate::new(0, millis(1))),
        "rate.starts must be at least 1, and is 0"
    );
    assert_eq!(
        wrong(Rate::new(1, millis(0))),
        "rate.window must be more than 0, and is 0"
    );
    assert!(Limit::at_most(0).is_err());
    assert!(LaneOptions::at_most(0).is_err());
}

#[test]
fn a_number_that_is_no_time_is_refused_by_its_name() {
    let no_times = [
        (-1.0, "-1"),
        (-0.001, "-0.001"),
        (f64::NAN, "NaN"),
        (f64::INFINITY, "inf"),
        (f64::NEG_INFINITY, "-inf"),
        (1e300, "1e300"),
    ];
    for (millis, said) in no_times {
        let wrong = checked_millis("retry.delay", millis).unwrap_err();
        assert_eq!(wrong.field, "retry.delay");
        assert!(
            wrong.to_string().ends_with(&format!("and is {said}")),
            "{wrong}"
        );
    }
    assert_eq!(checked_millis("delay", 0.0), Ok(Duration::ZERO));
    assert_eq!(checked_millis("delay", -0.0), Ok(Duration::ZERO));
    assert_eq!(checked_millis("delay", 0.5), Ok(Duration::from_micros(500)));
    let month = Duration::from_secs(30 * 24 * 3_600);
    assert_eq!(checked_millis("delay", 2_592_000_000.0), Ok(month));
}

#[test]
fn one_run_may_override_its_task_and_keeps_the_rest() {
    let stage = Stage::new();
    let task = task("task")
        .timeout(millis(100))
        .deadline(millis(900))
        .retry(Retry::new(2))
        .overlap(Overlap::Allow);
    stage.supervisor.define(task).unwrap();
    let options = RunOptions::of_task().timeout(millis(200));
    let run = stage.supervisor.start_with("task", options).unwrap();
    let seen = run.snapshot().unwrap();
    assert_eq!(seen.timeout, Some(millis(200)));
    assert_eq!((seen.deadline, seen.max_attempts), (Some(millis(900)), 3));
}

#[test]
fn a_retried_run_keeps_the_whole_policy() {
    let stage = Stage::new();
    let options = RunOptions::new("fails")
        .timeout(millis(100))
        .key("one")
        .grace(millis(7));
    let body = async |_ctx: RunContext| Err::<(), _>(crate::stage::failure());
    let run = stage.supervisor.spawn_repeatable(options, body).unwrap();
    stage.settle();
    let again = stage.supervisor.run(run.id()).retry().unwrap();
    assert_eq!(
        stage.supervisor.run(again).snapshot().unwrap().timeout,
        Some(millis(100))
    );
}
