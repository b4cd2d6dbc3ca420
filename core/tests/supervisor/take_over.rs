//! Runs that went on elsewhere before the supervisor knew them.

use taskdeck_core::{CancelReason, RunContext, RunStatus};

use crate::stage::{Notes, Stage};

#[test]
fn a_run_that_is_taken_over_has_its_number_and_begins_inside_the_call() {
    let stage = Stage::with_slots(1);
    let first = stage.spawn_endless("First");
    assert_eq!(stage.supervisor.last_number(), 1);
    stage.supervisor.begin_now();
    assert_eq!(stage.status(&first), Some(RunStatus::Running));

    stage.supervisor.skip_to_number(7);
    let waits = stage.spawn_endless("Waits");
    stage.supervisor.begin_now();
    assert_eq!(stage.status(&waits), Some(RunStatus::Queued));
    assert_eq!(stage.supervisor.find("run-7"), Some(waits.id()));

    stage.supervisor.skip_to_number(3);
    let next = stage.spawn_endless("Next");
    assert_eq!(stage.supervisor.find("run-8"), Some(next.id()));
    stage.supervisor.cancel_all(CancelReason::User);
}

#[test]
fn one_that_has_ended_elsewhere_ends_inside_the_call() {
    let (stage, notes) = (Stage::with_slots(1), Notes::default());
    let run = stage.spawn_noting("Ended", &notes);
    stage.supervisor.begin_now();
    assert_eq!(stage.status(&run), Some(RunStatus::Completed));
    assert_eq!(stage.supervisor.counts().completed, 1);
    let next = stage
        .supervisor
        .spawn("Next", async |_ctx: RunContext| Ok(()));
    stage.settle();
    assert_eq!(stage.status(&next.unwrap()), Some(RunStatus::Completed));
    assert_eq!(notes.take(), ["Ended"]);
}
