//! Panics of bodies, and traps that are not panics.

use std::{
    cell::{Cell, RefCell},
    future::pending,
    rc::Rc,
    time::Duration,
};

use reactive_graph::{computed::ArcMemo, owner::Owner, signal::ArcRwSignal, traits::Get};
use taskdeck_core::{CancelReason, ErrorKind, Outcome, Retry, RunContext, RunOptions, TaskError};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::Stage;

#[wasm_bindgen_test]
async fn in_the_first_poll_it_has_its_message_and_its_place() {
    let stage = Stage::new().await;
    let message = stage
        .panics_with(async |_| panic!("at once, {}", 1 + 1))
        .await;
    let place = message.strip_prefix("at once, 2 (at face/tests/panics/bodies.rs:");
    assert!(place.is_some_and(|place| place.ends_with(')')), "{message}");
}

#[wasm_bindgen_test]
async fn in_a_later_poll() {
    let stage = Stage::new().await;
    let body = async |ctx: RunContext| {
        ctx.sleep(Duration::from_millis(2)).await?;
        ctx.yield_now().await;
        let none: [u8; 0] = [];
        let index = std::hint::black_box(7);
        Err(TaskError::new(format!("{} is not there", none[index])))
    };
    let message = stage.panics_with(body).await;
    assert!(message.starts_with("index out of bounds"), "{message}");
}

#[wasm_bindgen_test]
async fn in_a_child_it_fails_the_parent_and_no_other_run() {
    let stage = Stage::new().await;
    let body = async |ctx: RunContext| {
        let child = async |_: RunContext| -> Result<(), TaskError> { panic!("a child") };
        ctx.spawn("Child", child)?;
        Ok(())
    };
    let run = stage.supervisor.spawn("Parent", body).unwrap();
    let id = run.id();
    assert!(matches!(run.outcome().await, Outcome::Failed(_)));
    let child = stage
        .supervisor
        .run(stage.supervisor.run(id).children()[0])
        .snapshot()
        .unwrap();
    assert_eq!(child.error().unwrap().kind(), ErrorKind::Panic);
    stage.stands().await;
}

#[wasm_bindgen_test]
async fn in_a_parent_it_cancels_the_children() {
    let stage = Stage::new().await;
    let child = Rc::new(Cell::new(None));
    let spawned = child.clone();
    let message = stage
        .panics_with(async move |ctx: RunContext| {
            let endless = async |_: RunContext| pending::<Result<(), TaskError>>().await;
            spawned.set(Some(ctx.spawn("Child", endless)?.id()));
            ctx.yield_now().await;
            panic!("a parent")
        })
        .await;
    assert!(message.starts_with("a parent"), "{message}");
    let child = stage
        .supervisor
        .run(child.get().unwrap())
        .snapshot()
        .unwrap();
    assert_eq!(child.cancel_reason(), Some(&CancelReason::Parent));
}

#[wasm_bindgen_test]
async fn with_a_cell_borrowed_the_cell_stays_so_and_nothing_else() {
    let stage = Stage::new().await;
    let cell = Rc::new(RefCell::new(0));
    for part in ["while it is borrowed", "already borrowed"] {
        let cell = cell.clone();
        let message = stage
            .panics_with(async move |_| {
                let _held = cell.borrow_mut();
                panic!("while it is borrowed")
            })
            .await;
        assert!(message.contains(part), "{message}");
    }
}

#[wasm_bindgen_test]
async fn deep_in_memos_and_owners_they_are_put_back() {
    let stage = Stage::new().await;
    let message = stage
        .panics_with(async |_| {
            let source = ArcRwSignal::new(0);
            let inner = ArcMemo::new(move |_| match source.get() {
                0 => panic!("in a memo"),
                other => other,
            });
            let outer = ArcMemo::new(move |_| inner.get());
            Owner::new().with(|| outer.get());
            Ok(())
        })
        .await;
    assert!(message.starts_with("in a memo"), "{message}");
    // A body that completes may also leave an owner behind.
    let run = stage.supervisor.spawn("Leaves an owner", async |_| {
        Owner::new().set();
        Ok(())
    });
    assert_eq!(run.unwrap().outcome().await, Outcome::Completed(()));
    stage.stands().await;
}

#[wasm_bindgen_test]
async fn of_a_body_it_is_retried_like_any_failure() {
    let stage = Stage::new().await;
    let options = RunOptions::new("Tries").retry(Retry::new(1).delay(Duration::from_millis(1)));
    let body = async |ctx: RunContext| {
        assert!(ctx.attempt() > 1, "the first attempt");
        Ok("the second")
    };
    let run = stage.supervisor.spawn_repeatable(options, body).unwrap();
    assert_eq!(run.outcome().await, Outcome::Completed("the second"));
    stage.stands().await;
}

#[wasm_bindgen_test]
async fn a_body_that_calls_itself_for_ever_overflows_its_stack_and_no_other() {
    #[expect(unconditional_recursion, reason = "that is what it is for")]
    fn deeper(depth: u64) -> u64 {
        let frame = std::hint::black_box([depth; 16]);
        deeper(frame[3] + 1) + std::hint::black_box(frame)[7]
    }
    let stage = Stage::new().await;
    for _ in 0..3 {
        let message = stage
            .panics_with(async |_| Err(TaskError::new(deeper(1).to_string())))
            .await;
        assert!(message.starts_with("stack overflow"), "{message}");
    }
}

#[wasm_bindgen_test]
async fn what_javascript_throws_into_a_body_is_caught_too() {
    let stage = Stage::new().await;
    let make = "return new Proxy({}, { ownKeys() { throw new TypeError('thrown by the page'); } })";
    let bad = js_sys::Function::new_no_args(make);
    let message = stage
        .panics_with(async move |_| {
            let bad: js_sys::Object = bad.call0(&bad).unwrap().unchecked_into();
            // `Object::keys` is declared without `catch`, so its exception passes through the body like
            // a trap.
            Err(TaskError::new(format!(
                "{} keys",
                js_sys::Object::keys(&bad).length()
            )))
        })
        .await;
    assert!(message.contains("thrown by the page"), "{message}");
}
