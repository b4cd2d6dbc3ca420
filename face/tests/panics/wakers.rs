//! Panics of foreign wakers, in futures that await runs on another executor.

use std::{
    future::Future,
    pin::{Pin, pin},
    sync::Arc,
    task::{Context, Poll, Wake, Waker},
};

use taskdeck::browser::BrowserWorld;
use taskdeck_core::{CancelReason, Outcome, RunState, RunStatus};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{Bomb, Stage, until};

/// Panics when it is woken.
struct Bad;

impl Wake for Bad {
    fn wake(self: Arc<Self>) {
        panic!("a waker");
    }
}

/// Panics when its last clone is dropped.
struct Dropped(Bomb);

impl Wake for Dropped {
    fn wake(self: Arc<Self>) {}
}

fn poll<F: Future>(future: Pin<&mut F>, waker: &Waker) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(waker))
}

#[wasm_bindgen_test]
async fn in_one_waker_of_several_the_others_are_woken() {
    let stage = Stage::new().await;
    let bad = Waker::from(Arc::new(Bad));
    for _ in 0..3 {
        let run = stage.supervisor.spawn("Ends", async |_| Ok(7)).unwrap();
        let (mut first, second) = (pin!(run.wait()), run.wait());
        assert!(poll(first.as_mut(), &bad).is_pending());
        let mut outcome = pin!(run.outcome());
        assert!(poll(outcome.as_mut(), &bad).is_pending());
        assert_eq!(second.await, Some(RunState::Completed));
        let ended = poll(outcome, Waker::noop());
        assert_eq!(ended, Poll::Ready(Outcome::Completed(7)));
        assert!(poll(first, Waker::noop()).is_ready());
        stage.stands().await;
    }
}

#[wasm_bindgen_test]
async fn in_the_drop_of_a_waker_that_another_replaces() {
    let stage = Stage::new().await;
    let run = stage.supervisor.spawn("Goes on too", async |_| {
        std::future::pending::<Result<(), _>>().await
    });
    let run = run.unwrap();
    let id = run.id();
    let mut outcome = Box::pin(run.outcome());
    let bad = Waker::from(Arc::new(Dropped(Bomb)));
    assert!(poll(outcome.as_mut(), &bad).is_pending());
    drop(bad);
    // The outcome's future is dropped by the code that polls it.
    let again = move || drop(poll(outcome.as_mut(), Waker::noop()));
    let trap = BrowserWorld::shared().call(Box::new(again)).unwrap_err();
    assert!(trap.message.starts_with("in a drop"), "{}", trap.message);
    assert!(stage.supervisor.run(id).cancel(CancelReason::User));
    until(|| stage.supervisor.run(id).status() == Some(RunStatus::Cancelled)).await;
    stage.stands().await;
}
