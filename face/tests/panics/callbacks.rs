//! Panics in callbacks, listeners and handlers that the supervisor calls.

use std::{cell::Cell, future::pending, rc::Rc, time::Duration};

use futures_util::StreamExt;
use reactive_graph::{effect::ImmediateEffect, traits::Get};
use taskdeck_core::{Interest, Outcome, Retry, RunContext, RunOptions, RunStatus, TaskError};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{Stage, until};

#[wasm_bindgen_test]
async fn in_callbacks_it_changes_no_outcome() {
    let stage = Stage::new().await;
    let options = || {
        RunOptions::<u8>::new("Told")
            .on_start(|_| panic!("on_start"))
            .on_progress(|_, _| panic!("on_progress"))
            .on_error(|_, _| panic!("on_error"))
            .on_cancel(|_, _| panic!("on_cancel"))
    };
    let works = async |ctx: RunContext| {
        ctx.progress(1, 2);
        ctx.sleep(Duration::from_millis(2)).await?;
        Ok(1_u8)
    };
    let run = stage.supervisor.spawn_with(options(), works).unwrap();
    assert_eq!(run.outcome().await, Outcome::Completed(1));
    stage.stands().await;

    let with_callback = options().on_complete(|_, _| panic!("on_complete"));
    let run = stage.supervisor.spawn_with(with_callback, works).unwrap();
    let id = run.id();
    run.wait().await;
    assert_eq!(
        stage.supervisor.run(id).status(),
        Some(RunStatus::Completed)
    );
    stage.stands().await;

    let fails = async |_: RunContext| Err(TaskError::new("no"));
    let run = stage.supervisor.spawn_with(options(), fails).unwrap();
    assert_eq!(run.outcome().await, Outcome::Failed(TaskError::new("no")));
    stage.stands().await;

    let endless = async |_: RunContext| pending().await;
    let run = stage.supervisor.spawn_with(options(), endless).unwrap();
    until(|| stage.supervisor.run(run.id()).status() == Some(RunStatus::Running)).await;
    assert!(run.cancel());
    assert!(matches!(run.outcome().await, Outcome::Cancelled(_)));
    stage.stands().await;
}

#[wasm_bindgen_test]
async fn in_a_listener_or_the_error_handler_the_others_are_called() {
    let stage = Stage::new().await;
    let notified = Rc::new(Cell::new(0));
    let count = notified.clone();
    let _bad = stage
        .supervisor
        .observe(Interest::All)
        .subscribe(|_| panic!("an observer"));
    let _good = stage
        .supervisor
        .observe(Interest::All)
        .subscribe(move |_| count.set(count.get() + 1));
    let handled = Rc::new(Cell::new(0));
    let count = handled.clone();
    stage.supervisor.set_error_handler(move |_, _| {
        count.set(count.get() + 1);
        panic!("the error handler")
    });
    for round in 1..=3 {
        let before = notified.get();
        let message = stage.panics_with(async |_| panic!("the body")).await;
        assert!(message.starts_with("the body"), "{message}");
        until(|| handled.get() == round && notified.get() > before).await;
    }
    stage.stands().await;
}

#[wasm_bindgen_test]
async fn in_a_reader_of_the_stream_of_changes() {
    let stage = Stage::new().await;
    let mut changes = stage.supervisor.observe(Interest::All).into_stream();
    let mut others = stage.supervisor.observe(Interest::All).into_stream();
    let message = stage
        .panics_with(async move |_| match changes.next().await {
            Some(Ok(change)) => panic!("read {:?}", change.run.status()),
            _ => Ok(()),
        })
        .await;
    assert!(message.starts_with("read "), "{message}");
    // The first stream is no longer read; the second one receives every event.
    let first = others.next().await;
    assert!(matches!(first, Some(Ok(_))), "{first:?}");
}

#[wasm_bindgen_test]
async fn in_a_subscriber_of_a_signal() {
    let stage = Stage::new().await;
    let overview = stage.supervisor.overview();
    let watch = stage.other.watch().unwrap();
    let armed = Rc::new(Cell::new(false));
    // Runs inside the `set` that the supervisor calls.
    let follow = |read: Box<dyn Fn()>| {
        let armed = armed.clone();
        let inside = send_wrapper::SendWrapper::new((armed, read));
        ImmediateEffect::new(move || {
            let (armed, read) = &*inside;
            read();
            assert!(!armed.get(), "a subscriber");
        })
    };
    let _overview = follow(Box::new(move || {
        let _ = overview.get();
    }));
    let _run = follow(Box::new(move || {
        let _ = watch.get();
    }));
    armed.set(true);
    let run = stage.supervisor.spawn("Changes it", async |_| Ok(()));
    assert_eq!(run.unwrap().outcome().await, Outcome::Completed(()));
    stage.stands().await;
    armed.set(false);
    stage.stands().await;
}

#[wasm_bindgen_test]
async fn in_the_condition_of_a_retry_it_means_no() {
    let stage = Stage::new().await;
    let retry = Retry::new(3).when(|_| panic!("cannot decide"));
    let options = RunOptions::new("Tries").retry(retry);
    let body = async |_: RunContext| Err::<(), _>(TaskError::new("no"));
    let run = stage.supervisor.spawn_repeatable(options, body).unwrap();
    let id = run.id();
    assert_eq!(run.outcome().await, Outcome::Failed(TaskError::new("no")));
    assert_eq!(stage.supervisor.run(id).snapshot().unwrap().attempt, 1);
    stage.stands().await;
}
