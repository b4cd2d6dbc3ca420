//! When a run did what.

use std::time::Duration;

use taskdeck_core::{Instant, PhaseKind, Retry, RunContext, RunOptions, RunTimes, TaskError};

use crate::stage::{Stage, millis};

use PhaseKind::{Cancelling, Queued, RetryWait, Running};

/// Returns the phases of the newest run, in milliseconds since the start of the stage's clock.
fn phases(stage: &Stage) -> Vec<(PhaseKind, u128, Option<u128>)> {
    let RunTimes {
        created_at, phases, ..
    } = stage.supervisor.performance().timeline(1).remove(0);
    let after = |at: Instant| (at - created_at).as_millis();
    let phases = phases.into_iter();
    phases
        .map(|phase| (phase.kind, after(phase.from), phase.to.map(after)))
        .collect()
}

/// Sleeps this long.
async fn rest(ctx: RunContext, millis: u64) -> Result<(), TaskError> {
    ctx.sleep(Duration::from_millis(millis)).await?;
    Ok(())
}

#[test]
fn a_run_waits_and_then_runs() {
    let stage = Stage::with_slots(1);
    let first = stage
        .supervisor
        .spawn("First", async |ctx| rest(ctx, 100).await);
    let second = stage
        .supervisor
        .spawn("Second", async |ctx| rest(ctx, 50).await);
    assert!(first.is_ok() && second.is_ok());
    stage.world.advance(millis(40));
    assert_eq!(phases(&stage), [(Queued, 0, None)]);
    stage.world.advance(millis(80));
    assert_eq!(
        phases(&stage),
        [(Queued, 0, Some(100)), (Running, 100, None)]
    );
    stage.world.advance(millis(80));
    assert_eq!(
        phases(&stage),
        [(Queued, 0, Some(100)), (Running, 100, Some(150))]
    );
    // The newest first, and at most this many.
    let titles: Vec<_> = stage
        .supervisor
        .performance()
        .timeline(9)
        .into_iter()
        .map(|run| run.title)
        .collect();
    assert_eq!(titles, ["Second".into(), "First".into()]);
    assert_eq!(stage.supervisor.performance().timeline(1).len(), 1);
}

#[test]
fn attempts_have_waits_between_them() {
    let stage = Stage::new();
    let options =
        RunOptions::new("Fails").retry(Retry::new(2).delay(Duration::from_secs(1)).factor(1.0));
    let body = async |ctx: RunContext| {
        rest(ctx, 10).await?;
        Err::<(), _>(TaskError::new("no"))
    };
    stage.supervisor.spawn_repeatable(options, body).unwrap();
    stage.world.advance(millis(500));
    assert_eq!(
        phases(&stage),
        [(Running, 0, Some(10)), (RetryWait, 10, None)]
    );
    stage.world.advance(Duration::from_secs(5));
    let all = [
        (Running, 0, Some(10)),
        (RetryWait, 10, Some(1_010)),
        (Running, 1_010, Some(1_020)),
        (RetryWait, 1_020, Some(2_020)),
        (Running, 2_020, Some(2_030)),
    ];
    assert_eq!(phases(&stage), all);
}

#[test]
fn a_run_that_is_cancelled_while_it_waits_for_its_next_attempt_has_waited_until_then() {
    let stage = Stage::new();
    let options =
        RunOptions::new("Fails").retry(Retry::new(2).delay(Duration::from_secs(10)).factor(1.0));
    let body = async |_ctx: RunContext| Err::<(), _>(TaskError::new("no"));
    let run = stage.supervisor.spawn_repeatable(options, body).unwrap();
    stage.world.advance(Duration::from_secs(3));
    run.cancel();
    stage.world.advance(Duration::from_secs(9));
    assert_eq!(
        phases(&stage),
        [(Running, 0, Some(0)), (RetryWait, 0, Some(3_000))]
    );
}

#[test]
fn a_run_that_was_requested_to_stop_still_shows_it_when_it_has() {
    let stage = Stage::new();
    let options = RunOptions::new("Tidies up").grace(Duration::from_secs(5));
    let body = async |ctx: RunContext| {
        ctx.cancelled().await;
        std::future::pending::<Result<(), TaskError>>().await
    };
    let run = stage.supervisor.spawn_with(options, body).unwrap();
    stage.world.advance(millis(200));
    run.cancel();
    stage.world.advance(millis(100));
    assert_eq!(
        phases(&stage),
        [(Running, 0, Some(200)), (Cancelling, 200, None)]
    );
    stage.world.advance(Duration::from_secs(6));
    assert_eq!(
        phases(&stage),
        [(Running, 0, Some(200)), (Cancelling, 200, Some(5_200))]
    );
}

#[test]
fn of_many_attempts_the_forgotten_ones_are_one_part() {
    let stage = Stage::new();
    let options = RunOptions::new("Fails").retry(Retry::new(120).delay(millis(90)).factor(1.0));
    let body = async |ctx: RunContext| {
        rest(ctx, 10).await?;
        Err::<(), _>(TaskError::new("no"))
    };
    stage.supervisor.spawn_repeatable(options, body).unwrap();
    stage.world.advance(Duration::from_secs(60));
    let phases = phases(&stage);
    // There were 121 attempts, of which 100 are kept.
    assert_eq!(phases[0], (Running, 0, Some(2_100)));
    assert_eq!(phases[1], (Running, 2_100, Some(2_110)));
    assert_eq!(phases.len(), 1 + 100 + 99);
    assert_eq!(phases.last(), Some(&(Running, 12_000, Some(12_010))));
}
