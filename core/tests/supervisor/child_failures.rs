//! What a failure of a child, or of its parent, does to the others.

use std::{
    cell::{Cell, RefCell},
    future::pending,
    rc::Rc,
};

use taskdeck_core::{
    ErrorKind, Outcome, Overlap, Retry, RunContext, RunHandle, RunOptions, RunStatus, TaskError,
};

use crate::children::{children, endless, forever};
use crate::stage::{Notes, OnDrop, Stage, failure, millis};

use RunStatus::{Cancelled, Cancelling, Completed, Failed, Queued, Running};

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
fn a_child_whose_failure_is_not_awaited_fails_its_parent_when_all_have_ended() {
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
fn a_child_whose_end_is_awaited_fails_no_other_run() {
    let stage = Stage::new();
    let run = with_failing_child(&stage, RunOptions::new("Print"), true);
    let outcome = stage.world.block_on(run.outcome());
    assert_eq!(outcome, Outcome::Completed(()));
}

#[test]
fn a_wait_for_a_child_counts_as_awaiting_it_even_before_its_end() {
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
fn a_child_that_was_awaited_and_then_released_counts_as_awaited() {
    let stage = Stage::new();
    let shared = || RunOptions::new("child").overlap(Overlap::Join);
    let fails = async |ctx: RunContext| {
        ctx.sleep(millis(5)).await?;
        Err::<(), _>(failure())
    };
    let body = async move |ctx: RunContext| {
        let child = ctx.spawn_with(shared(), fails)?;
        let end = child.wait();
        ctx.sleep(millis(2)).await?;
        child.cancel();
        end.await;
        Ok(())
    };
    let run = stage.supervisor.spawn("parent", body).unwrap();
    stage.settle();
    let other = stage.supervisor.spawn_with(shared(), fails).unwrap();
    let outcome = stage.world.block_on(run.outcome());
    assert_eq!(outcome, Outcome::Completed(()));
    let outcome = stage.world.block_on(other.outcome());
    assert_eq!(outcome, Outcome::Failed(failure()));
}

#[test]
fn a_supervised_scope_goes_on_when_a_child_fails() {
    let stage = Stage::new();
    let run = with_failing_child(&stage, RunOptions::new("Print").supervised(), false);
    let outcome = stage.world.block_on(run.outcome());
    assert_eq!(outcome, Outcome::Completed(()));
}

#[test]
fn the_first_of_many_failures_that_are_not_awaited_counts() {
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
    assert_eq!(stage.supervisor.lane("main").usage().unwrap().taken, 0);
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
