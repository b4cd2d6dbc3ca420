//! The stream of transitions.

use std::{future::poll_fn, pin::Pin};

use futures_core::Stream;
use taskdeck_core::{
    Interest, Lagged, RunStatus, STREAM_CAPACITY, Transition, TransitionStream, World,
};

use crate::stage::{Notes, Stage, millis};

async fn next(stream: &mut TransitionStream) -> Option<Result<Transition, Lagged>> {
    poll_fn(|context| Pin::new(&mut *stream).poll_next(context)).await
}

/// Reads the stream to its end.
fn all(stage: &Stage, mut stream: TransitionStream) -> Vec<Result<Transition, Lagged>> {
    stage.world.block_on(async move {
        let mut items = Vec::new();
        while let Some(item) = next(&mut stream).await {
            items.push(item);
        }
        items
    })
}

#[test]
fn changes_come_in_order_and_the_stream_ends_with_its_supervisor() {
    let stage = Stage::new();
    let stream = stage.supervisor.observe(Interest::All).into_stream();
    stage.spawn_noting("ends", &Notes::default());
    stage.settle();
    drop(stage.supervisor.shutdown(millis(10)));
    let words: Vec<_> = all(&stage, stream)
        .into_iter()
        .map(|item| match item {
            Ok(change) => change.run.status(),
            Err(Lagged(missed)) => panic!("{missed} were missed"),
        })
        .collect();
    assert_eq!(
        words,
        [RunStatus::Queued, RunStatus::Running, RunStatus::Completed]
    );
}

#[test]
fn a_slow_reader_gets_the_number_of_missed_changes_and_the_newest() {
    let stage = Stage::new();
    let stream = stage.supervisor.observe(Interest::All).into_stream();
    for _ in 0..STREAM_CAPACITY {
        stage.spawn_noting("ends", &Notes::default());
    }
    stage.settle();
    drop(stage.supervisor.shutdown(millis(10)));
    let items = all(&stage, stream);
    let missed = 2 * STREAM_CAPACITY as u64;
    assert_eq!(items[0], Err(Lagged(missed)), "of three a run");
    assert_eq!(items.len(), 1 + STREAM_CAPACITY);
    let last = items.last();
    assert!(matches!(last, Some(Ok(change)) if change.run.status() == RunStatus::Completed));
}

#[test]
fn a_waiting_reader_is_woken() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let (mut stream, noted) = (
        stage.supervisor.observe(Interest::All).into_stream(),
        notes.clone(),
    );
    stage.world.spawn(Box::pin(async move {
        while let Some(Ok(change)) = next(&mut stream).await {
            noted.note(change.run.status().word());
        }
        noted.note("ended");
    }));
    stage.settle();
    stage.spawn_endless("runs");
    stage.settle();
    assert_eq!(notes.take(), ["Queued", "Running"]);
    drop(stage.supervisor);
    stage.world.run_until_stalled();
    assert_eq!(notes.take(), ["ended"]);
}

#[test]
fn a_stream_of_a_supervisor_that_was_shut_down_ends_at_once() {
    let stage = Stage::new();
    let shutdown = stage.supervisor.shutdown(millis(10));
    stage.world.block_on(shutdown);
    assert!(
        all(
            &stage,
            stage.supervisor.observe(Interest::All).into_stream()
        )
        .is_empty()
    );
}
