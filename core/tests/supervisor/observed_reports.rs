//! Reports, observed as they are made.

use std::{cell::Cell, rc::Rc};

use taskdeck_core::{Output, Report, Retry, RunContext, RunOptions, TaskError};

use crate::stage::{Notes, OnDrop, Stage, millis};

#[test]
fn every_report_is_observed_inside_the_call_that_makes_it() {
    let notes = Notes::default();
    let told = notes.clone();
    let stage = Stage::with(|config| {
        config.on_report(move |_, report| {
            told.note(match report {
                Report::Progress(progress) => format!("{} of {:?}", progress.done, progress.total),
                Report::Log(line) => line.to_string(),
                Report::Note(note) => note.to_string(),
                Report::Output(output) => format!("{} parts", output.parts.len()),
                _ => "something else".to_owned(),
            });
        })
    });
    let body = notes.clone();
    stage
        .supervisor
        .spawn("report", async move |ctx: RunContext| {
            ctx.progress(1, 2);
            body.note("then");
            ctx.progress_so_far(3);
            ctx.log("a line");
            ctx.note("here");
            ctx.output(Output::text("a", "b"));
            body.note("end");
            Ok(())
        })
        .unwrap();
    stage.settle();
    assert_eq!(
        notes.take(),
        [
            "1 of Some(2.0)",
            "then",
            "3 of None",
            "a line",
            "here",
            "1 parts",
            "end"
        ]
    );
}

#[test]
fn a_report_after_the_end_is_not_observed() {
    let notes = Notes::default();
    let told = notes.clone();
    let stage = Stage::with(|config| config.on_report(move |_, _| told.note("told")));
    let kept = Rc::new(Cell::new(None));
    let keep = kept.clone();
    stage
        .supervisor
        .spawn("report", async move |ctx: RunContext| {
            keep.set(Some(ctx));
            Ok(())
        })
        .unwrap();
    stage.settle();
    let ctx = kept.take().unwrap();
    ctx.progress(1, 2);
    ctx.log("late");
    ctx.note("late");
    ctx.output("late");
    assert!(notes.take().is_empty());
}

#[test]
fn a_note_lasts_as_long_as_its_attempt() {
    let stage = Stage::new();
    let options = RunOptions::new("twice").retry(Retry::new(1).delay(millis(0)));
    let run = stage
        .supervisor
        .spawn_repeatable(options, async |ctx: RunContext| match ctx.attempt() {
            1 => {
                ctx.note("the first");
                ctx.sleep(millis(10)).await?;
                Err(TaskError::new("again"))
            }
            _ => Ok(()),
        })
        .unwrap();
    stage.settle();
    let note = |run| stage.supervisor.run(run).snapshot().unwrap().note;
    assert_eq!(note(run.id()), Some("the first".into()));
    let id = run.id();
    stage.world.block_on(run.wait());
    assert_eq!(note(id), None);
}

#[test]
fn attempts_go_on_from_those_that_were_made_elsewhere() {
    let stage = Stage::new();
    let options = RunOptions::new("third").attempts_before(2);
    let run = stage
        .supervisor
        .spawn_with(options, async |ctx: RunContext| {
            ctx.log("alive");
            Ok(ctx.attempt())
        })
        .unwrap();
    let id = run.id();
    assert_eq!(stage.world.block_on(run.outcome()).completed(), Some(3));
    assert_eq!(stage.supervisor.run(id).snapshot().unwrap().attempt, 3);
}

#[test]
fn what_a_supervisor_owns_goes_when_nothing_can_run_any_more() {
    let dropped = Rc::new(Cell::new(0));
    let count = || {
        let dropped = dropped.clone();
        OnDrop(move || dropped.set(dropped.get() + 1))
    };
    let stage = Stage::new();
    stage.supervisor.own(count());
    let run = stage.spawn_endless("runs");
    stage.settle();
    assert_eq!(dropped.get(), 0);
    stage.world.block_on(stage.supervisor.shutdown(millis(0)));
    drop(run);
    assert_eq!(dropped.get(), 1);
    stage.supervisor.own(count());
    assert_eq!(dropped.get(), 2, "it is too late to keep anything");

    let stage = Stage::new();
    stage.supervisor.own(count());
    drop(stage);
    assert_eq!(dropped.get(), 3);
}
