//! Observers of transitions, for very many runs.

use std::{cell::RefCell, panic::resume_unwind, rc::Rc};

use taskdeck_core::{
    Interest, RunContext, RunOptions, RunStatus, Subscription, TaskError, Transition,
};

use crate::stage::{Notes, Stage};

/// Records each transition as *title from to*, one entry per call.
fn noting(stage: &Stage, interest: Interest) -> (Subscription, Notes) {
    let notes = Notes::default();
    let noted = notes.clone();
    let told = stage
        .supervisor
        .observe(interest)
        .subscribe(move |changes| {
            let words: Vec<_> = changes.iter().map(in_words).collect();
            noted.note(words.join(", "));
        });
    (told, notes)
}

fn in_words(change: &Transition) -> String {
    let from = change.from.map_or("new", RunStatus::word);
    format!("{} {from} {}", change.run.title, change.run.status())
}

#[test]
fn observers_receive_some_at_a_time_in_order_until_their_subscription_ends() {
    let stage = Stage::new();
    let (told, notes) = noting(&stage, Interest::All);
    for _ in 0..3 {
        stage.spawn_noting("a", &Notes::default());
    }
    stage.settle();
    let told_of = notes.take();
    assert!(told_of.len() < 9, "not one by one: {told_of:?}");
    let all = told_of.join(", ");
    assert_eq!(all.matches("a new Queued").count(), 3);
    assert_eq!(all.matches("a Queued Running").count(), 3);
    assert_eq!(all.matches("a Running Completed").count(), 3);
    drop(told);
    stage.spawn_noting("b", &Notes::default());
    stage.settle();
    assert!(notes.take().is_empty());
}

#[test]
fn observers_receive_eight_at_most() {
    let stage = Stage::new();
    let (_told, notes) = noting(&stage, Interest::All);
    for _ in 0..100 {
        stage.spawn_noting("a", &Notes::default());
    }
    stage.settle();
    let lens: Vec<_> = notes
        .take()
        .iter()
        .map(|note| note.split(", ").count())
        .collect();
    assert_eq!(lens.iter().sum::<usize>(), 300);
    assert_eq!(lens.iter().max(), Some(&8));
}

#[test]
fn observers_of_changes_receive_no_new_runs_but_retries() {
    let stage = Stage::new();
    let (_told, notes) = noting(&stage, Interest::Changes);
    // What another observer receives makes no difference.
    let (_all, _) = noting(&stage, Interest::All);
    let run = stage
        .supervisor
        .spawn_repeatable(RunOptions::new("a"), async |_ctx: RunContext| {
            Err::<(), _>(TaskError::new("no"))
        })
        .unwrap();
    stage.settle();
    assert_eq!(
        notes.take().join(", "),
        "a Queued Running, a Running Failed"
    );
    stage.supervisor.run(run.id()).retry().unwrap();
    stage.settle();
    assert_eq!(
        notes.take().join(", "),
        "a new Queued, a Queued Running, a Running Failed"
    );
}

#[test]
fn observers_receive_the_run_as_it_was_at_that_moment() {
    let stage = Stage::new();
    let seen = Rc::new(RefCell::new(Vec::new()));
    let noted = seen.clone();
    let _told = stage
        .supervisor
        .observe(Interest::All)
        .subscribe(move |changes| {
            noted.borrow_mut().extend_from_slice(changes);
        });
    let options = RunOptions::new("a").public_id("mine");
    let run = stage
        .supervisor
        .spawn_with(options, async |ctx: RunContext| {
            ctx.progress(1, 2);
            Ok(())
        })
        .unwrap();
    stage.spawn_noting("b", &Notes::default());
    stage.settle();
    let seen: Vec<_> = seen.take();
    let of_a: Vec<_> = seen
        .iter()
        .filter(|change| change.run.id == run.id())
        .collect();
    let [queued, running, completed] = &of_a[..] else {
        panic!("{of_a:?}");
    };
    assert_eq!((queued.run.attempt, queued.run.started_at), (0, None));
    assert_eq!((running.run.attempt, running.run.finished_at), (1, None));
    assert!(running.run.started_at.is_some() && completed.run.finished_at.is_some());
    assert_eq!(
        completed
            .run
            .progress
            .as_ref()
            .map(|progress| progress.done),
        Some(1.0)
    );
    assert_eq!(&*completed.run.public_id(), "mine");
    let b = seen
        .iter()
        .find(|change| &*change.run.title == "b")
        .unwrap();
    assert_eq!(
        *b.run.public_id(),
        *stage.supervisor.run(b.run.id).snapshot().unwrap().public_id
    );
    assert_eq!(
        stage.supervisor.run(run.id()).brief().as_ref(),
        Some(&completed.run)
    );
}

#[test]
fn an_observer_that_panics_is_logged_and_the_others_are_called() {
    let stage = Stage::new();
    let _first = stage
        .supervisor
        .observe(Interest::All)
        .subscribe(|_| resume_unwind(Box::new("no")));
    let (_second, notes) = noting(&stage, Interest::All);
    stage.spawn_endless("a");
    stage.settle();
    assert_eq!(notes.take().join(", "), "a new Queued, a Queued Running");
    let log = stage.world.take_log();
    assert!(!log.is_empty());
    assert!(
        log.iter().all(|line| line == "an observer panicked: no"),
        "{log:?}"
    );
}

#[test]
fn an_observer_whose_subscription_another_ends_is_not_called() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let second = Rc::new(RefCell::new(None));
    let ends = second.clone();
    let _first = stage
        .supervisor
        .observe(Interest::All)
        .subscribe(move |_| drop(ends.take()));
    let noted = notes.clone();
    *second.borrow_mut() = Some(
        stage
            .supervisor
            .observe(Interest::All)
            .subscribe(move |_| noted.note("told")),
    );
    stage.spawn_endless("changes");
    stage.settle();
    assert!(notes.take().is_empty());
}
