//! Retention of finished runs.

use std::time::Duration;

use taskdeck_core::{RunContext, RunFilter};

use crate::stage::{Stage, failure};

fn finish(stage: &Stage, kinds: &[&'static str]) {
    for (i, kind) in kinds.iter().enumerate() {
        let title = format!("{kind} {i}");
        match *kind {
            "completed" => {
                let body = async |_ctx: RunContext| Ok(());
                stage.supervisor.spawn(title, body).unwrap();
            }
            "failed" => {
                let body = async |_ctx: RunContext| Err::<(), _>(failure());
                stage.supervisor.spawn(title, body).unwrap();
            }
            _ => {
                stage.spawn_endless(&title).cancel();
            }
        }
        stage.settle();
    }
}

/// Returns the titles of the kept runs, oldest first.
fn kept(stage: &Stage) -> Vec<String> {
    let runs = stage.supervisor.runs(&RunFilter::all());
    runs.iter().rev().map(|run| run.title.to_string()).collect()
}

#[test]
fn completed_runs_go_first_then_cancelled_then_failed_oldest_first() {
    let kinds = ["failed", "cancelled", "completed", "completed", "failed"];
    for (keep, expected) in [
        (
            5,
            &[
                "failed 0",
                "cancelled 1",
                "completed 2",
                "completed 3",
                "failed 4",
            ][..],
        ),
        (4, &["failed 0", "cancelled 1", "completed 3", "failed 4"]),
        (3, &["failed 0", "cancelled 1", "failed 4"]),
        (2, &["failed 0", "failed 4"]),
        (1, &["failed 4"]),
        (0, &[]),
    ] {
        let stage = Stage::with(|config| config.keep(keep));
        finish(&stage, &kinds);
        assert_eq!(kept(&stage), expected, "of five, {keep} are kept");
    }
}

#[test]
fn the_overview_counts_evicted_runs() {
    let stage = Stage::with(|config| config.keep(1));
    let overview = stage.supervisor.overview();
    finish(&stage, &["completed", "completed", "completed"]);
    use reactive_graph::traits::GetUntracked;
    assert_eq!(overview.get_untracked().evicted, 2);
}

#[test]
fn live_runs_are_kept_however_many() {
    let stage = Stage::with(|config| config.keep(0));
    stage.spawn_endless("runs");
    finish(&stage, &["completed"]);
    assert_eq!(kept(&stage), ["runs"]);
}

#[test]
fn runs_that_ended_too_long_ago_go_and_then_no_timer_is_left() {
    let stage = Stage::with(|config| config.keep_for(Duration::from_secs(60)));
    finish(&stage, &["failed"]);
    stage.world.advance(Duration::from_secs(30));
    finish(&stage, &["completed", "cancelled"]);
    stage.world.advance(Duration::from_secs(29));
    assert_eq!(kept(&stage).len(), 3);
    stage.world.advance(Duration::from_secs(1));
    assert_eq!(kept(&stage), ["completed 0", "cancelled 1"]);
    assert_eq!(stage.world.pending_timers(), 1);
    stage.world.advance(Duration::from_secs(30));
    assert!(kept(&stage).is_empty());
    assert_eq!(stage.world.pending_timers(), 0);
}

#[test]
fn clear_finished_forgets_what_has_ended_and_its_timer() {
    let stage = Stage::with(|config| config.keep_for(Duration::from_secs(60)));
    stage.spawn_endless("runs");
    finish(&stage, &["completed", "failed"]);
    assert_eq!(stage.supervisor.clear_finished(), 2);
    assert_eq!(kept(&stage), ["runs"]);
    stage.settle();
    assert_eq!(stage.world.pending_timers(), 0);
}
