//! Callbacks of a run and listeners of all runs: called in order, and unable to change an outcome.

use std::panic::resume_unwind;

use taskdeck_core::{Outcome, RunContext, RunOptions, RunSnapshot};

use crate::stage::{Notes, Stage, failure, millis};

fn all_callbacks(notes: &Notes) -> RunOptions<u32> {
    let note = |what: &'static str| {
        let notes = notes.clone();
        move |detail: String, run: &RunSnapshot| {
            notes.note(format!("{what} {detail} ({})", run.status()));
        }
    };
    let (start, progress, complete) = (note("start"), note("progress"), note("complete"));
    let (error, cancel) = (note("error"), note("cancel"));
    RunOptions::new("is followed")
        .on_start(move |run| start(run.attempt.to_string(), run))
        .on_progress(move |now, run| progress(now.done.to_string(), run))
        .on_complete(move |value: &u32, run| complete(value.to_string(), run))
        .on_error(move |why, run| error(why.to_string(), run))
        .on_cancel(move |why, run| cancel(why.to_string(), run))
}

#[test]
fn callbacks_are_called_in_the_order_of_what_happened() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let body = async |ctx: RunContext| {
        ctx.progress(1, 3);
        ctx.progress(2, 3);
        ctx.sleep(millis(20)).await?;
        ctx.progress(3, 3);
        Ok(7)
    };
    stage
        .supervisor
        .spawn_with(all_callbacks(&notes), body)
        .unwrap();
    assert!(notes.take().is_empty(), "in a later turn");
    stage.world.advance(millis(50));
    assert_eq!(
        notes.take(),
        [
            "start 1 (Running)",
            "progress 2 (Running)",
            "progress 3 (Running)",
            "complete 7 (Completed)",
        ]
    );
}

#[test]
fn a_failure_and_a_cancel_have_callbacks_of_their_own() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let fails = async |_ctx: RunContext| Err(failure());
    stage
        .supervisor
        .spawn_with(all_callbacks(&notes), fails)
        .unwrap();
    stage.settle();
    assert_eq!(
        notes.take(),
        ["start 1 (Running)", "error out of paper (Failed)"]
    );
    let run = stage
        .supervisor
        .spawn_with(all_callbacks(&notes), fails)
        .unwrap();
    run.cancel();
    stage.settle();
    assert_eq!(notes.take(), ["cancel Cancelled by the page (Cancelled)"]);
}

#[test]
fn a_log_line_is_no_progress() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let body = async |ctx: RunContext| {
        ctx.progress(1, 2);
        ctx.sleep(millis(100)).await?;
        ctx.log("still there");
        ctx.sleep(millis(100)).await?;
        Ok(7)
    };
    let run = stage
        .supervisor
        .spawn_with(all_callbacks(&notes), body)
        .unwrap();
    let _watch = run.watch();
    stage.world.advance(millis(150));
    assert_eq!(notes.take(), ["start 1 (Running)", "progress 1 (Running)"]);
}

#[test]
fn the_value_is_shown_to_its_callback_before_anyone_can_take_it() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let noted = notes.clone();
    let options =
        RunOptions::new("ends").on_complete(move |value, _| noted.note(format!("told {value}")));
    let run = stage
        .supervisor
        .spawn_with(options, async |_ctx: RunContext| Ok(7))
        .unwrap();
    let outcome = stage.world.block_on(run.outcome());
    notes.note("taken");
    assert_eq!(outcome, Outcome::Completed(7));
    assert_eq!(notes.take(), ["told 7", "taken"]);
}

#[test]
fn a_callback_that_panics_is_logged_and_changes_no_outcome() {
    let stage = Stage::new();
    let options = RunOptions::new("ends")
        .on_start(|_| resume_unwind(Box::new("start")))
        .on_complete(|_, _| resume_unwind(Box::new("complete")));
    let run = stage
        .supervisor
        .spawn_with(options, async |_ctx: RunContext| Ok(7))
        .unwrap();
    let outcome = stage.world.block_on(run.outcome());
    assert_eq!(outcome, Outcome::Completed(7));
    assert_eq!(
        stage.world.take_log(),
        [
            "a callback of a run panicked: start",
            "on_complete panicked: complete"
        ]
    );
}

#[test]
fn a_callback_may_use_the_supervisor() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let (supervisor, noted) = (stage.supervisor.clone(), notes.clone());
    let options = RunOptions::new("first").on_complete(move |(), run| {
        noted.note(format!(
            "cancel {}",
            supervisor.run(run.id).cancel(Default::default())
        ));
        let noted = noted.clone();
        let next = async move |_ctx: RunContext| {
            noted.note("next");
            Ok(())
        };
        supervisor.spawn("next", next).unwrap();
    });
    stage
        .supervisor
        .spawn_with(options, async |_ctx: RunContext| Ok(()))
        .unwrap();
    stage.settle();
    assert_eq!(notes.take(), ["cancel false", "next"]);
}
