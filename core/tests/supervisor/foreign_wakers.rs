//! Wakers that run code of the caller when they are woken, cloned or dropped: they disturb nothing else.

use std::{
    cell::Cell,
    future::Future,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::{Pin, pin},
    rc::Rc,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
};

use futures_core::Stream;
use send_wrapper::SendWrapper;
use taskdeck_core::{
    CancelReason, Interest, Outcome, RunContext, RunHandle, RunOptions, RunStatus, TransitionStream,
};

use crate::stage::{OnDrop, Stage, millis};

/// Panics when it is woken.
struct Bad;

impl Wake for Bad {
    fn wake(self: Arc<Self>) {
        panic!("a bad waker");
    }
}

#[derive(Default)]
struct Good(AtomicUsize);

impl Wake for Good {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// Calls a function when the last clone is dropped.
struct Drops(#[expect(dead_code, reason = "held for its drop")] SendWrapper<Box<dyn Fn()>>);

impl Wake for Drops {
    fn wake(self: Arc<Self>) {}
}

/// Returns a waker that calls this when its last clone is dropped.
fn when_dropped(does: impl Fn() + 'static) -> Waker {
    let on_drop = OnDrop(does);
    let held = SendWrapper::new(Box::new(move || on_drop.touch()) as Box<dyn Fn()>);
    Arc::new(Drops(held)).into()
}

fn poll<F: Future + Unpin>(future: &mut F, waker: &Waker) -> Poll<F::Output> {
    Pin::new(future).poll(&mut Context::from_waker(waker))
}

/// Polls with a waker that panics, then with others that count.
fn poll_by_all<F: Future + Unpin>(futures: [&mut F; 3], good: &Arc<Good>) {
    let [first, second, third] = futures;
    for (future, waker) in [
        (first, Waker::from(good.clone())),
        (second, Arc::new(Bad).into()),
        (third, good.clone().into()),
    ] {
        assert!(poll(future, &waker).is_pending());
    }
}

/// Returns how often a waker has panicked since the last call.
fn panics(stage: &Stage) -> usize {
    let log = stage.world.take_log();
    for entry in &log {
        assert_eq!(entry, "a waker panicked: a bad waker");
    }
    log.len()
}

fn woken(good: &Good) -> usize {
    good.0.swap(0, Ordering::Relaxed)
}

/// Checks that everything goes on.
fn stands(stage: &Stage) {
    let next = stage.supervisor.spawn("next", async |_| Ok(7)).unwrap();
    let outcome = stage.world.block_on(next.outcome());
    assert_eq!(outcome, Outcome::Completed(7));
}

#[test]
fn the_waker_of_a_wait_for_a_run_may_panic() {
    let (stage, good) = (Stage::new(), Arc::<Good>::default());
    let run = stage.supervisor.spawn("ends", async |_| Ok(())).unwrap();
    let [mut first, mut second, mut third] = [run.wait(), run.wait(), run.wait()];
    poll_by_all([&mut first, &mut second, &mut third], &good);
    let mut outcome = pin!(run.outcome());
    assert!(poll(&mut outcome, &Arc::new(Bad).into()).is_pending());
    stage.settle();
    assert_eq!((woken(&good), panics(&stage)), (2, 2));
    let ended = poll(&mut outcome, Waker::noop());
    assert_eq!(ended, Poll::Ready(Outcome::Completed(())));
    assert!(poll(&mut third, Waker::noop()).is_ready());
    stands(&stage);
}

#[test]
fn the_waker_of_a_value_that_a_callback_sees_first_may_panic() {
    let stage = Stage::new();
    let seen = Rc::new(Cell::new(0));
    let told = seen.clone();
    let options = RunOptions::new("told").on_complete(move |value, _| {
        told.set(*value);
    });
    let run = stage.supervisor.spawn_with(options, async |_| Ok(7));
    let mut outcome = pin!(run.unwrap().outcome());
    assert!(poll(&mut outcome, &Arc::new(Bad).into()).is_pending());
    stage.settle();
    assert_eq!((seen.get(), panics(&stage)), (7, 1));
    let ended = poll(&mut outcome, Waker::noop());
    assert_eq!(ended, Poll::Ready(Outcome::Completed(7)));
    stands(&stage);
}

#[test]
fn the_waker_of_a_wait_for_all_runs_may_panic() {
    let (stage, good) = (Stage::new(), Arc::<Good>::default());
    let run = stage.spawn_endless("goes on");
    let mut idle = [(); 3].map(|()| stage.supervisor.idle());
    let [first, second, third] = &mut idle;
    poll_by_all([first, second, third], &good);
    stage.settle();
    assert!(run.cancel());
    stage.settle();
    assert_eq!((woken(&good), panics(&stage)), (2, 1));
    stands(&stage);
}

#[test]
fn the_waker_of_a_reader_of_changes_may_panic() {
    let (stage, good) = (Stage::new(), Arc::<Good>::default());
    let [mut first, mut second, mut third] =
        [(); 3].map(|()| next(stage.supervisor.observe(Interest::All).into_stream()));
    poll_by_all([&mut first, &mut second, &mut third], &good);
    let run = stage.spawn_endless("changes");
    stage.settle();
    assert_eq!((woken(&good), panics(&stage)), (2, 1));
    assert_eq!(stage.status(&run), Some(RunStatus::Running));
    assert!(poll(&mut second, Waker::noop()).is_ready());
    stands(&stage);
}

/// Returns the next item of a stream of changes.
fn next(mut changes: TransitionStream) -> impl Future<Output = bool> + Unpin {
    std::future::poll_fn(move |context| {
        Pin::new(&mut changes)
            .poll_next(context)
            .map(|item| item.is_some())
    })
}

#[test]
fn the_waker_of_a_wait_for_a_cancel_may_panic() {
    let (stage, good) = (Stage::new(), Arc::<Good>::default());
    let given = Rc::new(Cell::new(None));
    let give = given.clone();
    let body = async move |ctx: RunContext| {
        give.set(Some(ctx.clone()));
        Err::<(), _>(ctx.cancelled().await.into())
    };
    let options = RunOptions::new("is asked").grace(millis(10));
    let run = stage.supervisor.spawn_with(options, body).unwrap();
    stage.settle();
    let ctx: RunContext = given.take().unwrap();
    let mut cancelled = [(); 3].map(|()| Box::pin(ctx.cancelled()));
    let [first, second, third] = &mut cancelled;
    poll_by_all([first, second, third], &good);
    assert!(run.cancel());
    stage.settle();
    assert_eq!((woken(&good), panics(&stage)), (2, 1));
    assert_eq!(stage.status(&run), Some(RunStatus::Cancelled));
    stands(&stage);
}

#[test]
fn the_waker_of_a_wait_for_a_shutdown_may_panic() {
    let (stage, good) = (Stage::new(), Arc::<Good>::default());
    stage.spawn_endless("goes on");
    let mut shutdowns = [(); 3].map(|()| stage.supervisor.shutdown(millis(0)));
    let [first, second, third] = &mut shutdowns;
    poll_by_all([first, second, third], &good);
    let mut changes = next(stage.supervisor.observe(Interest::All).into_stream());
    assert!(poll(&mut changes, &Arc::new(Bad).into()).is_pending());
    stage.settle();
    assert_eq!(woken(&good), 2);
    // The reader is woken for the end of the run; the one that waits, for the end of all.
    assert_eq!(panics(&stage), 2);
    assert!(poll(third, Waker::noop()).is_ready());
}

#[test]
fn a_waker_may_panic_when_the_supervisor_is_dropped() {
    let (stage, good) = (Stage::new(), Arc::<Good>::default());
    let run = stage.spawn_endless("goes on");
    let [mut first, mut second, mut third] = [run.wait(), run.wait(), run.wait()];
    poll_by_all([&mut first, &mut second, &mut third], &good);
    let mut idle = stage.supervisor.idle();
    assert!(poll(&mut idle, &Arc::new(Bad).into()).is_pending());
    let mut changes = next(stage.supervisor.observe(Interest::All).into_stream());
    assert!(poll(&mut changes, &Waker::from(good.clone())).is_pending());
    let Stage { world, supervisor } = stage;
    drop(supervisor);
    assert_eq!(woken(&good), 3);
    assert_eq!(world.take_log().len(), 2);
    let cancelled = Outcome::Cancelled(CancelReason::Owner);
    assert_eq!(world.block_on(run.outcome()), cancelled);
    world.run_until_stalled();
    assert_eq!(world.live_futures(), 0);
}

/// Polls with a waker whose drop, when another replaces it, cancels all runs, delivers the notices and
/// panics.
fn replaces<F: Future>(stage: &Stage, future: F) {
    let mut future = pin!(future);
    let (supervisor, world) = (stage.supervisor.clone(), stage.world.clone());
    let dropped = Rc::new(Cell::new(false));
    let noted = dropped.clone();
    let bad = when_dropped(move || {
        supervisor.cancel_all(CancelReason::User);
        world.run_until_stalled();
        noted.set(true);
        panic!("a bad drop");
    });
    let first = future.as_mut().poll(&mut Context::from_waker(&bad));
    assert!(first.is_pending());
    drop(bad);
    assert!(!dropped.get(), "it is kept");
    let again = || {
        future
            .as_mut()
            .poll(&mut Context::from_waker(Waker::noop()))
    };
    // The poll drops the waker, so the panic is that of the poll.
    let panicked = catch_unwind(AssertUnwindSafe(again)).map(drop);
    assert!(dropped.get() && panicked.is_err());
}

#[test]
fn a_waker_that_is_replaced_may_use_the_supervisor_and_panic() {
    let with_run = |does: fn(&Stage, RunHandle<()>)| {
        let stage = Stage::new();
        let run = stage.spawn_endless("goes on");
        let id = run.id();
        stage.settle();
        does(&stage, run);
        stage.settle();
        assert_eq!(
            stage.supervisor.run(id).status(),
            Some(RunStatus::Cancelled)
        );
        assert_eq!(stage.supervisor.counts().live(), 0);
        stands(&stage);
    };
    with_run(|stage, run| replaces(stage, run.outcome()));
    with_run(|stage, run| replaces(stage, run.wait()));
    with_run(|stage, _run| replaces(stage, stage.supervisor.idle()));
    with_run(|stage, _run| {
        replaces(
            stage,
            next(stage.supervisor.observe(Interest::All).into_stream()),
        )
    });
}
