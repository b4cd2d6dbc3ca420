//! The progress of a parent, by its children.

use std::{future::pending, time::Duration};

use taskdeck_core::{
    CancelReason, Progress, RunContext, RunHandle, RunId, RunOptions, RunStatus, TaskError, Unit,
};

use crate::children::{child, endless};
use crate::stage::{Notes, Stage, millis};

use RunStatus::Completed;

fn progress(stage: &Stage, id: RunId) -> Option<(f64, Option<f64>)> {
    let progress: Progress = stage.supervisor.run(id).snapshot()?.progress?;
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
    assert_eq!(message, Some("Checking".into()));
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
fn a_watched_parent_moves_with_the_frame() {
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
fn a_parent_shows_how_its_children_ended_even_if_it_reports_progress_itself() {
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
        ctx.sleep(millis(250)).await?;
        endless(&ctx, "comes late");
        Ok(ctx.sleep(Duration::from_secs(60)).await?)
    };
    let run = stage.supervisor.spawn_with(options, body).unwrap();
    let seen = stage.supervisor.run(run.id()).watch().unwrap();
    stage.world.advance(millis(100));
    let cancelled = child(&stage.supervisor, run.id(), 2);
    stage.supervisor.run(cancelled).cancel(CancelReason::User);
    stage.world.advance(millis(100));
    let counts = seen.get_untracked().child_counts;
    assert_eq!((counts.all, counts.ended()), (4, 3));
    assert_eq!(
        (counts.completed, counts.failed, counts.cancelled),
        (1, 1, 1)
    );
    stage.world.advance(millis(100));
    assert_eq!(seen.get_untracked().child_counts.all, 5);
}

/// Spawns a child that counts in a unit, reports an amount after some time, and ends when it is stopped.
fn counting(ctx: &RunContext, unit: Unit, after: u64, amount: (u32, u32)) -> RunHandle<()> {
    let options = RunOptions::new("counts").unit(unit);
    let body = async move |ctx: RunContext| {
        ctx.sleep(millis(after)).await?;
        ctx.progress(amount.0, amount.1);
        pending::<Result<(), TaskError>>().await
    };
    ctx.spawn_with(options, body).unwrap()
}

#[test]
fn children_that_count_in_one_unit_are_added_up_once_their_totals_are_known() {
    let stage = Stage::with_slots(8);
    let options = RunOptions::new("parent").supervised();
    let body = async |ctx: RunContext| {
        counting(&ctx, Unit::Bytes, 0, (10, 100));
        counting(&ctx, Unit::Bytes, 50, (30, 300));
        Ok(())
    };
    let run = stage.supervisor.spawn_with(options, body).unwrap();
    stage.settle();
    assert_eq!(progress(&stage, run.id()), Some((0.1, Some(2.0))));
    assert_eq!(run.snapshot().unwrap().unit, Unit::Count);
    stage.world.advance(millis(50));
    assert_eq!(progress(&stage, run.id()), Some((40.0, Some(400.0))));
    assert_eq!(run.snapshot().unwrap().unit, Unit::Bytes);
    // What was stopped is not done.
    let first = child(&stage.supervisor, run.id(), 0);
    stage.supervisor.run(first).cancel(CancelReason::User);
    stage.settle();
    assert_eq!(progress(&stage, run.id()), Some((40.0, Some(400.0))));
}

#[test]
fn children_that_count_in_several_units_or_in_none_are_counted() {
    for (one, other) in [
        (Unit::Bytes, Unit::Named("rows".into())),
        (Unit::Bytes, Unit::Count),
        (Unit::Count, Unit::Count),
    ] {
        let stage = Stage::with_slots(8);
        let body = async move |ctx: RunContext| {
            counting(&ctx, one, 0, (10, 100));
            counting(&ctx, other, 0, (30, 100));
            Ok(())
        };
        let run = stage.supervisor.spawn("parent", body).unwrap();
        stage.settle();
        let (done, total) = progress(&stage, run.id()).unwrap();
        assert!((done - 0.4).abs() < 1e-9, "{done}");
        assert_eq!(total, Some(2.0));
    }
}

#[test]
fn a_child_that_completes_has_done_its_total() {
    let stage = Stage::with_slots(8);
    let body = async |ctx: RunContext| {
        let options = RunOptions::new("counts").unit(Unit::Bytes);
        ctx.spawn_with(options, async |ctx: RunContext| {
            ctx.progress(90, 100);
            Ok(())
        })?;
        counting(&ctx, Unit::Bytes, 0, (1, 50));
        Ok(())
    };
    let run = stage.supervisor.spawn("parent", body).unwrap();
    stage.settle();
    assert_eq!(progress(&stage, run.id()), Some((101.0, Some(150.0))));
}

#[test]
fn announced_children_count_before_they_are_spawned() {
    let stage = Stage::new();
    let body = async |ctx: RunContext| {
        ctx.expect_children(4);
        ctx.spawn("one", async |_ctx: RunContext| Ok(()))?;
        Ok(ctx.sleep(millis(100)).await?)
    };
    let run = stage.supervisor.spawn("parent", body).unwrap();
    stage.settle();
    assert_eq!(progress(&stage, run.id()), Some((1.0, Some(4.0))));
}

#[test]
fn fractions_add_up_to_the_whole() {
    let stage = Stage::with_slots(8);
    let body = async |ctx: RunContext| {
        for total in [0.1, 0.7, 0.2] {
            let options = RunOptions::new("counts").unit(Unit::Named("seconds".into()));
            ctx.spawn_with(options, async move |ctx: RunContext| {
                for tenth in 0..10 {
                    ctx.progress(total * f64::from(tenth) / 10.0, total);
                    ctx.sleep(millis(1)).await?;
                }
                Ok(())
            })?;
        }
        Ok(())
    };
    let run = stage.supervisor.spawn("parent", body).unwrap();
    stage.world.advance(millis(20));
    let (done, total) = progress(&stage, run.id()).unwrap();
    assert_eq!(Some(done), total);
}

#[test]
fn a_child_that_shows_another_unit_than_its_own_is_not_added_up() {
    let stage = Stage::with_slots(8);
    let body = async |ctx: RunContext| {
        let options = RunOptions::new("bytes of rows").unit(Unit::Bytes);
        ctx.spawn_with(options, async |ctx: RunContext| {
            counting(&ctx, Unit::Named("rows".into()), 0, (5, 10));
            Ok(())
        })?;
        counting(&ctx, Unit::Bytes, 0, (100, 1000));
        Ok(())
    };
    let run = stage.supervisor.spawn("parent", body).unwrap();
    stage.settle();
    let (done, total) = progress(&stage, run.id()).unwrap();
    assert!((done - 0.6).abs() < 1e-9, "{done}");
    assert_eq!(total, Some(2.0));
}
