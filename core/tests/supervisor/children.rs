//! Child runs.

use std::{
    cell::{Cell, RefCell},
    future::pending,
    rc::Rc,
    time::Duration,
};

use taskdeck_core::{
    CancelReason, LaneOptions, Outcome, Params, Priority, Retry, RunContext, RunHandle, RunId,
    RunOptions, RunStatus, SpawnError, Supervisor, Task, TaskError,
};

use crate::stage::{Stage, failure, limit, millis};

use RunStatus::{Cancelled, Completed, Queued, Running};

pub(crate) async fn forever(_ctx: RunContext) -> Result<(), TaskError> {
    pending().await
}

/// Spawns a child that ends only when it is stopped.
pub(crate) fn endless(ctx: &RunContext, title: &str) -> RunHandle<()> {
    ctx.spawn(title, forever).expect("accepted")
}

pub(crate) fn child(supervisor: &Supervisor, parent: RunId, at: usize) -> RunId {
    supervisor.run(parent).children()[at]
}

pub(crate) fn status(stage: &Stage, id: RunId) -> RunStatus {
    stage.supervisor.run(id).status().expect("is kept")
}

pub(crate) fn children(stage: &Stage, parent: RunId) -> Vec<RunStatus> {
    let children = stage.supervisor.run(parent).children();
    children.into_iter().map(|id| status(stage, id)).collect()
}

pub(crate) fn reason(stage: &Stage, id: RunId) -> Option<CancelReason> {
    stage
        .supervisor
        .run(id)
        .snapshot()?
        .cancel_reason()
        .cloned()
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
    let ids = stage.supervisor.run(run.id()).children();
    assert_eq!(run.snapshot().unwrap().children, 2);
    assert_eq!(run.snapshot().unwrap().parent, None);
    for id in &ids {
        let child = stage.supervisor.run(*id).snapshot().unwrap();
        assert_eq!((child.parent, child.children), (Some(run.id()), 0));
    }
    stage.supervisor.run(ids[0]).cancel(CancelReason::User);
    stage.supervisor.clear_finished();
    assert_eq!(stage.supervisor.run(run.id()).children(), [ids[1]]);
    assert!(stage.supervisor.run(ids[1]).children().is_empty());
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
        let child = stage.supervisor.run(id).snapshot().unwrap();
        (child.lane.to_string(), child.priority)
    };
    assert_eq!(of(0), ("net".to_owned(), Priority::Background));
    assert_eq!(of(1), ("net".to_owned(), Priority::UserBlocking));
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
    let child = stage.supervisor.run(child).snapshot().unwrap();
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
    assert_eq!(stage.supervisor.counts().live(), 0);
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
    assert_eq!(stage.supervisor.lane("main").usage().unwrap().taken, 0);
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
