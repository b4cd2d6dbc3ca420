//! Finished runs that are cleared, and restored.

use std::{cell::Cell, rc::Rc, time::Duration};

use reactive_graph::traits::GetUntracked;
use taskdeck_core::{RunContext, RunFilter, RunId, RunOptions, RunStatus, Schedule, Task};

use crate::stage::{Stage, failure};

fn ended(stage: &Stage, title: &'static str) -> RunId {
    let body = async |_ctx: RunContext| Ok(());
    let run = stage.supervisor.spawn(title, body).unwrap();
    stage.settle();
    run.id()
}

fn titles(stage: &Stage) -> Vec<String> {
    let runs = stage.supervisor.runs(&RunFilter::all());
    runs.iter().rev().map(|run| run.title.to_string()).collect()
}

#[test]
fn what_is_cleared_is_in_no_list_and_no_count_until_it_is_restored() {
    let stage = Stage::new();
    let runs = ["a", "b", "c"].map(|title| ended(&stage, title));
    let overview = stage.supervisor.overview();
    let cleared = stage.supervisor.clear([runs[1], runs[0]]);
    stage.settle();
    assert_eq!((cleared.len(), cleared.is_empty()), (2, false));
    assert_eq!(titles(&stage), ["c"]);
    assert_eq!(stage.supervisor.counts().completed, 1);
    assert_eq!(overview.get_untracked().heads.completed, 1);
    assert_eq!(stage.supervisor.find("run-1"), None);
    assert_eq!(stage.supervisor.action_counts(runs).kept, 1);
    assert!(!stage.supervisor.run(runs[0]).is_listed());
    assert_eq!(
        stage.supervisor.run(runs[0]).status(),
        Some(RunStatus::Completed),
        "it is still found by its id"
    );
    assert_eq!(cleared.undo(), 2);
    stage.settle();
    assert_eq!(titles(&stage), ["a", "b", "c"]);
    assert_eq!(stage.supervisor.counts().completed, 3);
    assert_eq!(overview.get_untracked().heads.completed, 3);
    assert_eq!(stage.supervisor.find("run-1"), Some(runs[0]));
}

#[test]
fn live_runs_and_unknown_ones_are_not_cleared() {
    let stage = Stage::new();
    let live = stage.spawn_endless("live").id();
    let done = ended(&stage, "done");
    let cleared = stage.supervisor.clear([live, done, done, RunId::default()]);
    assert_eq!(cleared.len(), 1);
    assert!(stage.supervisor.clear([done]).is_empty(), "once is enough");
    assert_eq!(titles(&stage), ["live"]);
}

#[test]
fn what_is_not_restored_is_forgotten_with_what_it_holds() {
    let stage = Stage::new();
    let held = Rc::new(Cell::new(0));
    let owned = held.clone();
    let options = RunOptions::new("holds").on_cancel(move |_, _| owned.set(1));
    let run = stage
        .supervisor
        .spawn_with(options, async |_ctx: RunContext| Ok(()))
        .unwrap();
    stage.settle();
    let cleared = stage.supervisor.clear([run.id()]);
    assert_eq!(Rc::strong_count(&held), 2);
    drop(cleared);
    stage.settle();
    assert_eq!(Rc::strong_count(&held), 1);
    assert_eq!(stage.supervisor.run(run.id()).status(), None);
}

#[test]
fn a_restored_run_is_evicted_in_its_turn() {
    let stage = Stage::with(|config| config.keep(2));
    let first = ended(&stage, "first");
    let cleared = stage.supervisor.clear([first]);
    ended(&stage, "second");
    ended(&stage, "third");
    assert_eq!(titles(&stage), ["second", "third"]);
    cleared.undo();
    assert_eq!(titles(&stage), ["second", "third"], "two are kept");
    assert_eq!(stage.supervisor.run(first).status(), None);
}

#[test]
fn a_public_id_that_was_taken_again_stays_with_the_newer_run() {
    let stage = Stage::new();
    let spawn = || {
        let options = RunOptions::new("work").public_id("mine");
        let body = async |_ctx: RunContext| Ok(());
        let run = stage.supervisor.spawn_with(options, body).unwrap();
        stage.settle();
        run.id()
    };
    let old = spawn();
    let cleared = stage.supervisor.clear([old]);
    let new = spawn();
    cleared.undo();
    assert_eq!(stage.supervisor.find("mine"), Some(new));
    assert_eq!(stage.supervisor.run_ids(&RunFilter::all()), [new, old]);
}

#[test]
fn a_shutdown_and_the_last_supervisor_take_what_was_cleared_along() {
    let stage = Stage::new();
    let held = Rc::new(());
    let owned = held.clone();
    let options = RunOptions::new("holds").on_start(move |_| _ = &owned);
    let body = async |_ctx: RunContext| Ok(());
    let run = stage.supervisor.spawn_with(options, body).unwrap();
    stage.settle();
    let cleared = stage.supervisor.clear([run.id()]);
    drop(run);
    let Stage { world, supervisor } = stage;
    drop(supervisor);
    world.run_until_stalled();
    assert_eq!(Rc::strong_count(&held), 1);
    assert_eq!(cleared.undo(), 0);
}

#[test]
fn heads_leave_out_children_scheduled_runs_and_what_was_retried() {
    let stage = Stage::new();
    let overview = stage.supervisor.overview();
    let heads = || {
        stage.settle();
        overview.get_untracked().heads
    };
    let options = RunOptions::new("fails");
    let run = stage
        .supervisor
        .spawn_repeatable(options, async |_ctx: RunContext| Err::<(), _>(failure()))
        .unwrap();
    assert_eq!(heads().failed, 1);
    let parent = stage
        .supervisor
        .spawn("parent", async |ctx: RunContext| {
            ctx.spawn("child", async |_ctx: RunContext| Ok(()))?;
            Ok(())
        })
        .unwrap();
    assert_eq!(
        (heads().completed, overview.get_untracked().counts.completed),
        (1, 2)
    );
    stage.supervisor.run(run.id()).retry().unwrap();
    let now = heads();
    assert_eq!((now.failed, overview.get_untracked().counts.failed), (1, 2));
    let task = Task::new("look", "Look", async |_ctx: RunContext| Ok(()));
    stage.supervisor.define(task).unwrap();
    let schedule = Schedule::every(Duration::from_secs(60)).at_once();
    let options = RunOptions::of_task();
    let schedule = stage
        .supervisor
        .add_schedule(schedule, "look", options)
        .unwrap();
    assert_eq!((heads(), schedule.stop()), (now, true));
    let all = stage.supervisor.run_ids(&RunFilter::all());
    let cleared = stage.supervisor.clear(all);
    assert_eq!(heads(), Default::default());
    cleared.undo();
    assert_eq!(heads(), now);
    assert_eq!(stage.status(&parent), Some(RunStatus::Completed));
    stage.supervisor.clear_finished();
    assert_eq!(heads(), Default::default());
}
