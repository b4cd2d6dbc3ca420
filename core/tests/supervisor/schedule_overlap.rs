//! Schedules whose runs take longer than the time between two starts.

use taskdeck_core::{
    Overlap, Params, RunContext, RunFilter, RunOptions, RunStatus, Schedule, SpawnError, Task,
};

use crate::{
    schedule::{DAY, schedule, secs},
    stage::Stage,
};

/// Creates a stage with a task of this overlap that takes 24 s.
fn slow(overlap: Overlap) -> Stage {
    let stage = Stage::new();
    let task = Task::new("slow", "Slow", async |ctx: RunContext| {
        Ok(ctx.sleep(secs(24)).await?)
    })
    .overlap(overlap)
    .run_key(|params| params.text("address").unwrap_or_default().to_owned());
    stage.supervisor.define(task).unwrap();
    stage
}

/// Returns how many runs were started and how many starts skipped after 61 s of a start every 10 s, and how
/// many runs there are of each status: queued, running, completed, cancelled.
fn after_a_minute(overlap: Overlap) -> ((u64, u64), [usize; 4]) {
    let stage = slow(overlap);
    let every = schedule(&stage, Schedule::every(secs(10)), "slow");
    stage.world.advance(secs(61));
    let (seen, counts) = (every.snapshot().unwrap(), stage.supervisor.counts());
    let rows = [
        counts.queued,
        counts.running,
        counts.completed,
        counts.cancelled,
    ];
    ((seen.starts, seen.skipped), rows)
}

#[test]
fn the_overlap_decides_what_becomes_of_a_start_while_a_run_is_there() {
    // There are starts at 10, 20, 30, 40, 50 and 60 s.
    for (overlap, expected) in [
        (Overlap::Allow, ((6, 0), [0, 3, 3, 0])),
        (Overlap::Queue, ((6, 0), [3, 1, 2, 0])),
        // Runs were started at 10 and 40 s.
        (Overlap::Drop, ((2, 4), [0, 1, 1, 0])),
        (Overlap::Join, ((2, 4), [0, 1, 1, 0])),
        (Overlap::Refuse, ((2, 4), [0, 1, 1, 0])),
        (Overlap::Restart, ((6, 0), [0, 1, 0, 5])),
        // The run of 30 s starts at 34 in place of that of 20, the run of 50 s at 58 in place of that of 40.
        (Overlap::KeepLatest, ((6, 0), [1, 1, 2, 2])),
    ] {
        assert_eq!(after_a_minute(overlap), expected, "{overlap:?}");
    }
}

#[test]
fn a_start_that_is_refused_by_the_overlap_names_the_run_before_it() {
    let stage = slow(Overlap::Refuse);
    let every = schedule(&stage, Schedule::every(secs(10)), "slow");
    stage.world.advance(secs(21));
    let seen = every.snapshot().unwrap();
    let behind = seen.last_run.unwrap();
    assert_eq!(seen.refused, Some(SpawnError::Overlap { behind }));
}

#[test]
fn an_only_start_that_is_skipped_makes_a_row() {
    let stage = slow(Overlap::Drop);
    stage.supervisor.start("slow", Params::new()).unwrap();
    let later = schedule(&stage, Schedule::after(secs(10)), "slow");
    stage.world.advance(DAY);
    assert_eq!(later.snapshot(), None);
    let skipped = RunFilter::all().status(RunStatus::Cancelled);
    let skipped = stage.supervisor.runs(&skipped);
    assert_eq!(skipped.len(), 1);
    assert_eq!(skipped[0].schedule, Some(later.id()));
}

#[test]
fn schedules_with_different_keys_do_not_overlap() {
    let stage = slow(Overlap::Drop);
    let watch = |address| {
        let options = RunOptions::of_task().params(Params::new().with("address", address));
        let every = Schedule::every(secs(10));
        stage
            .supervisor
            .add_schedule(every, "slow", options)
            .unwrap()
    };
    let watched = ["a", "a", "b"].map(watch);
    stage.world.advance(secs(31));
    let seen = watched.map(|every| every.snapshot().unwrap());
    assert_eq!(seen.each_ref().map(|seen| seen.starts), [1, 0, 1]);
    assert_eq!(seen.each_ref().map(|seen| seen.skipped), [2, 3, 2]);
}
