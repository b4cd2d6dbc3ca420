//! Further attempts of a run.

use std::time::Duration;

use taskdeck_core::{
    CancelReason, Config, ErrorKind, Outcome, Priority, Retry, RunContext, RunHandle, RunOptions,
    RunStatus, SpawnError, Supervisor, Task, TaskError, Waiting, World, sim::SimWorld,
};

use crate::stage::{Notes, Stage, failure, limit, millis};

/// Spawns a run that fails in its first attempts and records when each began.
pub(crate) fn fails(
    stage: &Stage,
    times: u32,
    retry: Retry,
    notes: &Notes,
) -> RunHandle<&'static str> {
    let (noted, world) = (notes.clone(), stage.world.clone());
    let body = move |ctx: RunContext| {
        noted.note(format!("{} ms", world.now().since_start().as_millis()));
        async move {
            match ctx.attempt() {
                attempt if attempt <= times => Err(TaskError::new(format!("error {attempt}"))),
                _ => Ok("worked"),
            }
        }
    };
    let options = RunOptions::new("fails at first").retry(retry);
    stage.supervisor.spawn_repeatable(options, body).unwrap()
}

#[test]
fn an_attempt_follows_after_each_wait_until_one_works() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let retry = Retry::new(5).delay(millis(100)).max_delay(millis(300));
    let run = fails(&stage, 4, retry, &notes);
    assert_eq!(run.snapshot().unwrap().max_attempts, 6);
    let id = run.id();
    assert_eq!(
        stage.world.block_on(run.outcome()),
        Outcome::Completed("worked")
    );
    assert_eq!(
        notes.take(),
        ["0 ms", "100 ms", "300 ms", "600 ms", "900 ms"]
    );
    let run = stage.supervisor.run(id).snapshot().unwrap();
    assert_eq!((run.attempt, run.attempts.len()), (5, 4));
    assert_eq!(run.attempts[3].error, TaskError::new("error 4"));
    assert_eq!(run.attempts[3].number, 4);
    assert_eq!(run.attempts[3].started_at.since_start(), millis(600));
    assert_eq!(run.started_at.unwrap().since_start(), millis(0));
    assert_eq!(run.attempt_started_at.unwrap().since_start(), millis(900));
}

#[test]
fn a_run_fails_with_its_last_error_when_no_attempt_is_left() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let run = fails(&stage, 9, Retry::new(2).delay(millis(1)), &notes);
    let id = run.id();
    let last = TaskError::new("error 3");
    assert_eq!(stage.world.block_on(run.outcome()), Outcome::Failed(last));
    assert_eq!(notes.take().len(), 3);
    let numbers: Vec<_> = stage
        .supervisor
        .run(id)
        .snapshot()
        .unwrap()
        .attempts
        .iter()
        .map(|a| a.number)
        .collect();
    assert_eq!(numbers, [1, 2, 3]);
}

#[test]
fn a_limit_of_zero_is_no_retry_and_needs_no_body_that_can_be_called_again() {
    let stage = Stage::new();
    let options = RunOptions::new("once").retry(Retry::new(0));
    let body = async |_ctx: RunContext| Err::<(), _>(failure());
    let run = stage.supervisor.spawn_with(options, body).unwrap();
    assert_eq!(
        stage.world.block_on(run.outcome()),
        Outcome::Failed(failure())
    );
}

#[test]
fn a_retry_of_a_body_that_can_be_called_once_is_refused_with_a_hint() {
    let stage = Stage::new();
    let options = RunOptions::new("once").retry(Retry::new(1));
    let body = async |_ctx: RunContext| Ok(());
    let refused = stage.supervisor.spawn_with(options, body).unwrap_err();
    let SpawnError::InvalidPolicy(wrong) = &refused else {
        panic!("{refused}");
    };
    assert_eq!(wrong.field, "retry");
    assert!(refused.to_string().contains("spawn_repeatable"));
}

#[test]
fn an_error_may_rule_out_a_retry_or_set_its_time() {
    let stage = Stage::new();
    let spawn = |error: TaskError| {
        let options = RunOptions::new("fails").retry(Retry::new(1).max_delay(millis(10)));
        let body = move |_ctx| std::future::ready(Err::<(), _>(error.clone()));
        stage.supervisor.spawn_repeatable(options, body).unwrap()
    };
    let no = spawn(failure().no_retry());
    let later = spawn(failure().context("sending").retry_after(millis(7_000)));
    stage.settle();
    assert_eq!(stage.status(&no), Some(RunStatus::Failed));
    let seen = later.snapshot().unwrap();
    let at = seen.created_at + millis(7_000);
    assert_eq!(seen.waiting, Some(Waiting::Retry { at }));
}

#[test]
fn the_condition_decides_and_its_panic_means_no() {
    let stage = Stage::new();
    let spawn = |retry: Retry| {
        let options = RunOptions::new("fails").retry(retry.delay(millis(1)));
        let body = async |_ctx: RunContext| Err::<(), _>(failure());
        let run = stage.supervisor.spawn_repeatable(options, body).unwrap();
        stage.world.advance(millis(10));
        run.snapshot().unwrap().attempt
    };
    let retry = Retry::new(1);
    assert_eq!(spawn(retry.clone().when(|error| *error == failure())), 2);
    assert_eq!(
        spawn(retry.clone().when(|error| error.kind() == ErrorKind::Panic)),
        1
    );
    assert_eq!(spawn(retry.when(|_| panic!("cannot decide"))), 1);
    let log = stage.world.take_log();
    assert!(
        log[0].contains("the condition of a retry panicked"),
        "{log:?}"
    );
}

#[test]
fn a_cancel_in_the_condition_of_a_retry_rules_out_a_further_attempt() {
    let stage = Stage::new();
    let supervisor = stage.supervisor.clone();
    let retry = Retry::new(5).delay(millis(1)).when(move |_| {
        supervisor.cancel_all(CancelReason::User);
        true
    });
    let options = RunOptions::new("fails").retry(retry);
    let body = async |_ctx: RunContext| Err::<(), _>(failure());
    let run = stage.supervisor.spawn_repeatable(options, body).unwrap();
    stage.world.advance(millis(10));
    let run = run.snapshot().unwrap();
    assert_eq!((run.status(), run.attempt), (RunStatus::Failed, 1));
}

#[test]
fn a_panic_is_retried_like_any_failure() {
    let stage = Stage::new();
    let options = RunOptions::new("panics").retry(Retry::new(1).delay(millis(1)));
    let body = async |ctx: RunContext| {
        assert!(ctx.attempt() > 1, "not yet");
        Ok(())
    };
    let run = stage.supervisor.spawn_repeatable(options, body).unwrap();
    let id = run.id();
    assert_eq!(stage.world.block_on(run.outcome()), Outcome::Completed(()));
    let first = stage.supervisor.run(id).snapshot().unwrap().attempts[0]
        .error
        .clone();
    assert_eq!(first.kind(), ErrorKind::Panic);
}

#[test]
fn a_cancelled_attempt_is_not_retried() {
    let stage = Stage::new();
    let options = RunOptions::new("stops")
        .grace(millis(50))
        .retry(Retry::new(9));
    let body = async |ctx: RunContext| Ok(ctx.sleep(millis(1_000)).await?);
    let run = stage.supervisor.spawn_repeatable(options, body).unwrap();
    stage.settle();
    run.cancel();
    stage.settle();
    assert_eq!(stage.status(&run), Some(RunStatus::Cancelled));
}

#[test]
fn jitter_is_part_of_the_wait_and_the_same_for_the_same_seed() {
    let waits = |seed: u64| -> Vec<Duration> {
        let world = SimWorld::new(3);
        let supervisor = Supervisor::new(Config::new(world.shared()).seed(seed));
        let retry = Retry::new(20).delay(millis(1_000)).factor(1.0).jitter();
        let options = RunOptions::new("fails").retry(retry);
        let body = async |_ctx: RunContext| Err::<(), _>(failure());
        let run = supervisor.spawn_repeatable(options, body).unwrap();
        world.block_on(run.wait());
        let attempts = run.snapshot().unwrap().attempts;
        attempts
            .windows(2)
            .map(|pair| pair[1].started_at - pair[0].ended_at)
            .collect()
    };
    let one = waits(1);
    assert_eq!(one, waits(1));
    assert_ne!(one, waits(2));
    assert!(one.iter().all(|wait| *wait <= millis(1_000)));
    assert!(one.iter().any(|wait| *wait > millis(700)));
    assert!(one.iter().any(|wait| *wait < millis(300)));
}

#[test]
fn a_new_attempt_begins_without_the_progress_and_the_result_of_the_one_before() {
    let stage = Stage::new();
    let options = RunOptions::new("fails").retry(Retry::new(1).delay(millis(10)));
    let body = async |ctx: RunContext| {
        if ctx.attempt() == 1 {
            ctx.progress(9, 10);
            ctx.output("half a page");
            return Err(failure());
        }
        ctx.sleep(millis(100)).await?;
        Ok(())
    };
    let run = stage.supervisor.spawn_repeatable(options, body).unwrap();
    stage.settle();
    assert!(
        run.snapshot().unwrap().progress.is_some(),
        "it is how far it came"
    );
    stage.world.advance(millis(20));
    let seen = run.snapshot().unwrap();
    assert_eq!((seen.progress, seen.has_output), (None, false));
}

#[test]
fn the_context_of_an_attempt_that_is_over_reports_nothing() {
    let stage = Stage::new();
    let kept = std::rc::Rc::new(std::cell::RefCell::new(None::<RunContext>));
    let keep = kept.clone();
    let options = RunOptions::new("fails").retry(Retry::new(1).delay(millis(10)));
    let body = move |ctx: RunContext| {
        let first = ctx.attempt() == 1;
        keep.borrow_mut().get_or_insert(ctx);
        async move {
            if first {
                return Err(failure());
            }
            std::future::pending().await
        }
    };
    let run = stage
        .supervisor
        .spawn_repeatable::<_, _, ()>(options, body)
        .unwrap();
    stage.world.advance(millis(20));
    let old = kept.borrow().clone().unwrap();
    old.progress(1, 2);
    old.log("from the past");
    let seen = run.snapshot().unwrap();
    assert_eq!((old.attempt(), seen.attempt, seen.progress), (1, 2, None));
    assert!(
        stage
            .supervisor
            .run(run.id())
            .log()
            .unwrap()
            .lines
            .is_empty()
    );
}

#[test]
fn a_retry_comes_from_the_task_and_one_run_may_override_it() {
    let stage = Stage::with(|config| config.concurrency(limit(8)));
    let task = Task::new("send", "Send", async |_ctx: RunContext| {
        Err::<(), _>(failure())
    })
    .retry(Retry::new(3).delay(millis(1)))
    .priority(Priority::Background);
    stage.supervisor.define(task).unwrap();
    let start = |options| stage.supervisor.start_with("send", options).unwrap();
    let of_task = start(RunOptions::of_task());
    let once = start(RunOptions::of_task().retry(Retry::new(0)));
    stage.world.advance(millis(100));
    assert_eq!(of_task.snapshot().unwrap().attempt, 4);
    assert_eq!(once.snapshot().unwrap().attempt, 1);
    let again = stage.supervisor.run(once.id()).retry().unwrap();
    assert_eq!(
        stage.supervisor.run(again).snapshot().unwrap().max_attempts,
        1
    );
}
