//! The order of queued runs.

use taskdeck_core::{Params, Priority, RunContext, RunOptions, RunStatus, SpawnError};

use crate::stage::{Notes, Stage};

fn spawn_with_priority(stage: &Stage, title: &'static str, priority: Priority, notes: &Notes) {
    let notes = notes.clone();
    let options = RunOptions::new(title).priority(priority);
    let body = async move |_ctx: RunContext| {
        notes.note(title);
        Ok(())
    };
    stage.supervisor.spawn_with(options, body).unwrap();
}

#[test]
fn a_body_never_starts_inside_the_call_that_spawns_it() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let run = stage.spawn_noting("body", &notes);
    notes.note("spawned");
    assert_eq!(stage.status(&run), Some(RunStatus::Queued));
    stage.settle();
    assert_eq!(notes.take(), ["spawned", "body"]);
}

#[test]
fn runs_start_in_the_order_of_arrival() {
    let (stage, notes) = (Stage::with_slots(1), Notes::default());
    for title in ["a", "b", "c"] {
        stage.spawn_noting(title, &notes);
    }
    stage.settle();
    assert_eq!(notes.take(), ["a", "b", "c"]);
}

#[test]
fn a_higher_priority_starts_before_an_earlier_arrival() {
    let (stage, notes) = (Stage::with_slots(1), Notes::default());
    spawn_with_priority(&stage, "background", Priority::Background, &notes);
    spawn_with_priority(&stage, "visible", Priority::UserVisible, &notes);
    spawn_with_priority(&stage, "blocking", Priority::UserBlocking, &notes);
    spawn_with_priority(&stage, "visible too", Priority::UserVisible, &notes);
    stage.settle();
    assert_eq!(
        notes.take(),
        ["blocking", "visible", "visible too", "background"]
    );
}

#[test]
fn a_run_whose_priority_changes_keeps_its_place_by_arrival() {
    let (stage, notes) = (Stage::with_slots(1), Notes::default());
    let first = stage.spawn_noting("first", &notes);
    spawn_with_priority(&stage, "blocking", Priority::UserBlocking, &notes);
    let later = stage.spawn_noting("later", &notes);
    assert!(later.set_priority(Priority::UserBlocking));
    assert!(first.set_priority(Priority::UserBlocking));
    stage.settle();
    assert_eq!(notes.take(), ["first", "blocking", "later"]);
    assert_eq!(first.snapshot().unwrap().priority, Priority::UserBlocking);
}

#[test]
fn the_priority_of_a_run_that_has_started_cannot_be_changed() {
    let stage = Stage::new();
    let run = stage.spawn_endless("runs");
    stage.settle();
    assert!(!run.set_priority(Priority::UserBlocking));
    assert_eq!(run.snapshot().unwrap().priority, Priority::UserVisible);
    run.cancel();
    assert!(!run.set_priority(Priority::UserBlocking));
}

#[test]
fn a_higher_priority_does_not_preempt_a_run_that_runs() {
    let (stage, notes) = (Stage::with_slots(1), Notes::default());
    let running = stage.spawn_endless("runs");
    stage.settle();
    spawn_with_priority(&stage, "blocking", Priority::UserBlocking, &notes);
    stage.settle();
    assert_eq!(stage.status(&running), Some(RunStatus::Running));
    assert!(notes.take().is_empty());
}

#[test]
fn a_full_queue_refuses_with_an_error() {
    let stage = Stage::with(|config| config.concurrency(crate::stage::limit(1)).max_queued(2));
    stage.spawn_endless("runs");
    stage.settle();
    stage.spawn_endless("waits");
    let waits = stage.spawn_endless("waits too");
    let body = async |_ctx: RunContext| Ok(());
    let refused = stage.supervisor.spawn("one too many", body).unwrap_err();
    assert_eq!(refused, SpawnError::QueueFull { limit: 2 });
    assert!(refused.to_string().contains("2 runs are waiting"));
    assert_eq!(stage.supervisor.counts().all(), 3);

    waits.cancel();
    assert!(stage.supervisor.spawn("now there is room", body).is_ok());
}

#[test]
fn parameters_that_are_too_large_are_refused_with_their_size() {
    let stage = Stage::new();
    let fits = Params::new().with("text", "x".repeat(65_536 - r#"{"text":""}"#.len()));
    let large = Params::new().with("text", "x".repeat(65_537 - r#"{"text":""}"#.len()));
    let spawn = |params| {
        let options = RunOptions::new("text").params(params);
        let body = async |_ctx: RunContext| Ok(());
        stage.supervisor.spawn_with(options, body)
    };
    assert!(spawn(fits).is_ok());
    assert_eq!(
        spawn(large).unwrap_err(),
        SpawnError::ParamsTooLarge {
            size: 65_537,
            limit: 65_536
        }
    );
}
