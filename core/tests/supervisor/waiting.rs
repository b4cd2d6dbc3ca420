//! The reason to wait of a queued run, as its signals show it.

use std::{cell::Cell, rc::Rc};

use reactive_graph::{computed::ArcMemo, traits::Get};
use taskdeck_core::{RunStatus, RunWatch, Waiting};

use crate::stage::{Stage, limit, millis};

fn why(watch: &RunWatch) -> Option<String> {
    watch
        .get_untracked()
        .waiting
        .map(|waiting| waiting.to_string())
}

#[test]
fn a_row_follows_why_its_run_waits() {
    let stage = Stage::with_slots(2);
    let watch = |title| {
        let run = stage.spawn_endless(title);
        (run.watch().unwrap(), run)
    };
    let first = stage.spawn_endless("first");
    let (second, _) = watch("second");
    let (third, run) = watch("third");
    stage.world.advance(millis(20));
    assert_eq!(
        (why(&second), why(&third).as_deref()),
        (None, Some("Waiting: 2 of 2 running in main"))
    );

    stage.supervisor.lane("main").set_limit(limit(1));
    stage.world.advance(millis(20));
    assert_eq!(
        why(&third).as_deref(),
        Some("Waiting: 2 of 1 running in main")
    );
    stage.supervisor.pause();
    stage.world.advance(millis(20));
    assert_eq!(why(&third).as_deref(), Some("Waiting: paused"));
    stage.supervisor.resume();
    first.cancel();
    stage.world.advance(millis(20));
    assert_eq!(
        why(&third).as_deref(),
        Some("Waiting: 1 of 1 running in main")
    );
    stage.supervisor.lane("main").set_limit(limit(2));
    stage.settle();
    assert_eq!(
        (why(&third), stage.status(&run)),
        (None, Some(RunStatus::Running))
    );
    stage.world.advance(millis(100));
    assert_eq!(stage.world.pending_timers(), 0, "nothing is left to show");
}

#[test]
fn a_row_is_set_at_most_once_a_frame_and_only_when_its_reason_changes() {
    let stage = Stage::with_slots(1);
    stage.spawn_endless("runs");
    stage.settle();
    let run = stage.spawn_endless("waits");
    let watch = run.watch().unwrap();
    let told = Rc::new(Cell::new(0));
    let count = send_wrapper::SendWrapper::new(told.clone());
    let follow = ArcMemo::new(move |_| {
        count.set(count.get() + 1);
        watch.get().waiting
    });
    assert!(matches!(follow.get(), Some(Waiting::Slot { .. })));
    let before = told.get();
    for _ in 0..100 {
        let other = stage.spawn_endless("another");
        stage.settle();
        other.cancel();
    }
    stage.world.advance(millis(100));
    assert!(matches!(follow.get(), Some(Waiting::Slot { .. })));
    assert_eq!(told.get(), before);
    stage.supervisor.pause();
    stage.world.advance(millis(100));
    assert_eq!(follow.get(), Some(Waiting::Paused));
    assert_eq!(told.get(), before + 1);
}

#[test]
fn all_of_many_rows_are_shown_in_the_end() {
    let stage = Stage::with_slots(1);
    stage.spawn_endless("runs");
    let rows: Vec<_> = (0..1_000)
        .map(|_| stage.spawn_endless("waits").watch().unwrap())
        .collect();
    stage.world.advance(millis(200));
    stage.supervisor.pause();
    stage.world.advance(millis(20));
    let shown = rows
        .iter()
        .filter(|row| why(row).as_deref() == Some("Waiting: paused"));
    let shown = shown.count();
    assert!((1..1_000).contains(&shown), "{shown} in one frame");
    stage.world.advance(millis(200));
    assert!(
        rows.iter()
            .all(|row| why(row).as_deref() == Some("Waiting: paused"))
    );
    assert_eq!(stage.world.pending_timers(), 0);
}

#[test]
fn a_row_that_is_no_longer_watched_costs_no_frame() {
    let stage = Stage::with_slots(1);
    stage.spawn_endless("runs");
    let run = stage.spawn_endless("waits");
    drop(run.watch());
    stage.world.advance(millis(100));
    stage.supervisor.pause();
    stage.settle();
    stage.world.advance(millis(100));
    stage.supervisor.resume();
    stage.settle();
    assert_eq!(stage.world.pending_timers(), 0);
}
