//! Ids of runs.

use std::collections::HashSet;

use taskdeck_core::{RunContext, RunHandle, RunId, RunOptions, SpawnError};

use crate::stage::Stage;

fn spawn(stage: &Stage, public_id: &str) -> Result<RunHandle<()>, SpawnError> {
    let options = RunOptions::new("named").public_id(public_id);
    let body = async |_ctx: RunContext| Ok(());
    stage.supervisor.spawn_with(options, body)
}

#[test]
fn without_an_id_a_unique_one_is_made() {
    let stage = Stage::new();
    let runs: Vec<_> = (0..100).map(|_| stage.spawn_endless("same")).collect();
    let ids: HashSet<_> = runs
        .iter()
        .map(|run| run.snapshot().unwrap().public_id)
        .collect();
    assert_eq!(ids.len(), 100);
    for run in &runs {
        let public_id = run.snapshot().unwrap().public_id;
        assert_eq!(stage.supervisor.find(&public_id), Some(run.id()));
    }
}

#[test]
fn an_id_that_a_live_run_has_is_refused() {
    let stage = Stage::new();
    let run = spawn(&stage, "export").unwrap();
    let refused = spawn(&stage, "export").unwrap_err();
    assert_eq!(refused, SpawnError::IdInUse("export".into()));
    assert_eq!(stage.supervisor.find("export"), Some(run.id()));
}

#[test]
fn an_id_whose_run_has_ended_may_be_given_again_and_the_old_record_goes() {
    let stage = Stage::new();
    let old = spawn(&stage, "export").unwrap();
    stage.settle();
    let new = spawn(&stage, "export").unwrap();
    assert_ne!(old.id(), new.id());
    assert!(old.snapshot().is_none());
    assert_eq!(stage.supervisor.find("export"), Some(new.id()));
    assert_eq!(stage.supervisor.counts().all(), 1);
}

#[test]
fn an_id_that_was_made_and_is_live_is_not_given_to_another() {
    let stage = Stage::new();
    let made = stage.spawn_endless("made").snapshot().unwrap().public_id;
    assert_eq!(spawn(&stage, &made).unwrap_err(), SpawnError::IdInUse(made));
}

#[test]
fn an_id_that_is_made_is_none_that_was_given() {
    let stage = Stage::new();
    // The second run would get this id.
    let given = spawn(&stage, "run-2").unwrap();
    let made = stage.spawn_endless("made");
    assert_eq!(stage.supervisor.find("run-2"), Some(given.id()));
    let public_id = made.snapshot().unwrap().public_id;
    assert_ne!(&*public_id, "run-2");
    assert_eq!(stage.supervisor.find(&public_id), Some(made.id()));
}

#[test]
fn a_text_that_only_resembles_a_made_id_finds_nothing() {
    let stage = Stage::new();
    stage.spawn_endless("the first");
    assert!(stage.supervisor.find("run-1").is_some());
    for text in [
        "run-01",
        "run-+1",
        "run-",
        "run-1 ",
        "Run-1",
        "run-99999999999999999999",
    ] {
        assert_eq!(stage.supervisor.find(text), None, "{text}");
    }
}

#[test]
fn an_internal_id_is_never_used_again() {
    let stage = Stage::with(|config| config.keep(0));
    let mut seen = HashSet::new();
    for _ in 0..1_000 {
        let run = stage.spawn_endless("goes");
        run.cancel();
        assert!(seen.insert(run.id()));
    }
}

#[test]
fn an_id_as_a_number_is_the_same_id_again() {
    let stage = Stage::new();
    let id = stage.spawn_endless("numbered").id();
    assert_eq!(RunId::from_u64(id.as_u64()), id);
    assert_eq!(id.to_string(), id.as_u64().to_string());
}
