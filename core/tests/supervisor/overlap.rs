//! What happens when runs of one group overlap.

use std::{cell::RefCell, future::pending, rc::Rc, time::Duration};

use taskdeck_core::{
    CancelReason, Overlap, Params, Priority, Retry, RetryError, RunContext, RunHandle, RunOptions,
    RunState, RunStatus, SpawnError, Task, TaskError, Waiting, World,
};

use crate::stage::{Notes, OnDrop, Stage, failure, millis};

/// Spawns a run of the group "sync" that ends only when it is stopped.
pub(crate) fn endless(stage: &Stage, overlap: Overlap) -> RunHandle<()> {
    endless_with(stage, RunOptions::new("sync").overlap(overlap))
}

pub(crate) fn endless_with(stage: &Stage, options: RunOptions<()>) -> RunHandle<()> {
    let body = async |_ctx: RunContext| pending::<Result<(), TaskError>>().await;
    stage.supervisor.spawn_with(options, body).unwrap()
}

pub(crate) fn statuses(stage: &Stage, runs: &[RunHandle<()>]) -> Vec<RunStatus> {
    runs.iter()
        .map(|run| stage.status(run).expect("is kept"))
        .collect()
}

pub(crate) fn cancelled(run: &RunHandle<()>) -> Option<(CancelReason, bool)> {
    match run.snapshot()?.state {
        RunState::Cancelled { reason, started } => Some((reason, started)),
        _ => None,
    }
}

use RunStatus::{Cancelled, Completed, Queued, Running};

#[test]
fn runs_of_one_title_overlap_unless_they_have_keys() {
    let stage = Stage::new();
    let runs = [Overlap::Allow, Overlap::Allow].map(|overlap| endless(&stage, overlap));
    stage.settle();
    assert_eq!(statuses(&stage, &runs), [Running, Running]);
}

#[test]
fn queued_ones_run_one_after_the_other_in_the_order_of_arrival() {
    let (stage, notes) = (Stage::new(), Notes::default());
    for (name, priority) in [
        ("a", Priority::Background),
        ("b", Priority::UserVisible),
        ("c", Priority::UserBlocking),
    ] {
        let noted = notes.clone();
        let options = RunOptions::new("sync")
            .overlap(Overlap::Queue)
            .priority(priority);
        let body = async move |ctx: RunContext| {
            noted.note(format!("{name} starts"));
            ctx.sleep(millis(10)).await?;
            noted.note(format!("{name} ends"));
            Ok(())
        };
        stage.supervisor.spawn_with(options, body).unwrap();
    }
    stage.world.block_on(stage.supervisor.idle());
    let order = [
        "a starts", "a ends", "b starts", "b ends", "c starts", "c ends",
    ];
    assert_eq!(notes.take(), order);
}

#[test]
fn at_most_at_a_time_runs_of_a_group_run() {
    let stage = Stage::new();
    let options = || RunOptions::new("sync").overlap(Overlap::Queue).at_a_time(2);
    let runs = [(); 4].map(|()| endless_with(&stage, options()));
    stage.settle();
    assert_eq!(statuses(&stage, &runs), [Running, Running, Queued, Queued]);
    runs[1].cancel();
    stage.settle();
    assert_eq!(
        statuses(&stage, &runs),
        [Running, Cancelled, Running, Queued]
    );
}

#[test]
fn a_run_that_waits_for_its_group_shows_for_which_run_and_blocks_no_lane() {
    let stage = Stage::with_slots(1);
    let runs = [Overlap::Queue, Overlap::Queue, Overlap::Queue].map(|o| endless(&stage, o));
    let behind = |run: &RunHandle<()>| match run.snapshot().unwrap().waiting {
        Some(Waiting::Overlap { behind }) => Some(behind),
        _ => None,
    };
    assert_eq!(behind(&runs[2]), Some(runs[1].id()));
    assert_eq!(stage.supervisor.lane("main").usage().unwrap().waiting, 1);
    runs[1].cancel();
    assert_eq!(cancelled(&runs[1]), Some((CancelReason::Caller, false)));
    assert_eq!(behind(&runs[2]), Some(runs[0].id()));
    let words = runs[2].snapshot().unwrap().waiting.unwrap().to_string();
    assert_eq!(words, "Waiting for another run of this task");
}

#[test]
fn keys_separate_runs_of_one_task() {
    let stage = Stage::new();
    let task = Task::new("sync", "Sync", async |_ctx: RunContext| {
        pending::<Result<(), TaskError>>().await
    })
    .overlap(Overlap::Queue);
    stage.supervisor.define(task).unwrap();
    let start = |key: &str| {
        let options = RunOptions::of_task().key(key);
        stage.supervisor.start_with("sync", options).unwrap().id()
    };
    let runs = [start("a"), start("b"), start("a")];
    stage.settle();
    let statuses = runs.map(|run| stage.supervisor.run(run).status().unwrap());
    assert_eq!(statuses, [Running, Running, Queued]);
}

#[test]
fn a_key_holds_runs_of_different_titles_together_and_a_task_stands_for_itself() {
    let stage = Stage::new();
    let keyed = |title: &str| {
        let options = RunOptions::new(title).key("disk").overlap(Overlap::Queue);
        endless_with(&stage, options)
    };
    let runs = [keyed("write"), keyed("read")];
    let task = Task::new("disk", "disk", async |_ctx: RunContext| Ok(()));
    stage
        .supervisor
        .define(task.overlap(Overlap::Queue))
        .unwrap();
    let of_task = stage.supervisor.start("disk", Params::new()).unwrap();
    stage.settle();
    assert_eq!(statuses(&stage, &runs), [Running, Queued]);
    assert_eq!(stage.status(&of_task), Some(Completed));
}

#[test]
fn a_new_run_waits_for_runs_that_came_before_any_overlap_policy() {
    let stage = Stage::new();
    let body = async |_ctx: RunContext| pending::<Result<(), TaskError>>().await;
    let plain = stage.supervisor.spawn("sync", body).unwrap();
    let other = stage.supervisor.spawn("other", body).unwrap();
    stage.settle();
    let waits = endless(&stage, Overlap::Queue);
    stage.settle();
    assert_eq!(stage.status(&waits), Some(Queued));
    other.cancel();
    stage.settle();
    assert_eq!(stage.status(&waits), Some(Queued));
    plain.cancel();
    stage.settle();
    assert_eq!(stage.status(&waits), Some(Running));
}

#[test]
fn a_dropped_newcomer_is_skipped_at_once_and_its_body_never_runs() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let first = endless(&stage, Overlap::Drop);
    let noted = notes.clone();
    let gone = OnDrop(move || noted.note("body dropped"));
    let told = notes.clone();
    let options = RunOptions::new("sync")
        .overlap(Overlap::Drop)
        .on_cancel(move |reason, _| told.note(reason.to_string()));
    let body = async move |_ctx: RunContext| {
        gone.touch();
        unreachable!("it is skipped")
    };
    let skipped: RunHandle<()> = stage.supervisor.spawn_with(options, body).unwrap();
    assert_eq!(cancelled(&skipped), Some((CancelReason::Skipped, false)));
    assert_eq!(notes.take(), ["body dropped"]);
    stage.settle();
    assert_eq!(notes.take(), ["Skipped: another run of this task is live"]);
    assert_eq!(stage.status(&first), Some(Running));
    first.cancel();
    assert_eq!(stage.status(&endless(&stage, Overlap::Drop)), Some(Queued));
}

#[test]
fn what_is_skipped_needs_no_room_in_the_queue() {
    let stage = Stage::with(|config| config.max_queued(1));
    endless(&stage, Overlap::Drop);
    let skipped = endless(&stage, Overlap::Drop);
    assert_eq!(stage.status(&skipped), Some(Cancelled));
}

#[test]
fn a_refused_newcomer_never_becomes_a_run() {
    let stage = Stage::new();
    let first = endless(&stage, Overlap::Allow);
    let options = RunOptions::new("sync").overlap(Overlap::Refuse);
    let body = async |_ctx: RunContext| Ok(());
    let refused = stage.supervisor.spawn_with(options, body).unwrap_err();
    assert_eq!(refused, SpawnError::Overlap { behind: first.id() });
    assert_eq!(refused.code(), "overlap");
    assert_eq!(stage.supervisor.counts().all(), 1);
}

#[test]
fn kinds_mix_in_one_group_and_the_newcomer_decides() {
    let stage = Stage::new();
    let first = endless(&stage, Overlap::Queue);
    let second = endless(&stage, Overlap::Queue);
    let free = endless(&stage, Overlap::Allow);
    stage.settle();
    let skipped = endless(&stage, Overlap::Drop);
    let latest = endless(&stage, Overlap::KeepLatest);
    stage.settle();
    let runs = [first, second, free, skipped, latest];
    let expected = [Running, Cancelled, Running, Cancelled, Queued];
    assert_eq!(statuses(&stage, &runs), expected);

    runs[0].cancel();
    stage.settle();
    assert_eq!(stage.status(&runs[4]), Some(Queued), "one is before it");
    runs[2].cancel();
    stage.settle();
    assert_eq!(stage.status(&runs[4]), Some(Running));
}

#[test]
fn a_run_that_came_later_is_not_waited_for() {
    let stage = Stage::new();
    let first = endless(&stage, Overlap::Allow);
    let waits = endless(&stage, Overlap::Queue);
    let free = endless(&stage, Overlap::Allow);
    stage.settle();
    first.cancel();
    stage.settle();
    assert_eq!(statuses(&stage, &[waits, free]), [Running, Running]);
}

#[test]
fn numbers_at_a_time_mix_and_each_run_goes_by_its_own() {
    let stage = Stage::with_slots(10);
    let with = |at_a_time| {
        let options = RunOptions::new("sync").overlap(Overlap::Queue);
        endless_with(&stage, options.at_a_time(at_a_time))
    };
    let runs = [with(1), with(1), with(3), with(3), with(1)];
    stage.settle();
    assert_eq!(
        statuses(&stage, &runs),
        [Running, Queued, Running, Queued, Queued]
    );
    runs[0].cancel();
    stage.settle();
    assert_eq!(
        statuses(&stage, &runs[1..]),
        [Running, Running, Running, Queued]
    );
}

#[test]
fn a_run_that_waits_for_its_next_attempt_holds_its_place() {
    let stage = Stage::new();
    let options = RunOptions::new("sync")
        .overlap(Overlap::Queue)
        .retry(Retry::new(1).delay(millis(100)));
    let body = async |ctx: RunContext| match ctx.attempt() {
        1 => Err(failure()),
        _ => Ok(ctx.sleep(millis(10)).await?),
    };
    let first = stage.supervisor.spawn_repeatable(options, body).unwrap();
    let second = endless(&stage, Overlap::Queue);
    stage.world.advance(millis(99));
    assert_eq!(statuses(&stage, &[first, second]), [Queued, Queued]);
    stage.world.advance(millis(20));
    let live = stage.supervisor.active_ids();
    assert_eq!(stage.supervisor.run(live[0]).status(), Some(Running));
    assert_eq!(stage.supervisor.counts().completed, 1);
}

#[test]
fn a_delay_and_a_place_in_the_group_are_both_waited_for() {
    let stage = Stage::new();
    let first = endless(&stage, Overlap::Queue);
    let delayed = || {
        let options = RunOptions::new("sync").overlap(Overlap::Queue);
        endless_with(&stage, options.delay(millis(50)))
    };
    let second = delayed();
    first.cancel();
    stage.world.advance(millis(49));
    assert_eq!(stage.status(&second), Some(Queued));
    let third = delayed();
    stage.world.advance(millis(1));
    assert_eq!(stage.status(&second), Some(Running));
    stage.world.advance(millis(100));
    assert_eq!(stage.status(&third), Some(Queued));
    second.cancel();
    stage.settle();
    assert_eq!(stage.status(&third), Some(Running));
}

#[test]
fn a_shutdown_ends_a_run_that_waits_for_its_group_and_a_drain_lets_it_have_its_turn() {
    let stage = Stage::new();
    let body = async |ctx: RunContext| Ok(ctx.sleep(millis(10)).await?);
    let spawn = || {
        let options = RunOptions::new("sync").overlap(Overlap::Queue);
        stage.supervisor.spawn_with(options, body).unwrap()
    };
    let runs = [spawn(), spawn(), spawn()];
    drop(stage.supervisor.drain());
    stage.world.advance(millis(10));
    assert_eq!(statuses(&stage, &runs), [Completed, Running, Queued]);
    drop(stage.supervisor.shutdown(Duration::ZERO));
    assert_eq!(cancelled(&runs[2]), Some((CancelReason::Shutdown, false)));
    stage.settle();
    assert_eq!(stage.world.live_futures(), 0);
}

#[test]
fn a_retry_by_hand_follows_the_overlap_policy() {
    let stage = Stage::new();
    let spawn = |overlap| {
        let options = RunOptions::new("sync").overlap(overlap);
        let body = async |_ctx: RunContext| Err::<(), _>(failure());
        let run = stage.supervisor.spawn_repeatable(options, body).unwrap();
        stage.settle();
        run
    };
    let [refuse, join] = [Overlap::Refuse, Overlap::Join].map(spawn);
    let live = endless(&stage, Overlap::Allow);
    stage.settle();
    let behind = live.id();
    assert_eq!(
        stage.supervisor.run(refuse.id()).retry(),
        Err(RetryError::Refused(SpawnError::Overlap { behind }))
    );
    assert_eq!(stage.supervisor.run(join.id()).retry(), Ok(live.id()));
    assert_eq!(join.snapshot().unwrap().retried_as, Some(live.id()));
}

#[test]
fn a_drop_that_spawns_the_same_again_finds_the_group_as_it_is() {
    let stage = Stage::new();
    let (supervisor, again) = (stage.supervisor.clone(), Rc::new(RefCell::new(None)));
    let kept = again.clone();
    let body = async move |_ctx: RunContext| {
        let _gone = OnDrop(|| {
            let options = RunOptions::new("sync").overlap(Overlap::Queue);
            let body = async |_ctx: RunContext| pending::<Result<(), TaskError>>().await;
            *kept.borrow_mut() = supervisor.spawn_with(options, body).ok();
        });
        pending::<Result<(), TaskError>>().await
    };
    let old = stage.supervisor.spawn("sync", body).unwrap();
    stage.settle();
    let new = endless(&stage, Overlap::Restart);
    stage.settle();
    let later = again.take().expect("was spawned");
    assert_eq!(
        statuses(&stage, &[old, new, later]),
        [Cancelled, Running, Queued]
    );
    drop(stage.supervisor.shutdown(Duration::ZERO));
    stage.settle();
}

#[test]
fn a_thousand_queue_and_each_has_its_turn() {
    let stage = Stage::new();
    let body = async |_ctx: RunContext| Ok(());
    for _ in 0..1_000 {
        let options = RunOptions::new("sync").overlap(Overlap::Queue);
        stage.supervisor.spawn_with(options, body).unwrap();
    }
    stage.settle();
    assert_eq!(stage.supervisor.counts().completed, 1_000);
    assert_eq!(stage.world.now().since_start(), Duration::ZERO);
}
