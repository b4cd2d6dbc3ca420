//! Named lanes beside `main`, their limits and their rates.

use taskdeck_core::{
    CancelReason, LaneOptions, Priority, Rate, Retry, RunContext, RunHandle, RunOptions, RunStatus,
    SpawnError, Task, TaskError, Waiting, World,
};

use crate::stage::{Notes, Stage, failure, limit, millis};

fn with_lanes(lanes: &[(&str, LaneOptions)]) -> Stage {
    Stage::with(|config| {
        let config = config.concurrency(limit(1));
        lanes.iter().fold(config, |config, (name, options)| {
            config.lane(*name, *options).unwrap()
        })
    })
}

fn at_most(slots: usize) -> LaneOptions {
    LaneOptions::at_most(slots).unwrap()
}

fn rate(starts: usize, window: u64) -> LaneOptions {
    LaneOptions::default().rate(Rate::new(starts, millis(window)).unwrap())
}

fn endless(stage: &Stage, lane: &str) -> RunHandle<()> {
    let body = async |_ctx: RunContext| std::future::pending().await;
    let options = RunOptions::new("endless").lane(lane);
    stage.supervisor.spawn_with(options, body).unwrap()
}

/// Spawns a run that records when it starts, and ends.
fn timed(stage: &Stage, lane: &str, notes: &Notes) -> RunHandle<()> {
    let (noted, world) = (notes.clone(), stage.world.clone());
    let body = async move |_ctx: RunContext| {
        noted.note(world.now().since_start().as_millis().to_string());
        Ok(())
    };
    let options = RunOptions::new("timed").lane(lane);
    stage.supervisor.spawn_with(options, body).unwrap()
}

#[test]
fn a_run_takes_one_slot_of_its_own_lane_and_of_no_other() {
    let stage = with_lanes(&[("disk", at_most(2))]);
    let runs: Vec<_> = (0..3).map(|_| endless(&stage, "disk")).collect();
    endless(&stage, "main");
    stage.settle();
    let (disk, main) = (
        stage.supervisor.lane("disk").usage().unwrap(),
        stage.supervisor.lane("main").usage().unwrap(),
    );
    assert_eq!((disk.taken, disk.waiting), (2, 1));
    assert_eq!((main.taken, main.waiting), (1, 0));
    assert_eq!(&*runs[0].snapshot().unwrap().lane, "disk");

    runs[0].cancel();
    stage.settle();
    assert_eq!(stage.supervisor.lane("disk").usage().unwrap().taken, 2);
    for run in &runs {
        run.cancel();
    }
    assert_eq!(stage.supervisor.lane("disk").usage().unwrap().taken, 0);
}

#[test]
fn a_full_lane_holds_up_no_other() {
    let stage = with_lanes(&[("disk", at_most(1)), ("network", at_most(1))]);
    for _ in 0..3 {
        endless(&stage, "disk");
        endless(&stage, "network");
    }
    stage.settle();
    let last = endless(&stage, "main");
    stage.settle();
    assert_eq!(stage.status(&last), Some(RunStatus::Running));
    let names: Vec<_> = stage
        .supervisor
        .lanes()
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    assert_eq!(names, ["main".into(), "disk".into(), "network".into()]);
}

#[test]
fn a_lane_that_is_not_there_is_refused_and_those_that_are_are_named() {
    let stage = with_lanes(&[("disk", at_most(1))]);
    let body = async |_ctx: RunContext| Ok(());
    let options = RunOptions::new("lost").lane("dsik");
    let refused = stage.supervisor.spawn_with(options, body).unwrap_err();
    assert_eq!(refused.code(), "unknown-lane");
    assert_eq!(
        refused.to_string(),
        "There is no lane \"dsik\". The lanes are: main, disk"
    );
    assert_eq!(stage.supervisor.lane("dsik").usage(), None);
    assert_eq!(stage.supervisor.counts().all(), 0);
}

#[test]
fn a_lane_can_be_made_later_and_needs_a_name() {
    let stage = Stage::new();
    let wrong = stage.supervisor.lane("").set(at_most(1)).unwrap_err();
    assert_eq!(wrong.to_string(), "lane must not be empty");
    stage.supervisor.lane("disk").set(at_most(1)).unwrap();
    let task = Task::new("save", "Save", async |_ctx: RunContext| Ok(())).lane("disk");
    stage.supervisor.define(task).unwrap();
    let run = stage.supervisor.start("save", Default::default()).unwrap();
    assert_eq!(&*run.snapshot().unwrap().lane, "disk");
    stage.settle();
    assert_eq!(stage.status(&run), Some(RunStatus::Completed));
}

#[test]
fn lowering_a_limit_stops_no_run_and_raising_it_starts_at_once() {
    let stage = with_lanes(&[("disk", at_most(3))]);
    let runs: Vec<_> = (0..5).map(|_| endless(&stage, "disk")).collect();
    stage.settle();
    stage.supervisor.lane("disk").set(at_most(1)).unwrap();
    stage.settle();
    let disk = stage.supervisor.lane("disk").usage().unwrap();
    assert_eq!((disk.taken, disk.limit), (3, limit(1)));
    runs[0].cancel();
    runs[1].cancel();
    stage.settle();
    assert_eq!(
        stage.supervisor.lane("disk").usage().unwrap().taken,
        1,
        "their slots stay free"
    );
    stage.supervisor.lane("disk").set(at_most(3)).unwrap();
    stage.settle();
    assert_eq!(stage.supervisor.lane("disk").usage().unwrap().taken, 3);
}

#[test]
fn a_retried_run_stays_in_the_lane() {
    let stage = with_lanes(&[("disk", at_most(1))]);
    let body = async |_ctx: RunContext| Err::<(), _>(failure());
    let options = RunOptions::new("fails").lane("disk");
    let run = stage.supervisor.spawn_repeatable(options, body).unwrap();
    stage.settle();
    let again = stage.supervisor.run(run.id()).retry().unwrap();
    assert_eq!(
        &*stage.supervisor.run(again).snapshot().unwrap().lane,
        "disk"
    );
}

#[test]
fn all_runs_that_have_not_started_count_whatever_their_lane() {
    let stage = Stage::with(|config| {
        let config = config.concurrency(limit(1)).max_queued(2);
        config.lane("disk", at_most(1)).unwrap()
    });
    endless(&stage, "main");
    endless(&stage, "disk");
    let body = async |_ctx: RunContext| Ok(());
    let refused = stage.supervisor.spawn("one too many", body).unwrap_err();
    assert_eq!(refused, SpawnError::QueueFull { limit: 2 });
    stage.settle();
    assert!(stage.supervisor.spawn("fits", body).is_ok());
}

#[test]
fn a_rate_lets_no_more_start_in_any_window() {
    let (stage, notes) = (with_lanes(&[("network", rate(3, 1_000))]), Notes::default());
    timed(&stage, "network", &notes);
    stage.world.advance(millis(900));
    for _ in 0..7 {
        timed(&stage, "network", &notes);
    }
    stage.world.advance(millis(5_000));
    // There is no double burst at the edge of a window: two at 900, then one a second after the first.
    let starts = ["0", "900", "900", "1000", "1900", "1900", "2000", "2900"];
    assert_eq!(notes.take(), starts);
    assert_eq!(stage.world.pending_timers(), 0);
}

#[test]
fn a_lane_that_waits_for_its_rate_holds_up_no_other_and_shows_until_when() {
    let (stage, notes) = (with_lanes(&[("network", rate(1, 1_000))]), Notes::default());
    timed(&stage, "network", &notes);
    stage.world.advance(millis(400));
    let waits = timed(&stage, "network", &notes);
    let other = timed(&stage, "main", &notes);
    stage.settle();
    assert_eq!(stage.status(&other), Some(RunStatus::Completed));
    let seen = waits.snapshot().unwrap();
    let (lane, until) = ("network".into(), seen.created_at + millis(600));
    assert_eq!(seen.waiting, Some(Waiting::Rate { lane, until }));
}

#[test]
fn every_attempt_counts_as_a_start() {
    let (stage, notes) = (with_lanes(&[("network", rate(2, 1_000))]), Notes::default());
    let body = async |_ctx: RunContext| Err::<(), _>(failure());
    let options = RunOptions::new("fails").lane("network");
    let options = options.retry(Retry::new(1).delay(millis(10)));
    stage.supervisor.spawn_repeatable(options, body).unwrap();
    stage.world.advance(millis(100));
    timed(&stage, "network", &notes);
    stage.world.advance(millis(2_000));
    assert_eq!(notes.take(), ["1000"]);
}

#[test]
fn a_run_that_is_cancelled_while_its_lane_waits_leaves_no_timer() {
    let (stage, notes) = (with_lanes(&[("network", rate(1, 1_000))]), Notes::default());
    timed(&stage, "network", &notes);
    let waits = timed(&stage, "network", &notes);
    stage.settle();
    assert_eq!(stage.world.pending_timers(), 1);
    waits.cancel();
    stage.settle();
    assert_eq!(stage.world.pending_timers(), 0);
}

#[test]
fn a_rate_can_be_changed_and_taken_away_while_runs_wait() {
    let (stage, notes) = (
        with_lanes(&[("network", rate(1, 10_000))]),
        Notes::default(),
    );
    for _ in 0..4 {
        timed(&stage, "network", &notes);
    }
    stage.world.advance(millis(100));
    stage.supervisor.lane("network").set(rate(2, 500)).unwrap();
    stage.world.advance(millis(100));
    assert_eq!(notes.take(), ["0", "100"], "the first start still counts");
    stage
        .supervisor
        .lane("network")
        .set(LaneOptions::default())
        .unwrap();
    stage.settle();
    assert_eq!(notes.take(), ["200", "200"]);
}

#[test]
fn main_may_have_a_rate_too() {
    let stage = Stage::with(|config| config.lane("main", rate(1, 1_000)).unwrap());
    let notes = Notes::default();
    timed(&stage, "main", &notes);
    timed(&stage, "main", &notes);
    stage.world.advance(millis(3_000));
    assert_eq!(notes.take(), ["0", "1000"]);
}

#[test]
fn a_shutdown_ends_runs_of_all_lanes() {
    let stage = with_lanes(&[("disk", at_most(1)), ("network", rate(1, 1_000))]);
    for lane in ["main", "disk", "network"] {
        endless(&stage, lane);
        endless(&stage, lane);
    }
    stage.settle();
    let report = stage.world.block_on(stage.supervisor.shutdown(millis(100)));
    assert_eq!(report.stopped.len(), 6);
    assert_eq!(stage.world.pending_timers(), 0);
}

#[test]
fn lanes_take_turns() {
    let stage = with_lanes(&[("a", at_most(9)), ("b", at_most(9))]);
    let notes = Notes::default();
    for lane in ["a", "a", "a", "b", "b", "b"] {
        let noted = notes.clone();
        let body = async move |_ctx: RunContext| {
            noted.note(lane);
            Ok(())
        };
        let options = RunOptions::new(lane).lane(lane);
        stage.supervisor.spawn_with(options, body).unwrap();
    }
    stage.settle();
    assert_eq!(notes.take(), ["a", "b", "a", "b", "a", "b"]);
}

#[test]
fn the_reason_to_wait_has_words() {
    let stage = with_lanes(&[("disk", at_most(1))]);
    let first = endless(&stage, "disk");
    let second = endless(&stage, "disk");
    let why = |run: &RunHandle<()>| {
        let waiting = run.snapshot().unwrap().waiting;
        waiting.map(|waiting| waiting.to_string())
    };
    assert_eq!(why(&first), None, "it starts in a moment");
    stage.settle();
    assert_eq!(why(&first), None);
    assert_eq!(
        why(&second).as_deref(),
        Some("Waiting: 1 of 1 running in disk")
    );
    stage.supervisor.pause();
    assert_eq!(why(&second).as_deref(), Some("Waiting: paused"));
    stage.supervisor.resume();
    first.cancel();
    stage.settle();
    assert_eq!(why(&second), None);
}

#[test]
fn a_cancelled_run_of_a_lane_never_starts() {
    let stage = with_lanes(&[("disk", at_most(1))]);
    let options = RunOptions::new("never")
        .lane("disk")
        .priority(Priority::Background);
    let body = async |_ctx: RunContext| -> Result<(), TaskError> { unreachable!() };
    let run = stage.supervisor.spawn_with(options, body).unwrap();
    assert!(run.cancel_with(CancelReason::User));
    stage.settle();
    assert_eq!(stage.supervisor.lane("disk").usage().unwrap().waiting, 0);
}
