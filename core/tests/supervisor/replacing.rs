//! New runs of a group that replace others: restart and keep-latest.

use taskdeck_core::{
    CancelReason, LaneOptions, Outcome, Overlap, Priority, RunContext, RunOptions, RunStatus,
};

use crate::overlap::{cancelled, endless, endless_with, statuses};
use crate::stage::{Stage, limit, millis};

use RunStatus::{Cancelled, Cancelling, Queued, Running};

#[test]
fn a_restart_stops_the_older_and_starts_when_that_has_stopped() {
    let stage = Stage::new();
    let old = endless_with(&stage, RunOptions::new("sync").grace(millis(50)));
    stage.settle();
    let runs = [old, endless(&stage, Overlap::Restart)];
    stage.world.advance(millis(49));
    assert_eq!(statuses(&stage, &runs), [Cancelling, Queued]);
    stage.world.advance(millis(1));
    assert_eq!(statuses(&stage, &runs), [Cancelled, Running]);
    assert_eq!(cancelled(&runs[0]), Some((CancelReason::Replaced, true)));
}

#[test]
fn the_newcomer_of_a_restart_inherits_the_slot_before_any_other() {
    let stage = Stage::with_slots(1);
    let old = endless(&stage, Overlap::Allow);
    stage.settle();
    let urgent = {
        let options = RunOptions::new("urgent").priority(Priority::UserBlocking);
        endless_with(&stage, options)
    };
    let new = endless_with(
        &stage,
        RunOptions::new("sync")
            .overlap(Overlap::Restart)
            .priority(Priority::Background),
    );
    stage.settle();
    assert_eq!(cancelled(&old), Some((CancelReason::Replaced, true)));
    assert_eq!(statuses(&stage, &[new, urgent]), [Running, Queued]);
}

#[test]
fn runs_that_inherit_a_slot_start_by_priority() {
    let stage = Stage::with_slots(2);
    let restart = |key, priority| {
        let options = RunOptions::new("sync").key(key).overlap(Overlap::Restart);
        endless_with(&stage, options.priority(priority))
    };
    for key in ["a", "b"] {
        restart(key, Priority::UserVisible);
    }
    stage.settle();
    let low = restart("a", Priority::Background);
    let high = restart("b", Priority::UserBlocking);
    stage.supervisor.lane("main").set_limit(limit(1));
    stage.settle();
    assert_eq!(statuses(&stage, &[low, high]), [Queued, Running]);
}

#[test]
fn a_slot_is_inherited_also_while_starting_is_paused() {
    let stage = Stage::with_slots(1);
    endless(&stage, Overlap::Allow);
    stage.settle();
    stage.supervisor.pause();
    let new = endless(&stage, Overlap::Restart);
    let options = RunOptions::new("urgent").priority(Priority::UserBlocking);
    let urgent = endless_with(&stage, options);
    stage.settle();
    assert_eq!(stage.status(&new), Some(Queued));
    assert!(new.set_priority(Priority::Background));
    stage.supervisor.resume();
    stage.settle();
    assert_eq!(statuses(&stage, &[new, urgent]), [Running, Queued]);
}

#[test]
fn a_slot_of_another_lane_is_not_inherited() {
    let lane = LaneOptions::at_most(1).unwrap();
    let stage = Stage::with(|config| config.concurrency(limit(1)).lane("net", lane).unwrap());
    let old = endless_with(&stage, RunOptions::new("sync").lane("net"));
    let busy = endless_with(&stage, RunOptions::new("busy"));
    stage.settle();
    let urgent = {
        let options = RunOptions::new("urgent").priority(Priority::UserBlocking);
        endless_with(&stage, options)
    };
    let new = endless(&stage, Overlap::Restart);
    assert_eq!(stage.status(&old), Some(Cancelled));
    busy.cancel();
    stage.settle();
    assert_eq!(statuses(&stage, &[urgent, new]), [Running, Queued]);
}

#[test]
fn a_restart_of_a_restart_replaces_a_run_that_never_started() {
    let stage = Stage::new();
    let options = RunOptions::new("sync").grace(millis(50));
    let old = endless_with(&stage, options);
    stage.settle();
    let first = endless(&stage, Overlap::Restart);
    let second = endless(&stage, Overlap::Restart);
    assert_eq!(cancelled(&first), Some((CancelReason::Replaced, false)));
    assert_eq!(stage.status(&old), Some(Cancelling));
    stage.world.advance(millis(50));
    assert_eq!(stage.status(&second), Some(Running));
}

#[test]
fn a_restart_stops_no_more_than_it_has_to() {
    let stage = Stage::new();
    let options = || {
        RunOptions::new("sync")
            .overlap(Overlap::Restart)
            .at_a_time(2)
    };
    let runs = [(); 3].map(|()| endless_with(&stage, options()));
    stage.settle();
    assert_eq!(statuses(&stage, &runs), [Cancelled, Running, Running]);
}

#[test]
fn a_value_of_the_older_counts_and_the_newcomer_starts_all_the_same() {
    let stage = Stage::new();
    let options = RunOptions::new("sync").grace(millis(50));
    let body = async |ctx: RunContext| {
        ctx.cancelled().await;
        Ok("saved")
    };
    let old = stage.supervisor.spawn_with(options, body).unwrap();
    stage.settle();
    let new = endless(&stage, Overlap::Restart);
    stage.settle();
    assert_eq!(stage.status(&new), Some(Running));
    let outcome = stage.world.block_on(old.outcome());
    assert_eq!(outcome, Outcome::Completed("saved"));
}

#[test]
fn keep_latest_lets_the_first_go_on_and_one_wait() {
    let stage = Stage::new();
    let runs = [(); 4].map(|()| endless(&stage, Overlap::KeepLatest));
    stage.settle();
    assert_eq!(
        statuses(&stage, &runs),
        [Running, Cancelled, Cancelled, Queued]
    );
    assert_eq!(cancelled(&runs[2]), Some((CancelReason::Replaced, false)));
    runs[0].cancel();
    stage.settle();
    assert_eq!(stage.status(&runs[3]), Some(Running));
}

#[test]
fn keep_latest_replaces_in_a_full_queue() {
    let stage = Stage::with(|config| config.max_queued(1));
    endless(&stage, Overlap::KeepLatest);
    stage.settle();
    let waits = endless(&stage, Overlap::KeepLatest);
    let newer = endless(&stage, Overlap::KeepLatest);
    assert_eq!(statuses(&stage, &[waits, newer]), [Cancelled, Queued]);
}

#[test]
fn a_delayed_restart_inherits_nothing_that_is_gone_before_its_time() {
    let stage = Stage::with_slots(1);
    endless(&stage, Overlap::Allow);
    stage.settle();
    let options = RunOptions::new("sync").overlap(Overlap::Restart);
    let new = endless_with(&stage, options.delay(millis(50)));
    let other = endless_with(&stage, RunOptions::new("other"));
    stage.world.advance(millis(60));
    assert_eq!(statuses(&stage, &[other, new]), [Running, Queued]);
}
