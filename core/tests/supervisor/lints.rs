//! Each lint, by a body that commits it and by one that only nearly does.

use std::{
    cell::Cell,
    future::{pending, poll_fn},
    rc::Rc,
    task::{Poll, Waker},
    time::Duration,
};

use taskdeck_core::{
    LONG_POLL, Lint, RunContext, RunFilter, RunHandle, RunId, RunOptions, TaskError,
};

use crate::stage::{Stage, millis};

fn lints<T: 'static>(stage: &Stage, run: &RunHandle<T>) -> Vec<Lint> {
    stage.supervisor.run(run.id()).lints()
}

fn linted(stage: &Stage) -> Vec<RunId> {
    stage.supervisor.run_ids(&RunFilter::all().linted())
}

/// Spawns a run whose body works this long in one go.
fn busy(stage: &Stage, time: Duration) -> RunHandle<()> {
    let world = stage.world.clone();
    let body = async move |_ctx: RunContext| {
        world.work(time);
        Ok(())
    };
    let run = stage.supervisor.spawn("busy", body).unwrap();
    stage.settle();
    run
}

/// Spawns a run that is woken this often by itself and this often by a timer.
fn woken(stage: &Stage, by_itself: u32, by_a_timer: u32) -> RunHandle<()> {
    let body = async move |ctx: RunContext| {
        for _ in 0..by_a_timer {
            ctx.sleep(millis(1)).await?;
        }
        let mut left = by_itself;
        poll_fn(|context| {
            if left == 0 {
                return Poll::Ready(());
            }
            left -= 1;
            context.waker().wake_by_ref();
            Poll::Pending
        })
        .await;
        Ok(())
    };
    let run = stage.supervisor.spawn("woken", body).unwrap();
    stage.world.block_on(run.wait());
    run
}

/// Spawns a run that reports this often in each of some seconds.
fn reporting(stage: &Stage, per_second: u32) -> RunHandle<()> {
    let body = async move |ctx: RunContext| {
        for second in 0..5_u32 {
            for report in 0..per_second {
                ctx.progress_so_far(second * per_second + report);
            }
            ctx.sleep(Duration::from_secs(1)).await?;
        }
        Ok(())
    };
    let run = stage.supervisor.spawn("reports", body).unwrap();
    stage.world.block_on(run.wait());
    run
}

#[test]
fn blocks_the_page() {
    let stage = Stage::new();
    let longest = LONG_POLL + Duration::from_micros(1);
    assert_eq!(
        lints(&stage, &busy(&stage, longest)),
        [Lint::BlocksPage { longest }]
    );
    assert_eq!(lints(&stage, &busy(&stage, LONG_POLL)), []);
}

#[test]
fn wakes_itself() {
    let stage = Stage::new();
    let (self_wakes, wakes) = (6, 10);
    let committed = lints(&stage, &woken(&stage, 6, 4));
    assert_eq!(committed, [Lint::WakesItself { self_wakes, wakes }]);
    assert_eq!(lints(&stage, &woken(&stage, 5, 5)), []);
    assert_eq!(
        lints(&stage, &woken(&stage, 9, 0)),
        [],
        "too few to say anything"
    );
}

#[test]
fn a_turn_for_others_is_no_wake_by_itself() {
    let stage = Stage::new();
    let body = async |ctx: RunContext| {
        for _ in 0..100 {
            ctx.yield_now().await;
        }
        Ok(())
    };
    let run = stage.supervisor.spawn("yields", body).unwrap();
    stage.settle();
    let lints = lints(&stage, &run);
    assert!(
        !lints
            .iter()
            .any(|lint| matches!(lint, Lint::WakesItself { .. })),
        "{lints:?}"
    );
}

#[test]
fn waits_for_nothing() {
    let stage = Stage::new();
    let run = stage.spawn_endless("its waker was dropped");
    assert_eq!(lints(&stage, &run), [], "not polled yet");
    stage.settle();
    assert_eq!(lints(&stage, &run), [Lint::WaitsForNothing]);
    run.cancel();
    stage.settle();
    assert_eq!(lints(&stage, &run), [], "it waits no more");
}

#[test]
fn a_wait_that_a_waker_can_still_end_is_no_lint() {
    let (stage, kept) = (Stage::new(), Rc::new(Cell::new(None::<Waker>)));
    let keeps = kept.clone();
    let body = async move |_ctx: RunContext| {
        poll_fn(|context| {
            keeps.set(Some(context.waker().clone()));
            Poll::<()>::Pending
        })
        .await;
        Ok(())
    };
    let run = stage.supervisor.spawn("its waker is kept", body).unwrap();
    stage.settle();
    assert_eq!(lints(&stage, &run), []);
    drop(kept.take());
    assert_eq!(
        lints(&stage, &run),
        [Lint::WaitsForNothing],
        "and now it was dropped"
    );
}

#[test]
fn a_run_that_waits_for_its_child_waits_for_something() {
    let stage = Stage::new();
    let body = async |ctx: RunContext| {
        let child = ctx.spawn("sleeps", async |ctx: RunContext| {
            ctx.sleep(Duration::from_secs(5)).await?;
            Ok(())
        })?;
        child.wait().await;
        Ok(())
    };
    let run = stage.supervisor.spawn("waits", body).unwrap();
    stage.settle();
    assert_eq!(lints(&stage, &run), []);
}

#[test]
fn does_not_stop() {
    let stage = Stage::new();
    let options = RunOptions::new("deaf").undroppable().grace(millis(100));
    let body = async |ctx: RunContext| {
        loop {
            let _ = ctx.sleep(Duration::from_secs(1)).await;
            pending::<()>().await;
        }
        #[allow(unreachable_code, reason = "says what it would return")]
        Ok::<(), TaskError>(())
    };
    let run = stage.supervisor.spawn_with(options, body).unwrap();
    stage.settle();
    run.cancel();
    let stops = |lint: &Lint| matches!(lint, Lint::DoesNotStop { .. });
    stage.world.advance(millis(99));
    assert!(!lints(&stage, &run).iter().any(stops));
    stage.world.advance(millis(51));
    let asked = millis(150);
    assert!(lints(&stage, &run).contains(&Lint::DoesNotStop { asked }));
}

#[test]
fn floods_progress() {
    let stage = Stage::new();
    let committed = lints(&stage, &reporting(&stage, 1_500));
    let [Lint::FloodsProgress { per_second }] = committed[..] else {
        panic!("{committed:?}");
    };
    assert!(per_second > 1_000, "{per_second}");
    assert_eq!(lints(&stage, &reporting(&stage, 1_000)), []);
}

#[test]
fn never_reports() {
    let stage = Stage::new();
    let ten = Duration::from_secs(10);
    let body = async |ctx: RunContext| {
        ctx.sleep(Duration::from_secs(60)).await?;
        Ok(())
    };
    let run = stage.supervisor.spawn("silent", body).unwrap();
    stage.settle();
    stage.world.advance(ten);
    assert_eq!(lints(&stage, &run), []);
    stage.world.advance(millis(1));
    let ran = ten + millis(1);
    assert_eq!(lints(&stage, &run), [Lint::NeverReports { ran }]);
    assert_eq!(linted(&stage), [run.id()]);
}

#[test]
fn a_run_that_reports_or_logs_or_hides_its_progress_is_not_silent() {
    let stage = Stage::new();
    let minute = Duration::from_secs(60);
    let logs = async move |ctx: RunContext| {
        ctx.log("begun");
        ctx.sleep(minute).await?;
        Ok(())
    };
    let says = async move |ctx: RunContext| {
        ctx.message("under way");
        ctx.sleep(minute).await?;
        Ok(())
    };
    let hides = async move |ctx: RunContext| {
        ctx.sleep(minute).await?;
        Ok(())
    };
    stage.supervisor.spawn("logs", logs).unwrap();
    stage.supervisor.spawn("says", says).unwrap();
    let options = RunOptions::new("hides").hide_progress();
    stage.supervisor.spawn_with(options, hides).unwrap();
    stage.world.advance(minute * 2);
    assert_eq!(linted(&stage), []);
}
