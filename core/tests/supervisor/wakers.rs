//! Wakers that are used on other threads, late, and often.

use std::{
    cell::RefCell,
    future::poll_fn,
    rc::Rc,
    sync::{Arc, Mutex},
    task::{Poll, Waker},
};

use taskdeck_core::{RunContext, RunStatus, TaskError};

use crate::stage::{Notes, Stage};

#[test]
fn a_waker_works_on_another_thread() {
    let stage = Stage::new();
    let shared = Arc::new(Mutex::new((false, None::<Waker>)));
    let told = shared.clone();
    let body = move |_ctx: RunContext| {
        poll_fn(move |context| {
            let mut shared = told.lock().unwrap();
            if shared.0 {
                return Poll::Ready(Ok::<_, TaskError>(()));
            }
            shared.1 = Some(context.waker().clone());
            Poll::Pending
        })
    };
    let run = stage.supervisor.spawn("waits for a thread", body).unwrap();
    stage.settle();
    let thread = std::thread::spawn(move || {
        let mut shared = shared.lock().unwrap();
        shared.0 = true;
        shared.1.take().unwrap().wake();
    });
    thread.join().unwrap();
    stage.settle();
    assert_eq!(stage.status(&run), Some(RunStatus::Completed));
}

/// Spawns a run that records its polls and gives its waker away. It ends when the flag is set.
fn spawn_giving_waker(stage: &Stage, notes: &Notes) -> (taskdeck_core::RunHandle<()>, Waker) {
    let (given, noted) = (Rc::new(RefCell::new(None)), notes.clone());
    let give = given.clone();
    let body = move |_ctx: RunContext| {
        poll_fn(move |context| {
            noted.note("polled");
            *give.borrow_mut() = Some(context.waker().clone());
            Poll::<Result<(), TaskError>>::Pending
        })
    };
    let run = stage.supervisor.spawn("gives its waker", body).unwrap();
    stage.settle();
    let waker = given.take().unwrap();
    (run, waker)
}

#[test]
fn many_wakes_before_a_poll_are_one_poll() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let (_run, waker) = spawn_giving_waker(&stage, &notes);
    for _ in 0..10 {
        waker.wake_by_ref();
    }
    stage.settle();
    assert_eq!(notes.take().len(), 2, "the first, and one for all wakes");
}

#[test]
fn a_waker_of_a_run_that_has_ended_polls_nothing() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let (run, waker) = spawn_giving_waker(&stage, &notes);
    run.cancel();
    stage.supervisor.clear_finished();
    // The next run may use the entry of the old one.
    let next = stage.spawn_endless("next");
    stage.settle();
    waker.wake();
    stage.settle();
    assert_eq!(notes.take(), ["polled"]);
    assert_eq!(stage.status(&next), Some(RunStatus::Running));
}

#[test]
fn a_waker_that_outlives_its_supervisor_does_nothing() {
    let (stage, notes) = (Stage::new(), Notes::default());
    let (_run, waker) = spawn_giving_waker(&stage, &notes);
    drop(stage.supervisor);
    waker.wake_by_ref();
    stage.world.run_until_stalled();
    waker.wake();
    assert_eq!(notes.take(), ["polled"]);
    assert_eq!(stage.world.live_futures(), 0);
}
