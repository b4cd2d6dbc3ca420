//! Schedules: starts later, at a time, or again and again.

use std::{cell::Cell, future::pending, rc::Rc, time::Duration};

use reactive_graph::traits::GetUntracked;
use taskdeck_core::{
    Field, Output, Params, RunContext, RunId, RunOptions, Schedule, ScheduleError, ScheduleHandle,
    SpawnError, Task, TaskError, World,
};

use crate::stage::{Notes, Stage, failure, millis};

pub(crate) const DAY: Duration = Duration::from_secs(24 * 60 * 60);

pub(crate) fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// Creates a stage with a task `note` that records when it runs, in seconds since the test began.
pub(crate) fn noting() -> (Stage, Notes) {
    let (stage, notes) = (Stage::new(), Notes::default());
    let (noted, world) = (notes.clone(), stage.world.clone());
    let note = Task::new("note", "Note", move |_ctx: RunContext| {
        noted.note(world.now().since_start().as_secs_f64().to_string());
        async { Ok(()) }
    });
    stage.supervisor.define(note).unwrap();
    (stage, notes)
}

pub(crate) fn schedule(stage: &Stage, schedule: Schedule, task: &str) -> ScheduleHandle {
    let options = RunOptions::of_task();
    stage
        .supervisor
        .add_schedule(schedule, task, options)
        .unwrap()
}

pub(crate) fn define<O: Into<Output> + 'static>(
    stage: &Stage,
    id: &str,
    end: impl AsyncFn() -> Result<O, TaskError> + 'static,
) {
    let end = Rc::new(end);
    let task = Task::new(id, id, move |_ctx: RunContext| {
        let end = end.clone();
        async move { end().await }
    });
    stage.supervisor.define(task).unwrap();
}

pub(crate) fn refusal(stage: &Stage, schedule: Schedule) -> String {
    let options = RunOptions::of_task();
    let refused = stage.supervisor.add_schedule(schedule, "note", options);
    refused.unwrap_err().to_string()
}

#[test]
fn a_start_after_a_delay_comes_once_and_the_schedule_has_ended() {
    let (stage, notes) = noting();
    let later = schedule(&stage, Schedule::after(secs(5)), "note");
    stage.world.advance(millis(4_999));
    assert!(notes.take().is_empty());
    stage.world.advance(secs(60));
    assert_eq!(notes.take(), ["5"]);
    assert_eq!(later.snapshot(), None);
    assert!(stage.supervisor.schedules().is_empty());
    assert_eq!(stage.world.pending_timers(), 0);
    assert!(!later.pause() && !later.resume() && !later.stop());
    assert_eq!(later.run_now(), Err(ScheduleError::Ended));
}

#[test]
fn a_start_at_a_time_comes_then_and_at_once_when_that_has_passed() {
    let (stage, notes) = noting();
    let now = stage.world.unix_time();
    schedule(&stage, Schedule::at(now + secs(90)), "note");
    schedule(&stage, Schedule::at(now - secs(90)), "note");
    stage.settle();
    assert_eq!(notes.take(), ["0"]);
    stage.world.advance(DAY);
    assert_eq!(notes.take(), ["90"]);
}

#[test]
fn a_delay_of_thirty_days_works() {
    let (stage, notes) = noting();
    schedule(&stage, Schedule::after(30 * DAY), "note");
    stage.world.advance(30 * DAY - millis(1));
    assert!(notes.take().is_empty());
    stage.world.advance(millis(1));
    assert_eq!(notes.take(), ["2592000"]);
}

#[test]
fn starts_are_from_start_to_start_without_drift() {
    let (stage, notes) = noting();
    // Every start is a little late, as timers are.
    stage.world.set_poll_cost(millis(3));
    let every = schedule(&stage, Schedule::every(millis(100)), "note");
    let begun = stage.world.unix_time();
    stage.world.advance(secs(100));
    assert_eq!(every.snapshot().unwrap().starts, 1_000);
    assert_eq!(notes.take().len(), 1_000);
    assert_eq!(every.next(), Some(begun + secs(100) + millis(100)));
}

#[test]
fn the_first_of_many_is_after_a_period_or_at_once_or_at_a_time() {
    let later = Schedule::every(secs(10));
    for (every, starts) in [(later, vec!["10"]), (later.at_once(), vec!["0", "10"])] {
        let (stage, notes) = noting();
        schedule(&stage, every, "note");
        stage.world.advance(secs(15));
        assert_eq!(notes.take(), starts);
    }
    let (stage, notes) = noting();
    let now = stage.world.unix_time();
    schedule(
        &stage,
        Schedule::every(secs(10)).starting_at(now + secs(25)),
        "note",
    );
    schedule(
        &stage,
        Schedule::every(secs(10)).starting_at(now - secs(13)),
        "note",
    );
    stage.world.advance(secs(36));
    assert_eq!(notes.take(), ["7", "17", "25", "27", "35"]);
}

#[test]
fn values_out_of_bounds_are_refused_and_named() {
    let (stage, _) = noting();
    let every = Schedule::every(secs(1));
    for (wrong, says) in [
        (
            Schedule::every(millis(9)),
            "every must be at least 10 ms, and is 9 ms",
        ),
        (
            Schedule::every(Duration::ZERO),
            "every must be at least 10 ms, and is 0 ms",
        ),
        (
            every.suspend_after(0, secs(1)),
            "suspend_after.failures must be at least 1, and is 0",
        ),
        (
            every.suspend_after(1, Duration::ZERO),
            "suspend_after.window must be more than 0, and is 0",
        ),
    ] {
        assert_eq!(refusal(&stage, wrong), says);
    }
    for endless in [
        Schedule::every(Duration::MAX),
        Schedule::after(Duration::MAX),
    ] {
        let says = refusal(&stage, endless);
        assert!(says.contains("must be at most 100 years"), "{says}");
    }
    assert!(stage.supervisor.schedules().is_empty());
    schedule(&stage, Schedule::every(millis(10)), "note");
}

#[test]
fn a_task_that_is_not_there_and_wrong_parameters_are_refused_at_once() {
    let (stage, _) = noting();
    let number = Task::new("number", "Number", async |_ctx: RunContext| Ok(()))
        .field(Field::number("n", "N", 0.0, 1.0).required());
    stage.supervisor.define(number).unwrap();
    let every = Schedule::every(secs(1));
    let schedule = |task, params| {
        let options = RunOptions::of_task().params(params);
        stage.supervisor.add_schedule(every, task, options)
    };
    let unknown = schedule("nothing", Params::new()).unwrap_err();
    assert_eq!(unknown, SpawnError::UnknownTask("nothing".into()).into());
    let wrong = schedule("number", Params::new().with("n", 2)).unwrap_err();
    assert_eq!(wrong.to_string(), "N must be between 0 and 1");
    let long = Params::new().with("text", "x".repeat(70_000));
    assert_eq!(
        schedule("note", long).unwrap_err().code(),
        "params-too-large"
    );
}

#[test]
fn a_pause_starts_nothing_and_a_resume_goes_on_in_step() {
    let (stage, notes) = noting();
    let every = schedule(&stage, Schedule::every(secs(10)), "note");
    stage.world.advance(secs(12));
    assert!(every.pause());
    assert!(!every.pause());
    assert_eq!(every.next(), None);
    assert!(every.snapshot().unwrap().is_paused());
    stage.settle();
    assert_eq!(
        stage.world.pending_timers(),
        0,
        "a paused schedule needs no timer"
    );
    stage.world.advance(secs(33));
    assert!(every.resume());
    assert!(!every.resume());
    stage.world.advance(secs(10));
    assert_eq!(notes.take(), ["10", "50"]);
    assert_eq!(every.snapshot().unwrap().missed, 0);
}

#[test]
fn an_only_start_that_passed_while_paused_comes_with_the_resume() {
    let (stage, notes) = noting();
    let later = schedule(&stage, Schedule::after(secs(5)), "note");
    later.pause();
    stage.world.advance(secs(60));
    later.resume();
    stage.settle();
    assert_eq!(notes.take(), ["60"]);
}

#[test]
fn run_now_starts_one_more_and_moves_nothing() {
    let (stage, notes) = noting();
    let every = schedule(&stage, Schedule::every(secs(10)), "note");
    stage.world.advance(secs(3));
    let run = every.run_now().unwrap();
    stage.world.advance(secs(8));
    assert_eq!(notes.take(), ["3", "10"]);
    let snapshot = stage.supervisor.run(run).snapshot().unwrap();
    assert_eq!(snapshot.schedule, Some(every.id()));
    every.pause();
    every.run_now().unwrap();
    stage.world.advance(secs(60));
    assert_eq!(notes.take(), ["11"]);
    assert!(every.snapshot().unwrap().is_paused(), "it stays so");
}

#[test]
fn run_now_of_an_only_start_is_that_start() {
    let (stage, notes) = noting();
    let later = schedule(&stage, Schedule::after(secs(10)), "note");
    later.run_now().unwrap();
    stage.world.advance(DAY);
    assert_eq!(notes.take(), ["0"]);
    assert_eq!(later.snapshot(), None);
}

#[test]
fn a_stop_ends_the_schedule_and_not_its_runs() {
    let stage = Stage::new();
    define(&stage, "endless", async || pending::<Result<(), _>>().await);
    let every = schedule(&stage, Schedule::every(secs(10)), "endless");
    stage.world.advance(secs(10));
    assert!(every.stop());
    assert!(!every.stop());
    stage.world.advance(DAY);
    assert_eq!(stage.supervisor.counts().running, 1);
    assert_eq!(stage.world.pending_timers(), 0);
}

#[test]
fn while_the_supervisor_is_paused_at_most_one_waits() {
    let (stage, notes) = noting();
    let every = schedule(&stage, Schedule::every(secs(10)), "note");
    stage.supervisor.pause();
    stage.world.advance(secs(55));
    assert_eq!(stage.supervisor.counts().queued, 1);
    let seen = every.snapshot().unwrap();
    assert_eq!((seen.starts, seen.skipped), (1, 4));
    assert_eq!(every.run_now(), Err(ScheduleError::Skipped("Note".into())));
    stage.supervisor.resume();
    stage.world.advance(secs(6));
    assert_eq!(notes.take(), ["55", "60"]);
}

#[test]
fn a_start_that_is_refused_is_counted_and_shows_why() {
    let stage = Stage::with(|config| config.max_queued(1));
    define(&stage, "task", async || Ok(()));
    let every = schedule(&stage, Schedule::every(secs(10)), "task");
    let later = schedule(&stage, Schedule::after(secs(10)), "task");
    stage.supervisor.pause();
    stage.spawn_endless("fills the queue");
    stage.world.advance(secs(10));
    let full = SpawnError::QueueFull { limit: 1 };
    let seen = every.snapshot().unwrap();
    assert_eq!((seen.starts, seen.skipped), (0, 1));
    assert_eq!(seen.refused, Some(full));
    // A schedule without another start waits to be resumed.
    let seen = later.snapshot().unwrap();
    let why = seen.suspended().unwrap().to_string();
    assert!(why.starts_with("Not started: The queue is full"), "{why}");
    stage.supervisor.resume();
    stage.settle();
    assert!(later.resume());
    stage.settle();
    assert_eq!(later.snapshot(), None);
    assert_eq!(stage.supervisor.counts().completed, 1);
    stage.world.advance(secs(10));
    assert_eq!(every.snapshot().unwrap().refused, None);
}

#[test]
fn idle_does_not_wait_for_schedules() {
    let (stage, _) = noting();
    schedule(&stage, Schedule::every(secs(10)), "note");
    stage.spawn_noting("ends", &Notes::default());
    stage.world.block_on(stage.supervisor.idle());
    assert_eq!(stage.world.now().since_start(), Duration::ZERO);
}

#[test]
fn every_run_has_the_options_and_the_first_value_is_passed_on() {
    let stage = Stage::new();
    define(&stage, "value", async || Ok("a value"));
    let (started, completed) = (Notes::default(), Notes::default());
    let (start, complete) = (started.clone(), completed.clone());
    let options = RunOptions::new("Every ten")
        .params(Params::new().with("n", 7))
        .on_start(move |run| start.note(&*run.title))
        .on_complete(move |_, run| complete.note(&*run.public_id));
    let every = Schedule::every(secs(10));
    let every = stage
        .supervisor
        .add_schedule(every, "value", options)
        .unwrap();
    stage.world.advance(secs(30));
    assert_eq!(started.take(), ["Every ten"; 3]);
    assert_eq!(completed.take(), ["run-1"]);
    let seen = every.snapshot().unwrap();
    assert_eq!((&*seen.title, &*seen.task), ("Every ten", "value"));
    let params = seen
        .last_run
        .and_then(|run| stage.supervisor.run(run).params());
    assert_eq!(params.unwrap().number("n"), Some(7.0));
}

#[test]
fn a_body_knows_its_schedule_and_a_retry_belongs_to_none() {
    let stage = Stage::new();
    let seen = Rc::new(Cell::new(None));
    let see = seen.clone();
    let task = Task::new("task", "Task", move |ctx: RunContext| {
        see.set(ctx.schedule());
        async { Err::<(), _>(failure()) }
    });
    stage.supervisor.define(task).unwrap();
    let rule = Schedule::every(secs(10)).suspend_after(1, DAY);
    let every = schedule(&stage, rule, "task");
    stage.world.advance(secs(10));
    assert_eq!(seen.get(), Some(every.id()));
    let run: RunId = every.snapshot().unwrap().last_run.unwrap();
    let retried = stage.supervisor.run(run).retry().unwrap();
    stage.settle();
    assert_eq!(seen.get(), None);
    assert_eq!(
        stage.supervisor.run(retried).snapshot().unwrap().schedule,
        None
    );
    assert_eq!(
        every.snapshot().unwrap().suspended(),
        None,
        "its failure is not counted"
    );
}

#[test]
fn signals_follow_at_most_once_a_turn() {
    let (stage, _) = noting();
    let ids = stage.supervisor.schedule_ids();
    let every = schedule(&stage, Schedule::every(secs(10)), "note");
    let watch = stage.supervisor.schedule(every.id()).watch().unwrap();
    stage.settle();
    assert_eq!(ids.get_untracked(), [every.id()]);
    stage.world.advance(secs(25));
    let seen = watch.get_untracked();
    assert_eq!(seen.starts, 2);
    assert_eq!(Some(seen), every.snapshot());
    every.pause();
    stage.settle();
    assert!(watch.get_untracked().is_paused());
    every.stop();
    stage.settle();
    assert!(watch.get_untracked().has_ended() && ids.get_untracked().is_empty());
    assert_eq!(
        stage.supervisor.schedule(every.id()).watch().map(drop),
        None
    );
}

#[test]
fn a_schedule_may_be_stopped_by_the_run_that_it_starts() {
    let stage = Stage::new();
    let every = Rc::new(Cell::new(None::<ScheduleHandle>));
    let own = every.clone();
    let task = Task::new("once", "Once", move |_ctx: RunContext| {
        let stopped = own.take().is_some_and(|every| every.stop());
        async move { Ok(format!("{stopped}")) }
    });
    stage.supervisor.define(task).unwrap();
    every.set(Some(schedule(&stage, Schedule::every(secs(10)), "once")));
    stage.world.advance(DAY);
    assert_eq!(stage.supervisor.counts().completed, 1);
    assert!(stage.supervisor.active_ids().is_empty());
}
