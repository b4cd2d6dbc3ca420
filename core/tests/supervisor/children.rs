//! Runs that the body of another has started.

use std::{
    cell::{Cell, RefCell},
    future::pending,
    rc::Rc,
    time::Duration,
};

use taskdeck_core::{
    CancelReason, ErrorKind, LaneOptions, Outcome, Overlap, Params, Priority, Progress, Retry,
    RunContext, RunHandle, RunId, RunOptions, RunState, RunStatus, SpawnError, Supervisor, Task,
    TaskError, World,
};

use crate::stage::{Notes, OnDrop, Stage, failure, limit, millis};

use RunStatus::{Cancelled, Cancelling, Completed, Failed, Queued, Running};

async fn forever(_ctx: RunContext) -> Result<(), TaskError> {
    pending().await
}

/// Starts a child that ends only when it is stopped.
fn endless(ctx: &RunContext, title: &str) -> RunHandle<()> {
    ctx.spawn(title, forever).expect("accepted")
}

fn child(supervisor: &Supervisor, parent: RunId, at: usize) -> RunId {
    supervisor.children(parent)[at]
}

fn status(stage: &Stage, id: RunId) -> RunStatus {
    stage.supervisor.status(id).expect("is kept")
}

fn children(stage: &Stage, parent: RunId) -> Vec<RunStatus> {
    let children = stage.supervisor.children(parent);
    children.into_iter().map(|id| status(stage, id)).collect()
}

fn reason(stage: &Stage, id: RunId) -> Option<CancelReason> {
    stage.supervisor.run(id)?.cancel_reason().cloned()
}

#[test]
fn a_parent_ends_after_its_children() {
    let stage = Stage::new();
    let body = async |ctx: RunContext| {
        for wait in [10, 20] {
            ctx.spawn("child", async move |ctx: RunContext| {
                Ok(ctx.sleep(millis(wait)).await?)
            })?;
        }
        Ok("all is started")
    };
    let run = stage.supervisor.spawn("parent", body).unwrap();
    stage.world.advance(millis(19));
    assert_eq!(stage.status(&run), Some(Running));
    assert_eq!(children(&stage, run.id()), [Completed, Running]);
    stage.world.advance(millis(1));
    assert_eq!(stage.status(&run), Some(Completed));
    let outcome = stage.world.block_on(run.outcome());
    assert_eq!(outcome, Outcome::Completed("all is started"));
}

#[test]
fn parent_and_children_know_of_each_other() {
    let stage = Stage::new();
    let body = async |ctx: RunContext| {
        endless(&ctx, "a");
        endless(&ctx, "b");
        Ok(())
    };
    let run = stage.supervisor.spawn("parent", body).unwrap();
    stage.settle();
    let ids = stage.supervisor.children(run.id());
    assert_eq!(run.snapshot().unwrap().children, 2);
    assert_eq!(run.snapshot().unwrap().parent, None);
    for id in &ids {
        let child = stage.supervisor.run(*id).unwrap();
        assert_eq!((child.parent, child.children), (Some(run.id()), 0));
    }
    stage.supervisor.cancel(ids[0], CancelReason::User);
    stage.supervisor.clear_finished();
    assert_eq!(stage.supervisor.children(run.id()), [ids[1]]);
    assert!(stage.supervisor.children(ids[1]).is_empty());
}

#[test]
fn a_body_may_await_its_children_with_a_single_slot() {
    let stage = Stage::with_slots(1);
    let body = async |ctx: RunContext| {
        let mut sum = 0;
        for n in 1..=3 {
            let child = ctx.spawn("child", async move |ctx: RunContext| {
                let grandchild = ctx.spawn("grandchild", async move |ctx: RunContext| {
                    ctx.sleep(millis(1)).await?;
                    Ok(n)
                })?;
                Ok(grandchild.outcome().await.completed().unwrap_or_default())
            })?;
            sum += child.outcome().await.completed().unwrap_or_default();
        }
        Ok(sum)
    };
    let run = stage.supervisor.spawn("parent", body).unwrap();
    let other = stage.spawn_endless("other");
    stage.settle();
    assert_eq!(stage.status(&other), Some(Queued));
    assert_eq!(stage.supervisor.main_lane().taken, 1);
    let outcome = stage.world.block_on(run.outcome());
    assert_eq!(outcome, Outcome::Completed(6));
    stage.settle();
    assert_eq!(stage.status(&other), Some(Running));
    assert_eq!(stage.supervisor.main_lane().taken, 1);
}

#[test]
fn a_slot_is_lent_to_one_child_at_a_time() {
    let stage = Stage::with_slots(2);
    let body = async |ctx: RunContext| {
        for title in ["a", "b", "c", "d"] {
            endless(&ctx, title);
        }
        Ok(())
    };
    let run = stage.supervisor.spawn("parent", body).unwrap();
    stage.settle();
    let expected = [Running, Running, Queued, Queued];
    assert_eq!(children(&stage, run.id()), expected);
    let lane = stage.supervisor.main_lane();
    assert_eq!((lane.taken, lane.waiting), (2, 2));

    let first = child(&stage.supervisor, run.id(), 0);
    stage.supervisor.cancel(first, CancelReason::User);
    stage.settle();
    let expected = [Cancelled, Running, Running, Queued];
    assert_eq!(children(&stage, run.id()), expected);
    let second = child(&stage.supervisor, run.id(), 1);
    stage.supervisor.cancel(second, CancelReason::User);
    stage.settle();
    let expected = [Cancelled, Cancelled, Running, Running];
    assert_eq!(children(&stage, run.id()), expected);
    assert_eq!(stage.supervisor.main_lane().taken, 2);
    run.cancel();
    assert_eq!(stage.supervisor.main_lane().taken, 0);
}

#[test]
fn a_lent_slot_goes_to_the_child_of_the_highest_priority() {
    let (stage, notes) = (Stage::with_slots(1), Notes::default());
    let noted = notes.clone();
    let body = async move |ctx: RunContext| {
        for (title, priority) in [
            ("low", Priority::Background),
            ("high", Priority::UserBlocking),
            ("raised", Priority::Background),
        ] {
            let noted = noted.clone();
            let options = RunOptions::new(title).priority(priority);
            let child = ctx.spawn_with(options, async move |_ctx: RunContext| {
                noted.note(title);
                Ok(())
            })?;
            if title == "raised" {
                child.set_priority(Priority::UserBlocking);
            }
        }
        Ok(())
    };
    stage.supervisor.spawn("parent", body).unwrap();
    stage.settle();
    assert_eq!(notes.take(), ["high", "raised", "low"]);
}

#[test]
fn a_child_of_another_lane_borrows_nothing() {
    let lane = LaneOptions::at_most(1).unwrap();
    let stage = Stage::with(|config| config.lane("net", lane).unwrap());
    let body = async |ctx: RunContext| {
        for _ in 0..2 {
            ctx.spawn_with(RunOptions::new("child").lane("net"), forever)?;
        }
        endless(&ctx, "of the same lane");
        Ok(())
    };
    let run = stage.supervisor.spawn("parent", body).unwrap();
    stage.settle();
    assert_eq!(children(&stage, run.id()), [Running, Queued, Running]);
    let snapshot = |at| {
        let id = child(&stage.supervisor, run.id(), at);
        stage.supervisor.run(id).unwrap()
    };
    assert_eq!((&*snapshot(0).lane, &*snapshot(2).lane), ("net", "main"));
    assert_eq!(stage.supervisor.main_lane().taken, 1);
}

#[test]
fn a_child_takes_lane_and_priority_from_its_parent() {
    let lane = LaneOptions::at_most(3).unwrap();
    let stage = Stage::with(|config| config.lane("net", lane).unwrap());
    let options = RunOptions::new("parent")
        .lane("net")
        .priority(Priority::Background);
    let body = async |ctx: RunContext| {
        endless(&ctx, "child");
        let options = RunOptions::new("urgent").priority(Priority::UserBlocking);
        ctx.spawn_with(options, forever)?;
        Ok(())
    };
    let run = stage.supervisor.spawn_with(options, body).unwrap();
    stage.settle();
    let of = |at| {
        let id = child(&stage.supervisor, run.id(), at);
        let child = stage.supervisor.run(id).unwrap();
        (child.lane.to_string(), child.priority)
    };
    assert_eq!(of(0), ("net".to_owned(), Priority::Background));
    assert_eq!(of(1), ("net".to_owned(), Priority::UserBlocking));
}

#[test]
fn a_circle_of_waiting_lanes_is_refused() {
    let two = LaneOptions::at_most(2).unwrap();
    let stage = Stage::with(|config| config.lane("a", two).unwrap().lane("b", two).unwrap());
    let notes = Notes::default();
    let crosses = |from: &'static str, to: &'static str| {
        let noted = notes.clone();
        let body = async move |ctx: RunContext| {
            match ctx.spawn_with(RunOptions::new("child").lane(to), forever) {
                Ok(_) => noted.note("accepted"),
                Err(error) => noted.note(error.code()),
            }
            Ok(())
        };
        let options = RunOptions::new("parent").lane(from);
        let run = stage.supervisor.spawn_with(options, body).unwrap();
        stage.settle();
        run
    };
    let first = crosses("a", "b");
    crosses("b", "a");
    assert_eq!(notes.take(), ["accepted", "lane-circle"]);
    first.cancel();
    crosses("b", "a");
    crosses("a", "b");
    assert_eq!(notes.take(), ["accepted", "lane-circle"]);
}

#[test]
fn a_grandchild_that_comes_back_to_the_lane_of_its_grandparent_is_refused() {
    let lane = LaneOptions::at_most(1).unwrap();
    let stage = Stage::with(|config| config.lane("net", lane).unwrap());
    let notes = Notes::default();
    let noted = notes.clone();
    let body = async move |ctx: RunContext| {
        let child = ctx.spawn_with(
            RunOptions::new("child").lane("net"),
            async move |ctx: RunContext| {
                let refused = ctx.spawn_with(RunOptions::new("grandchild").lane("main"), forever);
                noted.note(refused.unwrap_err().to_string());
                Ok(())
            },
        )?;
        child.wait().await;
        // Nobody is in the other lane any more: that way is free.
        ctx.spawn_with(RunOptions::new("child").lane("net"), async |_| Ok(()))?;
        Ok(())
    };
    let run = stage.supervisor.spawn("parent", body).unwrap();
    stage.settle();
    let told = notes.take();
    assert!(told[0].contains("\"main\""), "{told:?}");
    assert_eq!(stage.status(&run), Some(Completed));
}

#[test]
fn a_child_of_a_group_that_an_ancestor_holds_is_refused_unless_it_need_not_wait() {
    let codes = |overlap| {
        let (stage, notes) = (Stage::new(), Notes::default());
        let noted = notes.clone();
        let walk = Task::new("walk", "Walk", move |ctx: RunContext| {
            let noted = noted.clone();
            async move {
                if ctx.params().text("deep").is_some() {
                    return Ok(());
                }
                ctx.spawn("middle", async move |ctx: RunContext| {
                    let options = RunOptions::of_task()
                        .params(Params::new().with("deep", "yes"))
                        .overlap(overlap);
                    match ctx.start_with("walk", options) {
                        Ok(_) => noted.note("accepted"),
                        Err(error) => noted.note(error.code()),
                    }
                    Ok(())
                })?;
                Ok(())
            }
        });
        let walk = walk.field(taskdeck_core::Field::text("deep", "Deep"));
        stage.supervisor.define(walk).unwrap();
        let run = stage.supervisor.start("walk", Params::new()).unwrap();
        stage.world.block_on(run.wait());
        notes.take()
    };
    assert_eq!(codes(Overlap::Allow), ["accepted"]);
    for overlap in [
        Overlap::Queue,
        Overlap::Join,
        Overlap::Restart,
        Overlap::Drop,
    ] {
        assert_eq!(codes(overlap), ["waits-for-ancestor"], "{overlap:?}");
    }
}

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
    assert_eq!(stage.supervisor.active_count(), 0);
    assert_eq!(stage.supervisor.counts().cancelled, 6);
    let dropped = ["grandchild dropped", "child dropped", "parent dropped"];
    assert_eq!(notes.take(), dropped);
    assert_eq!(reason(&stage, run.id()), Some(CancelReason::User));
    for id in stage.supervisor.children(run.id()) {
        assert_eq!(reason(&stage, id), Some(CancelReason::Parent));
    }
    assert_eq!(stage.supervisor.main_lane().taken, 0);
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
    assert_eq!(stage.supervisor.main_lane().taken, 1);
    stage.world.advance(millis(1));
    assert_eq!(stage.status(&run), Some(Cancelled));
    assert_eq!(stage.supervisor.main_lane().taken, 0);
}

#[test]
fn children_are_told_with_a_parent_that_has_a_grace_and_its_value_counts() {
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
fn a_child_that_is_cancelled_takes_nobody_along() {
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
    stage.supervisor.cancel(a, CancelReason::User);
    assert_eq!(stage.status(&run), Some(Running));
    let outcome = stage.world.block_on(run.outcome());
    assert_eq!(outcome, Outcome::Completed(()));
}

fn with_failing_child(stage: &Stage, options: RunOptions<()>, asks: bool) -> RunHandle<()> {
    let body = async move |ctx: RunContext| {
        let fails = ctx.spawn("Page 3", async |_ctx: RunContext| {
            Err::<(), _>(failure().caused_by("no tray"))
        })?;
        let sibling = ctx.spawn("Page 4", async |ctx: RunContext| {
            Ok(ctx.sleep(millis(50)).await?)
        })?;
        ctx.sleep(millis(10)).await?;
        if asks {
            fails.outcome().await;
        }
        drop(sibling);
        Ok(())
    };
    stage.supervisor.spawn_with(options, body).unwrap()
}

#[test]
fn a_child_whose_failure_nobody_asked_for_fails_its_parent_when_all_have_ended() {
    let stage = Stage::new();
    let run = with_failing_child(&stage, RunOptions::new("Print"), false);
    stage.world.advance(millis(49));
    assert_eq!(stage.status(&run), Some(Running));
    stage.world.advance(millis(1));
    assert_eq!(children(&stage, run.id()), [Failed, Completed]);
    let Outcome::Failed(error) = stage.world.block_on(run.outcome()) else {
        panic!("it fails");
    };
    assert_eq!(error.message(), "\"Page 3\" failed");
    assert!(error.causes().eq(["out of paper", "no tray"]));
    assert_eq!(error.kind(), ErrorKind::Error);
}

#[test]
fn a_child_that_was_asked_for_its_result_fails_nobody_else() {
    let stage = Stage::new();
    let run = with_failing_child(&stage, RunOptions::new("Print"), true);
    let outcome = stage.world.block_on(run.outcome());
    assert_eq!(outcome, Outcome::Completed(()));
}

#[test]
fn a_wait_for_a_child_asks_for_its_result_too_and_before_its_end() {
    let stage = Stage::new();
    let body = async |ctx: RunContext| {
        let fails = ctx.spawn("child", async |ctx: RunContext| {
            ctx.sleep(millis(5)).await?;
            Err::<(), _>(failure())
        })?;
        fails.wait().await;
        Ok(())
    };
    let run = stage.supervisor.spawn("parent", body).unwrap();
    let outcome = stage.world.block_on(run.outcome());
    assert_eq!(outcome, Outcome::Completed(()));
}

#[test]
fn a_supervised_scope_goes_on_when_a_child_fails() {
    let stage = Stage::new();
    let run = with_failing_child(&stage, RunOptions::new("Print").supervised(), false);
    let outcome = stage.world.block_on(run.outcome());
    assert_eq!(outcome, Outcome::Completed(()));
}

#[test]
fn the_first_of_many_failures_that_nobody_asked_for_is_told() {
    let stage = Stage::new();
    let body = async |ctx: RunContext| {
        let fail = |title: &str| {
            ctx.spawn(title.to_owned(), async |_ctx: RunContext| {
                Err::<(), _>(failure())
            })
        };
        let asked = fail("asked")?;
        let (_kept, _other) = (fail("kept")?, fail("other")?);
        for _ in 0..100 {
            fail("dropped")?;
        }
        ctx.sleep(millis(5)).await?;
        asked.outcome().await;
        Ok(())
    };
    let run = stage.supervisor.spawn("parent", body).unwrap();
    let outcome = stage.world.block_on(run.outcome());
    let error = failure().context("\"kept\" failed");
    assert_eq!(outcome, Outcome::Failed(error));
}

#[test]
fn a_body_that_fails_takes_its_children_along() {
    let stage = Stage::new();
    let body = async |ctx: RunContext| {
        ctx.spawn_with(RunOptions::new("slow").grace(millis(30)), forever)?;
        endless(&ctx, "quick");
        ctx.sleep(millis(5)).await?;
        Err::<(), _>(failure())
    };
    let run = stage.supervisor.spawn("parent", body).unwrap();
    stage.world.advance(millis(5));
    assert_eq!(stage.status(&run), Some(Running));
    assert_eq!(children(&stage, run.id()), [Cancelling, Cancelled]);
    stage.world.advance(millis(30));
    assert_eq!(stage.status(&run), Some(Failed));
    let outcome = stage.world.block_on(run.outcome());
    assert_eq!(outcome, Outcome::Failed(failure()));
}

#[test]
fn a_body_that_panics_takes_its_children_along() {
    let stage = Stage::new();
    let body = async |ctx: RunContext| -> Result<(), TaskError> {
        endless(&ctx, "child");
        ctx.sleep(millis(5)).await?;
        panic!("at once")
    };
    let run = stage.supervisor.spawn("parent", body).unwrap();
    stage.world.advance(millis(5));
    assert_eq!(stage.status(&run), Some(Failed));
    assert_eq!(children(&stage, run.id()), [Cancelled]);
}

#[test]
fn children_end_before_the_next_attempt_of_their_parent() {
    let (stage, notes) = (Stage::with_slots(1), Notes::default());
    let noted = notes.clone();
    let options = RunOptions::new("parent").retry(Retry::new(1).delay(millis(10)));
    let body = move |ctx: RunContext| {
        let noted = noted.clone();
        async move {
            noted.note(format!("attempt {}", ctx.attempt()));
            let inner = noted.clone();
            let options = RunOptions::new("child").grace(millis(50));
            ctx.spawn_with(options, async move |ctx: RunContext| {
                let _gone = OnDrop(|| inner.note("child stops"));
                ctx.cancelled().await;
                pending::<Result<(), TaskError>>().await
            })?;
            ctx.sleep(millis(5)).await?;
            match ctx.attempt() {
                1 => Err(failure()),
                _ => Ok(()),
            }
        }
    };
    let run = stage.supervisor.spawn_repeatable(options, body).unwrap();
    stage.world.advance(millis(54));
    assert_eq!(notes.take(), ["attempt 1"]);
    stage.world.advance(millis(1));
    assert_eq!(notes.take(), ["child stops"]);
    assert_eq!(stage.status(&run), Some(Queued));
    assert_eq!(stage.supervisor.main_lane().taken, 0);
    stage.world.advance(millis(10));
    assert_eq!(notes.take(), ["attempt 2"]);
    run.cancel();
    stage.world.advance(millis(50));
    assert_eq!(stage.status(&run), Some(Cancelled));
    assert_eq!(run.snapshot().unwrap().children, 2);
}

#[test]
fn a_parent_that_failed_by_its_child_is_tried_again() {
    let stage = Stage::new();
    let asked = Rc::new(Cell::new(0));
    let count = asked.clone();
    let retry = Retry::new(2).delay(millis(10)).when(move |error| {
        count.set(count.get() + 1);
        error.message() == "\"child\" failed"
    });
    let options = RunOptions::new("parent").retry(retry);
    let body = async |ctx: RunContext| {
        let attempt = ctx.attempt();
        ctx.spawn("child", async move |ctx: RunContext| {
            ctx.sleep(millis(5)).await?;
            match attempt {
                1 => Err(failure()),
                _ => Ok(()),
            }
        })?;
        Ok(attempt)
    };
    let run = stage.supervisor.spawn_repeatable(options, body).unwrap();
    let outcome = stage.world.block_on(run.outcome());
    assert_eq!(outcome, Outcome::Completed(2));
    assert_eq!(asked.get(), 1);
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
fn a_context_that_is_dead_starts_nothing() {
    let stage = Stage::new();
    let kept = Rc::new(RefCell::new(None));
    let keep = kept.clone();
    let options = RunOptions::new("parent").retry(Retry::new(1).delay(Duration::ZERO));
    let body = move |ctx: RunContext| {
        let keep = keep.clone();
        async move {
            if ctx.attempt() > 1 {
                return pending().await;
            }
            *keep.borrow_mut() = Some(ctx);
            Err::<(), _>(failure())
        }
    };
    let run = stage.supervisor.spawn_repeatable(options, body).unwrap();
    stage.settle();
    let ctx: RunContext = kept.take().unwrap();
    assert_eq!(stage.status(&run), Some(Running));
    let refused = ctx.spawn("child", forever).unwrap_err();
    assert_eq!(refused, SpawnError::ParentEnded);
    run.cancel();
    assert_eq!(
        ctx.spawn("child", forever).unwrap_err(),
        SpawnError::ParentEnded
    );
    drop((run, stage.supervisor));
    let refused = ctx.spawn("child", forever).unwrap_err();
    assert_eq!(refused, SpawnError::ShutDown);
}

#[test]
fn a_scope_is_open_until_the_last_child_has_ended() {
    let stage = Stage::new();
    let body = async |ctx: RunContext| {
        let scope = ctx.clone();
        ctx.spawn("first", async move |ctx: RunContext| {
            ctx.sleep(millis(10)).await?;
            scope.spawn("second", async |ctx: RunContext| {
                Ok(ctx.sleep(millis(10)).await?)
            })?;
            Ok(())
        })?;
        Ok(())
    };
    let run = stage.supervisor.spawn("parent", body).unwrap();
    stage.world.advance(millis(19));
    assert_eq!(stage.status(&run), Some(Running));
    assert_eq!(children(&stage, run.id()), [Completed, Running]);
    stage.world.advance(millis(1));
    assert_eq!(stage.status(&run), Some(Completed));
}

#[test]
fn tasks_are_started_as_children() {
    let stage = Stage::new();
    let double = Task::new("double", "Double", async |ctx: RunContext| {
        Ok(format!(
            "{}",
            ctx.params().number("n").unwrap_or_default() * 2.0
        ))
    });
    stage.supervisor.define(double).unwrap();
    let body = async |ctx: RunContext| {
        let run = ctx.start("double", Params::new().with("n", 21))?;
        let unknown = ctx.start("treble", Params::new()).unwrap_err();
        assert_eq!(unknown.code(), "unknown-task");
        run.wait().await;
        Ok(run.id())
    };
    let run = stage.supervisor.spawn("parent", body).unwrap();
    let child = stage.world.block_on(run.outcome()).completed().unwrap();
    let child = stage.supervisor.run(child).unwrap();
    assert_eq!((&*child.title, child.status()), ("Double", Completed));
    assert!(child.parent.is_some() && child.has_output);
}

#[test]
fn a_child_that_can_be_called_again_is_tried_again() {
    let stage = Stage::with_slots(1);
    let body = async |ctx: RunContext| {
        let options = RunOptions::new("child").retry(Retry::new(1).delay(millis(10)));
        let child = ctx.spawn_repeatable(options, async |ctx: RunContext| match ctx.attempt() {
            1 => Err(failure()),
            n => Ok(n),
        })?;
        Ok(child.outcome().await.completed())
    };
    let run = stage.supervisor.spawn("parent", body).unwrap();
    stage.settle();
    let other = child(&stage.supervisor, run.id(), 0);
    assert_eq!(status(&stage, other), Queued);
    let outcome = stage.world.block_on(run.outcome());
    assert_eq!(outcome, Outcome::Completed(Some(2)));
}

fn progress(stage: &Stage, id: RunId) -> Option<(f64, Option<f64>)> {
    let progress: Progress = stage.supervisor.run(id)?.progress?;
    Some((progress.done, progress.total))
}

#[test]
fn a_parent_that_reports_none_has_the_progress_of_its_children() {
    let (stage, notes) = (Stage::with_slots(1), Notes::default());
    let noted = notes.clone();
    let options = RunOptions::new("parent")
        .on_progress(move |progress, _| noted.note(format!("{}", progress.done)));
    let body = async |ctx: RunContext| {
        ctx.message("Checking");
        for _ in 0..4 {
            ctx.spawn("child", async |ctx: RunContext| {
                for done in 0..10 {
                    ctx.progress(done, 10);
                    ctx.sleep(millis(10)).await?;
                }
                Ok(())
            })?;
        }
        Ok(())
    };
    let run = stage.supervisor.spawn_with(options, body).unwrap();
    stage.settle();
    assert_eq!(progress(&stage, run.id()), Some((0.0, Some(4.0))));
    stage.world.advance(millis(50));
    assert_eq!(progress(&stage, run.id()), Some((0.5, Some(4.0))));
    let message = run.snapshot().unwrap().progress.unwrap().message;
    assert_eq!(message.as_deref(), Some("Checking"));
    stage.world.advance(millis(100));
    let (done, _) = progress(&stage, run.id()).unwrap();
    assert!((done - 1.5).abs() < 1e-9, "{done}");
    assert!(notes.take().len() <= 10, "once a frame");
    stage.world.advance(millis(300));
    assert_eq!(stage.status(&run), Some(Completed));
    assert_eq!(progress(&stage, run.id()), Some((4.0, Some(4.0))));
    assert_eq!(notes.take().last().map(String::as_str), Some("4"));
}

#[test]
fn grandchildren_count_in_the_progress_and_its_own_word_goes_first() {
    let stage = Stage::new();
    let body = async |ctx: RunContext| {
        ctx.spawn("child", async |ctx: RunContext| {
            for _ in 0..2 {
                ctx.spawn("grandchild", async |ctx: RunContext| {
                    ctx.progress(1, 2);
                    pending::<Result<(), TaskError>>().await
                })?;
            }
            Ok(())
        })?;
        ctx.sleep(millis(10)).await?;
        ctx.progress(7, 9);
        pending::<Result<(), TaskError>>().await
    };
    let run = stage.supervisor.spawn("parent", body).unwrap();
    stage.settle();
    assert_eq!(progress(&stage, run.id()), Some((0.5, Some(1.0))));
    let child = child(&stage.supervisor, run.id(), 0);
    assert_eq!(progress(&stage, child), Some((1.0, Some(2.0))));
    stage.world.advance(millis(10));
    assert_eq!(progress(&stage, run.id()), Some((7.0, Some(9.0))));
}

#[test]
fn somebody_who_looks_at_a_parent_sees_it_move_with_the_frame() {
    let stage = Stage::new();
    let body = async |ctx: RunContext| {
        ctx.spawn("child", async |ctx: RunContext| {
            ctx.sleep(millis(5)).await?;
            ctx.progress(1, 2);
            pending::<Result<(), TaskError>>().await
        })?;
        Ok(())
    };
    let run = stage.supervisor.spawn("parent", body).unwrap();
    let watch = run.watch().unwrap();
    let done = || watch.get_untracked().progress.map(|progress| progress.done);
    stage.world.advance(millis(10));
    assert_eq!(done(), None, "there was no frame yet");
    stage.world.advance(millis(10));
    assert_eq!(done(), Some(0.5));
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
    let [slow, quick, waits] = stage.supervisor.children(run.id())[..] else {
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
fn a_sibling_that_is_restarted_leaves_its_lent_slot_to_the_newcomer() {
    let stage = Stage::with_slots(1);
    let body = async |ctx: RunContext| {
        let options = || RunOptions::new("step").overlap(Overlap::Restart);
        ctx.spawn_with(options(), forever)?;
        ctx.sleep(millis(5)).await?;
        let urgent = RunOptions::new("urgent").priority(Priority::UserBlocking);
        ctx.spawn_with(urgent, forever)?;
        ctx.spawn_with(options(), forever)?;
        Ok(())
    };
    let run = stage.supervisor.spawn("parent", body).unwrap();
    stage.world.advance(millis(5));
    assert_eq!(children(&stage, run.id()), [Cancelled, Queued, Running]);
}

#[test]
fn siblings_queue_in_one_group_with_a_single_slot() {
    let stage = Stage::with_slots(1);
    let body = async |ctx: RunContext| {
        for _ in 0..3 {
            let options = RunOptions::new("step").overlap(Overlap::Queue);
            ctx.spawn_with(options, async |ctx: RunContext| {
                Ok(ctx.sleep(millis(1)).await?)
            })?;
        }
        Ok(())
    };
    let run = stage.supervisor.spawn("parent", body).unwrap();
    let outcome = stage.world.block_on(run.outcome());
    assert_eq!(outcome, Outcome::Completed(()));
}

#[test]
fn a_parent_that_is_cancelled_lets_go_of_what_it_has_joined() {
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

#[test]
fn children_wait_while_starting_is_paused_and_their_parent_with_them() {
    let stage = Stage::new();
    let body = async |ctx: RunContext| {
        ctx.sleep(millis(10)).await?;
        ctx.spawn("child", async |_ctx: RunContext| Ok(()))?;
        Ok(())
    };
    let run = stage.supervisor.spawn("parent", body).unwrap();
    stage.settle();
    stage.supervisor.pause();
    stage.world.advance(millis(50));
    assert_eq!(stage.status(&run), Some(Running));
    assert_eq!(children(&stage, run.id()), [Queued]);
    stage.supervisor.resume();
    stage.settle();
    assert_eq!(stage.status(&run), Some(Completed));
}

#[test]
fn a_thousand_generations_end_and_are_cancelled_without_deadlock() {
    fn generation(left: u32, last: Rc<Cell<bool>>) -> RunOptionsBody {
        Box::new(move |ctx: RunContext| {
            Box::pin(async move {
                if left == 0 {
                    last.set(true);
                    return Ok(ctx.sleep(millis(10)).await?);
                }
                ctx.spawn("generation", generation(left - 1, last))?;
                Ok(())
            })
        })
    }
    type RunOptionsBody = Box<
        dyn FnOnce(
            RunContext,
        )
            -> std::pin::Pin<Box<dyn std::future::Future<Output = Result<(), TaskError>>>>,
    >;
    let stage = Stage::with_slots(1);
    let reached = Rc::new(Cell::new(false));
    let spawn = || {
        let body = generation(1_000, reached.clone());
        stage.supervisor.spawn("generation", body).unwrap()
    };
    let ends = spawn();
    stage.world.advance(millis(10));
    assert!(reached.take());
    assert_eq!(stage.status(&ends), Some(Completed));
    let cancelled = spawn();
    stage.settle();
    assert!(reached.take());
    cancelled.cancel();
    assert_eq!(stage.status(&cancelled), Some(Cancelled));
    assert_eq!(stage.supervisor.active_count(), 0);
}

#[test]
fn many_children_with_four_slots_all_end() {
    let stage = Stage::with(|config| config.concurrency(limit(4)));
    let body = async |ctx: RunContext| {
        for _ in 0..2_000 {
            ctx.spawn("child", async |_ctx: RunContext| Ok(()))?;
        }
        Ok(())
    };
    let run = stage.supervisor.spawn("parent", body).unwrap();
    stage.settle();
    assert_eq!(stage.status(&run), Some(Completed));
    assert_eq!(stage.supervisor.main_lane().taken, 0);
}

#[test]
fn a_child_of_a_full_queue_is_refused() {
    let stage = Stage::with(|config| config.concurrency(limit(1)).max_queued(1));
    let body = async |ctx: RunContext| {
        endless(&ctx, "waits");
        let refused = ctx.spawn("one too many", forever).unwrap_err();
        assert_eq!(refused, SpawnError::QueueFull { limit: 1 });
        Ok(())
    };
    let run = stage.supervisor.spawn("parent", body).unwrap();
    stage.settle();
    assert_eq!(children(&stage, run.id()), [Running]);
}

/// A parent with a child that waits for another run of the group "check".
fn checks(stage: &Stage) -> RunHandle<()> {
    let body = async |ctx: RunContext| {
        ctx.sleep(millis(1)).await?;
        let options = RunOptions::new("check").overlap(Overlap::Queue);
        ctx.spawn_with(options, async |_ctx: RunContext| Ok(()))?;
        Ok(())
    };
    stage.supervisor.spawn("Check all", body).unwrap()
}

fn check(stage: &Stage, millis_long: u64) -> RunHandle<()> {
    let options = RunOptions::new("check").overlap(Overlap::Queue);
    let body = async move |ctx: RunContext| Ok(ctx.sleep(millis(millis_long)).await?);
    stage.supervisor.spawn_with(options, body).unwrap()
}

#[test]
fn a_parent_lends_its_slot_to_a_run_of_others_that_its_child_waits_for() {
    let stage = Stage::with_slots(1);
    let parent = checks(&stage);
    stage.settle();
    let other = stage.spawn_endless("other");
    let outsider = check(&stage, 10);
    stage.world.advance(millis(1));
    assert_eq!(stage.status(&outsider), Some(Running));
    assert_eq!(stage.supervisor.main_lane().taken, 1);
    stage.world.advance(millis(10));
    assert_eq!(stage.status(&outsider), Some(Completed));
    assert_eq!(stage.status(&parent), Some(Completed));
    assert_eq!(stage.status(&other), Some(Running));
    assert_eq!(stage.supervisor.main_lane().taken, 1);
}

#[test]
fn a_lent_slot_stays_with_its_user_when_the_lender_ends() {
    let stage = Stage::with_slots(1);
    let parent = checks(&stage);
    stage.settle();
    let outsider = check(&stage, 10);
    let other = stage.spawn_endless("other");
    stage.world.advance(millis(1));
    parent.cancel();
    assert_eq!(stage.status(&parent), Some(Cancelled));
    stage.settle();
    assert_eq!(stage.status(&outsider), Some(Running));
    assert_eq!(stage.status(&other), Some(Queued));
    assert_eq!(stage.supervisor.main_lane().taken, 1);
    stage.world.advance(millis(10));
    assert_eq!(stage.status(&other), Some(Running));
    assert_eq!(stage.supervisor.main_lane().taken, 1);
    other.cancel();
    assert_eq!(stage.supervisor.main_lane().taken, 0);
}

#[test]
fn parents_that_have_all_slots_lend_also_to_the_child_of_whom_they_wait_for() {
    let lane = LaneOptions::at_most(1).unwrap();
    let stage = Stage::with(|config| config.concurrency(limit(2)).lane("net", lane).unwrap());
    // It runs in another lane, and its child needs a slot of the one that the parents fill.
    let options = RunOptions::new("check").lane("net");
    let body = async |ctx: RunContext| {
        ctx.sleep(millis(5)).await?;
        let options = RunOptions::new("its child").lane("main");
        ctx.spawn_with(options, async |_ctx: RunContext| Ok(()))?;
        Ok(())
    };
    let awaited = stage.supervisor.spawn_with(options, body).unwrap();
    let parents = [checks(&stage), checks(&stage)];
    stage.world.advance(millis(10));
    assert_eq!(stage.status(&awaited), Some(Completed));
    for parent in parents {
        assert_eq!(stage.status(&parent), Some(Completed));
    }
    assert_eq!(stage.supervisor.main_lane().taken, 0);
}

#[test]
fn a_child_that_would_wait_for_a_run_that_waits_for_its_parent_is_refused() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let crosses = |own: &'static str, other: &'static str| {
        let noted = notes.clone();
        let options = RunOptions::new("parent").key(own).overlap(Overlap::Queue);
        let body = async move |ctx: RunContext| {
            ctx.sleep(millis(1)).await?;
            let options = RunOptions::new("child").key(other);
            match ctx.spawn_with(options.overlap(Overlap::Queue), async |_| Ok(())) {
                Ok(_) => noted.note("accepted"),
                Err(error) => noted.note(error.code()),
            }
            Ok(())
        };
        stage.supervisor.spawn_with(options, body).unwrap()
    };
    let runs = [crosses("a", "b"), crosses("b", "a")];
    stage.world.advance(millis(5));
    assert_eq!(notes.take(), ["accepted", "waits-for-ancestor"]);
    for run in runs {
        assert_eq!(stage.status(&run), Some(Completed));
    }
}

#[test]
fn two_thousand_siblings_queue_in_a_group_and_each_has_its_turn() {
    let stage = Stage::with_slots(1);
    let body = async |ctx: RunContext| {
        for _ in 0..2_000 {
            let options = RunOptions::new("step").overlap(Overlap::Queue);
            ctx.spawn_with(options, async |ctx: RunContext| {
                ctx.yield_now().await;
                Ok(())
            })?;
        }
        Ok(())
    };
    let run = stage.supervisor.spawn("parent", body).unwrap();
    stage.spawn_endless("waits");
    stage.settle();
    assert_eq!(stage.status(&run), Some(Completed));
}

#[test]
fn a_parent_tells_how_its_children_ended_also_when_it_reports_progress_itself() {
    let stage = Stage::with_slots(8);
    let options = RunOptions::new("parent").supervised();
    let body = async |ctx: RunContext| {
        ctx.progress(1, 10);
        ctx.spawn("does", async |_ctx: RunContext| Ok(()))?;
        ctx.spawn("fails", async |_ctx: RunContext| {
            Err::<(), _>(TaskError::new("no"))
        })?;
        endless(&ctx, "is cancelled");
        endless(&ctx, "goes on");
        Ok(ctx.sleep(Duration::from_secs(60)).await?)
    };
    let run = stage.supervisor.spawn_with(options, body).unwrap();
    let seen = stage.supervisor.watch(run.id()).unwrap();
    stage.world.advance(millis(100));
    let cancelled = child(&stage.supervisor, run.id(), 2);
    stage.supervisor.cancel(cancelled, CancelReason::User);
    stage.world.advance(millis(100));
    let counts = seen.get_untracked().child_counts;
    assert_eq!((counts.all, counts.ended()), (4, 3));
    assert_eq!(
        (counts.completed, counts.failed, counts.cancelled),
        (1, 1, 1)
    );
}

#[test]
fn a_sibling_that_waits_for_its_time_only_does_not_stand_for_who_is_before_it() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let noted = notes.clone();
    let first = {
        let options = RunOptions::new("first").key("a");
        let body = async |ctx: RunContext| {
            ctx.sleep(millis(1)).await?;
            let options = RunOptions::new("child").key("b").overlap(Overlap::Queue);
            ctx.spawn_with(options, async |_| Ok(()))?;
            Ok(())
        };
        stage.supervisor.spawn_with(options, body).unwrap()
    };
    let body = async move |ctx: RunContext| {
        ctx.sleep(millis(2)).await?;
        let options = || RunOptions::new("child").key("a");
        ctx.spawn_with(options().delay(millis(50)), async |_| Ok(()))?;
        let circle = ctx.spawn_with(options().overlap(Overlap::Queue), async |_| Ok(()));
        noted.note(circle.unwrap_err().code());
        Ok(())
    };
    let options = RunOptions::new("second").key("b");
    let second = stage.supervisor.spawn_with(options, body).unwrap();
    stage.world.advance(millis(60));
    assert_eq!(notes.take(), ["waits-for-ancestor"]);
    for run in [first, second] {
        assert_eq!(stage.status(&run), Some(Completed));
    }
}

#[test]
fn a_lent_slot_is_not_inherited_by_somebody_who_is_no_child_of_the_lender() {
    let stage = Stage::with_slots(1);
    let body = async |ctx: RunContext| {
        endless(&ctx, "step");
        Ok(())
    };
    stage.supervisor.spawn("parent", body).unwrap();
    stage.settle();
    let urgent = RunOptions::new("urgent").priority(Priority::UserBlocking);
    let urgent = stage.supervisor.spawn_with(urgent, forever).unwrap();
    let options = RunOptions::new("step").overlap(Overlap::Restart);
    let newcomer = stage.supervisor.spawn_with(options, forever).unwrap();
    stage.settle();
    assert_eq!(stage.status(&urgent), Some(Running));
    assert_eq!(stage.status(&newcomer), Some(Queued));
}

#[test]
fn nothing_is_started_between_the_end_of_a_body_and_that_of_its_attempt() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let kept = Rc::new(RefCell::new(None::<RunContext>));
    let (keep, noted) = (kept.clone(), notes.clone());
    let retry = Retry::new(1).when(move |_| {
        let ctx = kept.take().expect("the body has left it");
        noted.note(ctx.spawn("child", forever).unwrap_err().code());
        false
    });
    let body = move |ctx: RunContext| {
        *keep.borrow_mut() = Some(ctx);
        async { Err::<(), _>(failure()) }
    };
    let options = RunOptions::new("parent").retry(retry);
    let run = stage.supervisor.spawn_repeatable(options, body).unwrap();
    stage.settle();
    assert_eq!(notes.take(), ["parent-ended"]);
    assert_eq!(stage.status(&run), Some(Failed));
    assert_eq!(stage.supervisor.counts().all(), 1);
}

#[test]
fn a_parent_lends_its_slot_to_what_it_has_joined() {
    let stage = Stage::with_slots(1);
    let options = || RunOptions::new("load").overlap(Overlap::Join);
    let joins = async move |ctx: RunContext| {
        ctx.sleep(millis(5)).await?;
        ctx.spawn_with(options(), async |_ctx: RunContext| Ok(()))?
            .wait()
            .await;
        Ok(())
    };
    let run = stage.supervisor.spawn("parent", joins).unwrap();
    stage.settle();
    let body = async |ctx: RunContext| Ok(ctx.sleep(millis(5)).await?);
    let joined = stage.supervisor.spawn_with(options(), body).unwrap();
    stage.world.advance(millis(4));
    assert_eq!(stage.status(&joined), Some(Queued));
    stage.world.advance(millis(1));
    assert_eq!(stage.status(&joined), Some(Running));
    assert_eq!(stage.supervisor.main_lane().taken, 1);
    let outcome = stage.world.block_on(run.outcome());
    assert_eq!(outcome, Outcome::Completed(()));
}

#[test]
fn two_parents_that_wait_for_the_lanes_of_each_other_by_a_group_go_on() {
    let lane = LaneOptions::at_most(1).unwrap();
    let stage = Stage::with(|config| config.concurrency(limit(1)).lane("disk", lane).unwrap());
    let starts = |own: &'static str, options: fn() -> RunOptions<()>| {
        let body = async move |ctx: RunContext| {
            ctx.sleep(millis(1)).await?;
            ctx.spawn_with(options(), async |_ctx: RunContext| Ok(()))?;
            Ok(())
        };
        let options = RunOptions::new("parent").lane(own);
        stage.supervisor.spawn_with(options, body).unwrap()
    };
    let first = starts("disk", || RunOptions::new("check").overlap(Overlap::Queue));
    let second = starts("main", || RunOptions::new("child").lane("disk"));
    stage.settle();
    let awaited = check(&stage, 5);
    stage.world.advance(millis(10));
    assert_eq!(stage.status(&awaited), Some(Completed));
    for run in [first, second] {
        assert_eq!(stage.status(&run), Some(Completed));
    }
}
