//! What signals of a run show, and when.

use std::{cell::Cell, future::pending, rc::Rc};

use reactive_graph::{
    effect::ImmediateEffect,
    traits::{Get, GetUntracked},
};
use send_wrapper::SendWrapper;
use taskdeck_core::{RunContext, RunHandle, RunStatus, RunWatch, TaskError};

use crate::stage::{Stage, millis};

/// Counts how often a tracked value changes.
fn count(track: impl Fn() + 'static) -> (Rc<Cell<usize>>, ImmediateEffect) {
    let changes = Rc::new(Cell::new(0));
    let (counted, track) = (SendWrapper::new(changes.clone()), SendWrapper::new(track));
    let effect = ImmediateEffect::new_isomorphic(move || {
        (*track)();
        counted.set(counted.get() + 1);
    });
    changes.set(0);
    (changes, effect)
}

fn shown(watch: &RunWatch) -> Option<f64> {
    watch.get_untracked().progress.map(|progress| progress.done)
}

/// Spawns a run that reports 1 to 10 in each of its polls and never ends.
fn flooding(stage: &Stage) -> RunHandle<()> {
    let body = async |ctx: RunContext| {
        loop {
            for done in 1..=10 {
                ctx.progress(done, 10);
            }
            ctx.sleep(millis(100)).await?;
        }
    };
    stage.supervisor.spawn("floods", body).unwrap()
}

#[test]
fn any_number_of_reports_is_one_update_a_frame_and_the_last_is_shown() {
    let stage = Stage::new();
    let run = flooding(&stage);
    let watch = run.watch().unwrap();
    let look = watch.clone();
    let (changes, _effect) = count(move || {
        let _ = look.get();
    });
    stage.settle();
    assert_eq!((changes.get(), shown(&watch)), (1, None), "only the start");
    stage.world.advance(millis(17));
    assert_eq!((changes.get(), shown(&watch)), (2, Some(10.0)));
    stage.world.advance(millis(50));
    assert_eq!(changes.get(), 2, "nothing new, no update");
    stage.world.advance(millis(100));
    assert_eq!(changes.get(), 3);
}

#[test]
fn the_end_does_not_wait_for_a_frame_and_shows_the_last_progress() {
    let stage = Stage::new();
    let body = async |ctx: RunContext| {
        ctx.progress(9, 9);
        Ok(())
    };
    let run = stage.supervisor.spawn("ends", body).unwrap();
    let watch = run.watch().unwrap();
    stage.settle();
    assert_eq!(watch.status(), RunStatus::Completed);
    assert_eq!(shown(&watch), Some(9.0));
}

#[test]
fn the_status_signal_does_not_change_with_progress() {
    let stage = Stage::new();
    let run = flooding(&stage);
    let status = run.status();
    let (changes, _effect) = count(move || {
        status.get();
    });
    stage.world.advance(millis(1_000));
    assert_eq!(changes.get(), 1, "it started");
}

#[test]
fn a_run_that_is_not_watched_costs_no_frame() {
    let stage = Stage::new();
    let run = flooding(&stage);
    stage.settle();
    assert_eq!(stage.world.pending_timers(), 1, "only the body's own");
    let watch = run.watch().unwrap();
    stage.world.advance(millis(100));
    assert_eq!(stage.world.pending_timers(), 2, "and a frame");
    drop(watch);
    stage.world.advance(millis(200));
    assert_eq!(stage.world.pending_timers(), 1);
}

#[test]
fn a_watch_that_comes_late_shows_the_run_as_it_is() {
    let stage = Stage::new();
    let run = flooding(&stage);
    stage.settle();
    assert_eq!(shown(&run.watch().unwrap()), Some(10.0));
}

#[test]
fn a_watch_stays_as_it_was_when_the_run_is_not_kept() {
    let stage = Stage::with(|config| config.keep(0));
    let run = stage.spawn_endless("goes");
    let (watch, status) = (run.watch().unwrap(), run.status());
    stage.settle();
    run.cancel();
    assert!(run.snapshot().is_none());
    assert_eq!(watch.status(), RunStatus::Cancelled);
    assert_eq!(status.get_untracked(), RunStatus::Cancelled);
    assert_eq!(run.status().get_untracked(), RunStatus::Cancelled);
}

#[test]
fn a_subscriber_that_changes_another_run_sees_the_newest_state_last() {
    let stage = Stage::new();
    let (first, second) = (flooding(&stage), flooding(&stage));
    let (look, watch) = (first.watch().unwrap(), second.watch().unwrap());
    let second = SendWrapper::new(second);
    let _effect = ImmediateEffect::new_isomorphic(move || {
        if look.get().progress.is_some() {
            second.cancel();
        }
    });
    stage.world.advance(millis(20));
    assert_eq!(watch.status(), RunStatus::Cancelled);
    assert_eq!(watch.get_untracked().status(), RunStatus::Cancelled);
}

#[test]
fn the_status_and_the_snapshot_change_together() {
    let stage = Stage::new();
    let run = stage.spawn_endless("changes");
    let watch = run.watch().unwrap();
    let (look, seen) = (watch.clone(), SendWrapper::new(Rc::new(Cell::new(true))));
    let agreed = seen.clone();
    let _effect = ImmediateEffect::new_isomorphic(move || {
        let agree = look.status() == look.get_untracked().status();
        agreed.set(agreed.get() && agree);
    });
    stage.settle();
    run.cancel();
    assert!(seen.get());
}

#[test]
fn the_overview_follows_the_whole() {
    let stage = Stage::with_slots(1);
    let overview = stage.supervisor.overview();
    let runs = [stage.spawn_endless("runs"), stage.spawn_endless("waits")];
    stage.settle();
    let seen = overview.get_untracked();
    assert_eq!((seen.counts.running, seen.counts.queued), (1, 1));
    assert_eq!((seen.main.taken, seen.main.waiting), (1, 1));
    for run in runs {
        run.cancel();
    }
    stage.settle();
    assert_eq!(overview.get_untracked().counts.cancelled, 2);
    assert!(overview.get_untracked().revision > seen.revision);
}

#[test]
fn the_overview_shows_a_pause_before_the_first_run_and_after_the_last() {
    let stage = Stage::new();
    let overview = stage.supervisor.overview();
    stage.supervisor.pause();
    assert!(overview.get_untracked().paused);
    stage.supervisor.resume();
    stage.spawn_endless("runs");
    let shutdown = stage.supervisor.shutdown(millis(10));
    stage.world.block_on(shutdown);
    assert!(overview.get_untracked().shut_down);
    stage.supervisor.clear_finished();
    assert_eq!(overview.get_untracked().counts.all(), 0);
}

#[test]
fn a_subscriber_that_panics_changes_nothing() {
    let stage = Stage::new();
    let body = async |_ctx: RunContext| pending::<Result<(), TaskError>>().await;
    let run = stage.supervisor.spawn("is watched", body).unwrap();
    let watch = run.watch().unwrap();
    let _effect = ImmediateEffect::new_isomorphic(move || {
        if watch.status() == RunStatus::Running {
            std::panic::resume_unwind(Box::new("the subscriber panics"));
        }
    });
    stage.settle();
    assert_eq!(stage.status(&run), Some(RunStatus::Running));
    assert_eq!(
        stage.world.take_log(),
        ["a signal's subscriber panicked: the subscriber panics"]
    );
}
