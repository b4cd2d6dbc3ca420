//! Queued runs whose priority rises with time, so that none is starved.

use taskdeck_core::{
    Config, Priority, Retry, RunContext, RunHandle, RunOptions, RunStatus, TaskError,
};

use crate::stage::{Notes, Stage, limit, millis};

fn stage(change: impl FnOnce(Config) -> Config) -> Stage {
    Stage::with(|config| change(config.concurrency(limit(1)).ageing(millis(1_000))))
}

fn spawn(stage: &Stage, title: &'static str, priority: Priority, notes: &Notes) -> RunHandle<()> {
    let noted = notes.clone();
    let body = async move |_ctx: RunContext| {
        noted.note(title);
        Ok(())
    };
    let options = RunOptions::new(title).priority(priority);
    stage.supervisor.spawn_with(options, body).unwrap()
}

#[test]
fn a_run_gains_a_class_each_time_it_has_waited_so_long() {
    use Priority::{Background, UserBlocking, UserVisible};
    let (stage, notes) = (stage(|config| config), Notes::default());
    let blocks = stage.spawn_endless("blocks");
    stage.settle();
    spawn(&stage, "background, 2 s", Background, &notes);
    stage.world.advance(millis(500));
    spawn(&stage, "visible, 1.5 s", UserVisible, &notes);
    stage.world.advance(millis(500));
    spawn(&stage, "background, 1 s", Background, &notes);
    stage.world.advance(millis(1));
    spawn(&stage, "visible, 1 s less a moment", UserVisible, &notes);
    stage.world.advance(millis(998));
    spawn(&stage, "blocking, new", UserBlocking, &notes);
    stage.world.advance(millis(1));
    spawn(&stage, "visible, new", UserVisible, &notes);
    spawn(&stage, "background, new", Background, &notes);
    blocks.cancel();
    stage.settle();
    let order = [
        "background, 2 s",
        "visible, 1.5 s",
        "blocking, new",
        "background, 1 s",
        "visible, 1 s less a moment",
        "visible, new",
        "background, new",
    ];
    assert_eq!(notes.take(), order);
    assert_eq!(stage.world.pending_timers(), 0);
}

#[test]
fn a_stream_of_blocking_runs_does_not_starve_one_in_the_background() {
    let (stage, notes) = (stage(|config| config), Notes::default());
    let busy = async |ctx: RunContext| Ok(ctx.sleep(millis(100)).await?);
    let blocking = || RunOptions::new("blocking").priority(Priority::UserBlocking);
    stage.supervisor.spawn_with(blocking(), busy).unwrap();
    stage.settle();
    let background = spawn(&stage, "background", Priority::Background, &notes);
    for _ in 0..30 {
        stage.supervisor.spawn_with(blocking(), busy).unwrap();
        stage.world.advance(millis(100));
    }
    let seen = background.snapshot().unwrap();
    assert_eq!(seen.status(), RunStatus::Completed);
    assert!(seen.started_at.unwrap() - seen.created_at >= millis(2_000));
    assert_eq!(
        seen.priority,
        Priority::Background,
        "the priority is the one that was set"
    );
}

#[test]
fn an_age_of_zero_is_never() {
    let (stage, notes) = (stage(|config| config.ageing(millis(0))), Notes::default());
    let blocks = stage.spawn_endless("blocks");
    stage.settle();
    spawn(&stage, "background", Priority::Background, &notes);
    stage.world.advance(millis(10_000_000));
    spawn(&stage, "visible", Priority::UserVisible, &notes);
    blocks.cancel();
    stage.settle();
    assert_eq!(notes.take(), ["visible", "background"]);
}

#[test]
fn a_change_of_priority_begins_anew() {
    let (stage, notes) = (stage(|config| config), Notes::default());
    let blocks = stage.spawn_endless("blocks");
    stage.settle();
    let old = spawn(&stage, "old", Priority::UserVisible, &notes);
    stage.world.advance(millis(5_000));
    let newer = spawn(&stage, "newer", Priority::Background, &notes);
    old.set_priority(Priority::Background);
    stage.world.advance(millis(900));
    newer.set_priority(Priority::UserVisible);
    newer.set_priority(Priority::Background);
    stage.world.advance(millis(500));
    // The old run is user-visible again, the newer one is not yet.
    spawn(&stage, "visible", Priority::UserVisible, &notes);
    blocks.cancel();
    stage.settle();
    assert_eq!(notes.take(), ["old", "visible", "newer"]);
}

#[test]
fn one_whose_priority_was_changed_grows_old_as_others_do() {
    let (stage, notes) = (stage(|config| config), Notes::default());
    let blocks = stage.spawn_endless("blocks");
    stage.settle();
    let moved = spawn(&stage, "moved", Priority::UserBlocking, &notes);
    moved.set_priority(Priority::Background);
    stage.world.advance(millis(2_000));
    spawn(&stage, "blocking", Priority::UserBlocking, &notes);
    let dropped = spawn(&stage, "dropped", Priority::UserBlocking, &notes);
    dropped.set_priority(Priority::UserVisible);
    dropped.cancel();
    blocks.cancel();
    stage.settle();
    assert_eq!(notes.take(), ["moved", "blocking"]);
    assert_eq!(stage.supervisor.lane("main").usage().unwrap().waiting, 0);
}

#[test]
fn age_counts_from_when_a_run_became_ready() {
    let (stage, notes) = (stage(|config| config), Notes::default());
    let noted = notes.clone();
    let body = move |ctx: RunContext| {
        let noted = noted.clone();
        async move {
            if ctx.attempt() == 1 {
                return Err(TaskError::new("not yet"));
            }
            noted.note("second attempt");
            Ok(())
        }
    };
    let options = RunOptions::new("fails at first")
        .priority(Priority::Background)
        .retry(Retry::new(1).delay(millis(3_000)));
    stage.supervisor.spawn_repeatable(options, body).unwrap();
    stage.settle();
    let blocks = stage.spawn_endless("blocks");
    stage.world.advance(millis(3_500));
    spawn(&stage, "visible", Priority::UserVisible, &notes);
    blocks.cancel();
    stage.settle();
    assert_eq!(notes.take(), ["visible", "second attempt"]);
}
