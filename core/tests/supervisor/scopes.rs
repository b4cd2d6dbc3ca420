//! Parents and children stop together.

use std::{future::pending, time::Duration};

use taskdeck_core::{
    CancelReason, ErrorKind, Outcome, Overlap, RunContext, RunOptions, RunState, RunStatus,
    TaskError, World,
};

use crate::children::{child, children, endless, forever, reason};
use crate::stage::{Notes, OnDrop, Stage, millis};

use RunStatus::{Cancelled, Cancelling, Completed, Queued, Running};

#[test]
fn a_parent_that_is_cancelled_takes_its_children_along_before_cancel_returns() {
    let (stage, notes) = (Stage::with_slots(2), Notes::default());
    let noted = notes.clone();
    let body = async move |ctx: RunContext| {
        let (outer, inner) = (noted.clone(), noted.clone());
        let _gone = OnDrop(|| outer.note("parent dropped"));
        ctx.spawn("child", async move |ctx: RunContext| {
            let inner_too = inner.clone();
            let _gone = OnDrop(|| inner.note("child dropped"));
            ctx.spawn("grandchild", async move |_ctx: RunContext| {
                let _gone = OnDrop(|| inner_too.note("grandchild dropped"));
                pending::<Result<(), TaskError>>().await
            })?;
            pending::<Result<(), TaskError>>().await
        })?;
        for _ in 0..3 {
            endless(&ctx, "waits");
        }
        pending::<Result<(), TaskError>>().await
    };
    let run = stage.supervisor.spawn("parent", body).unwrap();
    stage.settle();
    assert!(run.cancel());
    assert_eq!(stage.supervisor.counts().live(), 0);
    assert_eq!(stage.supervisor.counts().cancelled, 6);
    let dropped = ["grandchild dropped", "child dropped", "parent dropped"];
    assert_eq!(notes.take(), dropped);
    assert_eq!(reason(&stage, run.id()), Some(CancelReason::Caller));
    for id in stage.supervisor.run(run.id()).children() {
        assert_eq!(reason(&stage, id), Some(CancelReason::Parent));
    }
    assert_eq!(stage.supervisor.lane("main").usage().unwrap().taken, 0);
    stage.settle();
    assert_eq!(stage.world.pending_timers(), 0);
}

#[test]
fn a_parent_is_cancelled_only_when_its_children_have_stopped() {
    let stage = Stage::new();
    let body = async |ctx: RunContext| {
        ctx.spawn_with(RunOptions::new("slow").grace(millis(50)), forever)?;
        endless(&ctx, "quick");
        pending::<Result<(), TaskError>>().await
    };
    let run = stage.supervisor.spawn("parent", body).unwrap();
    stage.settle();
    run.cancel();
    assert_eq!(stage.status(&run), Some(Cancelling));
    assert_eq!(children(&stage, run.id()), [Cancelling, Cancelled]);
    stage.world.advance(millis(49));
    assert_eq!(stage.status(&run), Some(Cancelling));
    assert_eq!(stage.supervisor.lane("main").usage().unwrap().taken, 1);
    stage.world.advance(millis(1));
    assert_eq!(stage.status(&run), Some(Cancelled));
    assert_eq!(stage.supervisor.lane("main").usage().unwrap().taken, 0);
}

#[test]
fn children_are_stopped_with_a_parent_that_has_a_grace_and_its_value_counts() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let noted = notes.clone();
    let options = RunOptions::new("parent").grace(millis(100));
    let body = async move |ctx: RunContext| {
        let child = endless(&ctx, "child");
        ctx.cancelled().await;
        noted.note(format!("{:?}", child.outcome().await));
        noted.note(ctx.spawn("too late", forever).unwrap_err().code());
        ctx.sleep(millis(10)).await.unwrap_err();
        Ok("what there was")
    };
    let run = stage.supervisor.spawn_with(options, body).unwrap();
    stage.settle();
    run.cancel();
    let outcome = stage.world.block_on(run.outcome());
    assert_eq!(outcome, Outcome::Completed("what there was"));
    assert_eq!(notes.take(), ["Cancelled(Parent)", "parent-ended"]);
}

#[test]
fn a_cancel_after_the_body_has_returned_cancels_the_children_and_the_parent() {
    let stage = Stage::new();
    let body = async |ctx: RunContext| {
        endless(&ctx, "child");
        Ok(())
    };
    let run = stage.supervisor.spawn("parent", body).unwrap();
    stage.settle();
    assert_eq!(stage.status(&run), Some(Running));
    assert!(run.cancel_with(CancelReason::other("enough")));
    assert_eq!(stage.status(&run), Some(Cancelled));
    assert_eq!(
        reason(&stage, run.id()),
        Some(CancelReason::other("enough"))
    );
    assert_eq!(children(&stage, run.id()), [Cancelled]);
    let outcome = stage.world.block_on(run.outcome());
    assert_eq!(outcome, Outcome::Cancelled(CancelReason::other("enough")));
}

#[test]
fn a_child_that_is_cancelled_cancels_no_other_run() {
    let stage = Stage::new();
    let body = async |ctx: RunContext| {
        endless(&ctx, "a");
        let b = endless(&ctx, "b");
        ctx.sleep(millis(10)).await?;
        b.cancel();
        Ok(())
    };
    let run = stage.supervisor.spawn("parent", body).unwrap();
    stage.settle();
    let a = child(&stage.supervisor, run.id(), 0);
    stage.supervisor.run(a).cancel(CancelReason::User);
    assert_eq!(stage.status(&run), Some(Running));
    let outcome = stage.world.block_on(run.outcome());
    assert_eq!(outcome, Outcome::Completed(()));
}

#[test]
fn a_parent_whose_time_is_up_takes_its_children_along_and_fails_when_they_have_stopped() {
    let stage = Stage::new();
    let spawn = |returns: bool| {
        let options = RunOptions::new("parent").timeout(millis(20));
        let body = async move |ctx: RunContext| {
            ctx.spawn_with(RunOptions::new("child").grace(millis(10)), forever)?;
            if !returns {
                pending::<()>().await;
            }
            Ok(())
        };
        stage.supervisor.spawn_with(options, body).unwrap()
    };
    let runs = [spawn(false), spawn(true)];
    stage.world.advance(millis(29));
    for run in &runs {
        assert_eq!(stage.status(run), Some(Cancelling));
        assert_eq!(children(&stage, run.id()), [Cancelling]);
    }
    stage.world.advance(millis(1));
    for run in runs {
        let Outcome::Failed(error) = stage.world.block_on(run.outcome()) else {
            panic!("its time was up");
        };
        assert_eq!(error.kind(), ErrorKind::Timeout);
    }
}

#[test]
fn a_shutdown_stops_children_and_waits_for_their_grace() {
    let stage = Stage::with_slots(2);
    let body = async |ctx: RunContext| {
        ctx.spawn_with(
            RunOptions::new("slow").grace(Duration::from_secs(60)),
            forever,
        )?;
        endless(&ctx, "quick");
        endless(&ctx, "waits");
        pending::<Result<(), TaskError>>().await
    };
    let run = stage.supervisor.spawn("parent", body).unwrap();
    stage.settle();
    let [slow, quick, waits] = stage.supervisor.run(run.id()).children()[..] else {
        panic!("three were started");
    };
    let shutdown = stage.supervisor.shutdown(millis(100));
    assert_eq!(stage.status(&run), Some(Cancelling));
    let report = stage.world.block_on(shutdown);
    assert_eq!(report.abandoned, [slow, run.id()]);
    let mut stopped = report.stopped;
    stopped.sort();
    assert_eq!(stopped, [quick, waits]);
    assert_eq!(stage.world.now().since_start(), millis(100));
    stage.settle();
    assert_eq!(stage.world.live_futures(), 0);
    assert_eq!(stage.world.pending_timers(), 0);
}

#[test]
fn a_drain_lets_runs_start_the_children_they_need() {
    let stage = Stage::with_slots(1);
    let body = async |ctx: RunContext| {
        ctx.sleep(millis(10)).await?;
        let child = ctx.spawn("child", async |ctx: RunContext| {
            Ok(ctx.sleep(millis(10)).await?)
        })?;
        child.wait().await;
        Ok(())
    };
    let run = stage.supervisor.spawn("parent", body).unwrap();
    stage.settle();
    let report = stage.world.block_on(stage.supervisor.drain());
    let child = child(&stage.supervisor, run.id(), 0);
    assert_eq!(report.stopped, [child, run.id()]);
    assert_eq!(stage.status(&run), Some(Completed));
}

#[test]
fn the_last_supervisor_takes_parents_and_children_with_it() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let noted = notes.clone();
    let body = async move |ctx: RunContext| {
        let inner = noted.clone();
        let _gone = OnDrop(|| noted.note("parent"));
        ctx.spawn("child", async move |_ctx: RunContext| {
            let _gone = OnDrop(|| inner.note("child"));
            pending::<Result<(), TaskError>>().await
        })?;
        pending::<Result<(), TaskError>>().await
    };
    let run = stage.supervisor.spawn("parent", body).unwrap();
    let returned = stage
        .supervisor
        .spawn("has returned", async |ctx: RunContext| {
            endless(&ctx, "child");
            Ok(())
        })
        .unwrap();
    stage.settle();
    let watches = [&run, &returned].map(|run| run.watch().unwrap());
    drop(stage.supervisor);
    assert_eq!(notes.take(), ["child", "parent"]);
    for watch in watches {
        let state = watch.get_untracked().state;
        let (reason, started) = (CancelReason::Owner, true);
        assert_eq!(state, RunState::Cancelled { reason, started });
    }
    stage.world.run_until_stalled();
    assert_eq!(stage.world.live_futures(), 0);
    let outcome = stage.world.block_on(returned.outcome());
    assert_eq!(outcome, Outcome::Cancelled(CancelReason::Owner));
}

#[test]
fn a_parent_that_is_restarted_is_replaced_with_its_children() {
    let stage = Stage::with_slots(1);
    let spawn = |overlap| {
        let options = RunOptions::new("sync").overlap(overlap);
        let body = async |ctx: RunContext| {
            ctx.spawn_with(RunOptions::new("child").grace(millis(20)), forever)?;
            pending::<Result<(), TaskError>>().await
        };
        stage.supervisor.spawn_with(options, body).unwrap()
    };
    let old = spawn(Overlap::Allow);
    stage.settle();
    let new = spawn(Overlap::Restart);
    stage.world.advance(millis(19));
    assert_eq!(stage.status(&new), Some(Queued));
    stage.world.advance(millis(1));
    assert_eq!(stage.status(&old), Some(Cancelled));
    assert_eq!(stage.status(&new), Some(Running));
    assert_eq!(reason(&stage, old.id()), Some(CancelReason::Replaced));
}

#[test]
fn a_parent_that_is_cancelled_releases_what_it_has_joined() {
    let stage = Stage::new();
    let options = || RunOptions::new("load").overlap(Overlap::Join);
    let shared = stage.supervisor.spawn_with(options(), forever).unwrap();
    let joins = async move |ctx: RunContext| {
        let joined = ctx.spawn_with(options(), forever)?;
        joined.wait().await;
        Ok(())
    };
    let first = stage.supervisor.spawn("first", joins).unwrap();
    let second = stage.supervisor.spawn("second", joins).unwrap();
    stage.settle();
    assert_eq!(stage.supervisor.counts().all(), 3);
    assert_eq!(shared.snapshot().unwrap().parent, None);
    first.cancel();
    assert_eq!(stage.status(&first), Some(Cancelled));
    shared.cancel();
    assert_eq!(stage.status(&shared), Some(Running), "one is left");
    second.cancel();
    assert_eq!(stage.status(&shared), Some(Cancelled));
    assert_eq!(reason(&stage, shared.id()), Some(CancelReason::Parent));
}
