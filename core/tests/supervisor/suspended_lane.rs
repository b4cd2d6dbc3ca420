//! A lane that starts no run until it is resumed.

use std::future::pending;

use taskdeck_core::{LaneOptions, Outcome, RunContext, RunOptions, RunStatus, TaskError, Waiting};

use crate::stage::{Stage, limit, millis};

#[test]
fn running_runs_go_on_and_queued_ones_show_why() {
    let stage = Stage::with_slots(2);
    let runs = stage.spawn_endless("runs");
    stage.settle();
    assert!(stage.supervisor.lane("main").suspend("out of paper"));
    let waits = stage.spawn_endless("waits");
    stage.settle();
    assert_eq!(stage.status(&runs), Some(RunStatus::Running));
    assert_eq!(stage.status(&waits), Some(RunStatus::Queued));
    let why = stage.supervisor.run(waits.id()).snapshot().unwrap().waiting;
    let expected = Waiting::Suspended {
        lane: "main".into(),
        why: "out of paper".into(),
    };
    assert_eq!(why, Some(expected));
    let lane = stage.supervisor.lane("main").usage().unwrap();
    assert_eq!(lane.suspended, Some("out of paper".into()));

    assert!(stage.supervisor.lane("main").resume());
    stage.settle();
    assert_eq!(stage.status(&waits), Some(RunStatus::Running));
    assert_eq!(
        stage.supervisor.lane("main").usage().unwrap().suspended,
        None
    );
}

#[test]
fn the_first_reason_stays_and_only_a_suspended_lane_is_resumed() {
    let stage = Stage::new();
    assert!(!stage.supervisor.lane("main").resume());
    assert!(!stage.supervisor.lane("nowhere").suspend("no such lane"));
    assert!(stage.supervisor.lane("main").suspend("first"));
    assert!(!stage.supervisor.lane("main").suspend("second"));
    let lane = stage.supervisor.lane("main").usage().unwrap();
    assert_eq!(lane.suspended, Some("first".into()));
}

#[test]
fn other_lanes_and_other_changes_of_the_lane_are_left_alone() {
    let stage = Stage::with_slots(1);
    stage
        .supervisor
        .lane("other")
        .set(LaneOptions::default())
        .unwrap();
    stage.supervisor.lane("main").suspend("out of paper");
    let waits = stage.spawn_endless("waits");
    let body = async |_ctx: RunContext| pending::<Result<(), TaskError>>().await;
    let options = RunOptions::new("other").lane("other");
    let other = stage.supervisor.spawn_with(options, body).unwrap();
    stage.supervisor.lane("main").set_limit(limit(8));
    stage.settle();
    assert_eq!(stage.status(&other), Some(RunStatus::Running));
    assert_eq!(stage.status(&waits), Some(RunStatus::Queued));
}

#[test]
fn no_slot_is_lent_there_either() {
    let stage = Stage::with_slots(1);
    let parent = stage
        .supervisor
        .spawn("parent", async |ctx: RunContext| {
            let child = ctx.spawn("child", async |_ctx: RunContext| Ok("done"))?;
            ctx.sleep(millis(10)).await?;
            let Outcome::Completed(word) = child.outcome().await else {
                return Err(TaskError::new("the child has not completed"));
            };
            Ok(word)
        })
        .unwrap();
    stage.settle();
    // The child has borrowed the slot by now; the next one is too late.
    stage.supervisor.lane("main").suspend("out of paper");
    assert_eq!(
        stage.world.block_on(parent.outcome()),
        Outcome::Completed("done")
    );

    stage.supervisor.lane("main").resume();
    let parent = stage
        .supervisor
        .spawn("parent", async |ctx: RunContext| {
            ctx.sleep(millis(10)).await?;
            ctx.spawn("child", async |_ctx: RunContext| Ok(()))?;
            Ok(())
        })
        .unwrap();
    stage.settle();
    stage.supervisor.lane("main").suspend("out of paper");
    stage.world.advance(millis(20));
    let [child] = stage.supervisor.run(parent.id()).children()[..] else {
        panic!("one child was started");
    };
    assert_eq!(
        stage.supervisor.run(child).status(),
        Some(RunStatus::Queued)
    );
    stage.supervisor.lane("main").resume();
    stage.world.block_on(parent.wait());
    assert_eq!(
        stage.supervisor.run(child).status(),
        Some(RunStatus::Completed)
    );
}

#[test]
fn a_drain_resumes_it_and_a_shutdown_cancels_queued_runs() {
    let stage = Stage::new();
    stage.supervisor.lane("main").suspend("out of paper");
    let run = stage
        .supervisor
        .spawn("save", async |_ctx: RunContext| Ok(()))
        .unwrap();
    stage.world.block_on(stage.supervisor.drain());
    assert_eq!(stage.status(&run), Some(RunStatus::Completed));

    let stage = Stage::new();
    stage.supervisor.lane("main").suspend("out of paper");
    let run = stage.spawn_endless("waits");
    stage.world.block_on(stage.supervisor.shutdown(millis(0)));
    assert_eq!(stage.status(&run), Some(RunStatus::Cancelled));
}

#[test]
fn while_a_drain_goes_on_none_is_suspended() {
    let stage = Stage::with_slots(1);
    let body = async |ctx: RunContext| Ok(ctx.sleep(millis(10)).await?);
    stage.supervisor.spawn("first", body).unwrap();
    let second = stage.supervisor.spawn("second", body).unwrap();
    let drain = stage.supervisor.drain();
    assert!(!stage.supervisor.lane("main").suspend("out of paper"));
    stage.world.block_on(drain);
    assert_eq!(stage.status(&second), Some(RunStatus::Completed));
}
