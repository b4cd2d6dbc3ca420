//! Panics of values as they are dropped.

use std::future::pending;

use taskdeck_core::{Outcome, RunContext, RunOptions, RunStatus, TaskError};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{Bomb, Stage, until};

#[wasm_bindgen_test]
async fn in_the_drop_of_a_cancelled_body() {
    let stage = Stage::new().await;
    let body = async |_: RunContext| {
        let _bomb = Bomb;
        pending::<Result<(), TaskError>>().await
    };
    let run = stage.supervisor.spawn("Drops badly", body).unwrap();
    until(|| stage.supervisor.run(run.id()).status() == Some(RunStatus::Running)).await;
    assert!(run.cancel());
    assert!(matches!(run.outcome().await, Outcome::Cancelled(_)));
    stage.stands().await;
}

#[wasm_bindgen_test]
async fn in_the_drop_of_a_value_that_is_not_taken() {
    let stage = Stage::new().await;
    let id = stage
        .supervisor
        .spawn("Returns it", async |_| Ok(Bomb))
        .unwrap()
        .id();
    until(|| stage.supervisor.run(id).status() == Some(RunStatus::Completed)).await;
    stage.stands().await;
}

#[wasm_bindgen_test]
async fn in_the_drop_of_what_a_callback_owns() {
    let stage = Stage::new().await;
    let bomb = Bomb;
    let options = RunOptions::new("Told").on_start(move |_| bomb.touch());
    let run = stage.supervisor.spawn_with(options, async |_| Ok(()));
    let id = run.unwrap().id();
    until(|| stage.supervisor.run(id).status() == Some(RunStatus::Completed)).await;
    stage.supervisor.clear_finished();
    stage.stands().await;
}
