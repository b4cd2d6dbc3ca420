//! Queries.

use taskdeck_core::{Params, RunContext, RunFilter, RunOptions, RunStatus, Task};

use crate::stage::{Notes, Stage, failure};

fn titles(stage: &Stage, filter: &RunFilter) -> Vec<String> {
    let runs = stage.supervisor.runs(filter);
    runs.iter().map(|run| run.title.to_string()).collect()
}

/// Spawns runs of every kind, newest last: completed, failed, cancelled, running, queued.
fn every_kind() -> Stage {
    let stage = Stage::with_slots(1);
    stage.spawn_noting("Completes", &Notes::default());
    let fails = async |_ctx: RunContext| Err::<(), _>(failure());
    stage.supervisor.spawn("Fails", fails).unwrap();
    stage.settle();
    stage.spawn_endless("Is cancelled").cancel();
    stage.spawn_endless("Runs");
    stage.settle();
    stage.spawn_endless("Waits");
    stage
}

#[test]
fn all_runs_are_listed_newest_first() {
    let stage = every_kind();
    let all = titles(&stage, &RunFilter::all());
    assert_eq!(all, ["Waits", "Runs", "Is cancelled", "Fails", "Completes"]);
}

#[test]
fn a_filter_by_status_means_any_of_them() {
    let stage = every_kind();
    let filter = RunFilter::all()
        .status(RunStatus::Failed)
        .status(RunStatus::Queued);
    assert_eq!(titles(&stage, &filter), ["Waits", "Fails"]);
}

#[test]
fn a_filter_by_text_searches_title_error_and_public_id_in_any_case() {
    let stage = every_kind();
    let options = RunOptions::new("Named").public_id("Quarterly");
    let body = async |_ctx: RunContext| Ok(());
    stage.supervisor.spawn_with(options, body).unwrap();
    let of = |text: &str| titles(&stage, &RunFilter::all().text(text));
    assert_eq!(of("CANCELLED"), ["Is cancelled"]);
    assert_eq!(of("out of paper"), ["Fails"]);
    assert_eq!(of("quarter"), ["Named"]);
    assert!(of("nothing like it").is_empty());
}

#[test]
fn a_filter_by_task_means_its_runs_only() {
    let stage = every_kind();
    let task = Task::new("export", "Export", async |_ctx: RunContext| Ok(()));
    stage.supervisor.define(task).unwrap();
    stage.supervisor.start("export", Params::new()).unwrap();
    assert_eq!(titles(&stage, &RunFilter::all().task("export")), ["Export"]);
    assert!(titles(&stage, &RunFilter::all().task("import")).is_empty());
}

#[test]
fn active_runs_are_those_that_have_not_ended_oldest_first() {
    let stage = every_kind();
    let ids = stage.supervisor.active_ids();
    let active: Vec<_> = ids
        .iter()
        .map(|id| {
            stage
                .supervisor
                .run(*id)
                .snapshot()
                .unwrap()
                .title
                .to_string()
        })
        .collect();
    assert_eq!(active, ["Runs", "Waits"]);
    assert_eq!(stage.supervisor.counts().live(), 2);
    assert!(ids.iter().all(|id| stage.supervisor.run(*id).is_active()));
}

#[test]
fn counts_are_those_of_each_status() {
    let counts = every_kind().supervisor.counts();
    assert_eq!(
        (counts.queued, counts.running, counts.cancelling),
        (1, 1, 0)
    );
    assert_eq!(
        (counts.completed, counts.failed, counts.cancelled),
        (1, 1, 1)
    );
    assert_eq!((counts.live(), counts.finished(), counts.all()), (2, 3, 5));
}

#[test]
fn queries_of_an_unknown_run_return_nothing() {
    let stage = Stage::new();
    let run = stage.spawn_endless("goes");
    run.cancel();
    assert_eq!(stage.supervisor.clear_finished(), 1);
    let (supervisor, id) = (&stage.supervisor, run.id());
    assert!(supervisor.run(id).status().is_none());
    assert!(supervisor.run(id).snapshot().is_none());
    assert!(supervisor.run(id).watch().is_none());
    assert!(supervisor.run(id).params().is_none());
    assert!(supervisor.run(id).log().is_none());
    assert!(supervisor.run(id).output().is_none());
    assert!(!supervisor.run(id).is_active());
}
