//! No body, and no number of runs, keeps the world from its turn.

use std::{
    cell::Cell,
    future::{Future, pending, poll_fn},
    rc::Rc,
    task::{Poll, Waker},
    time::Duration,
};

use taskdeck_core::{
    Body, Config, Instant, Limit, LocalBoxFuture, Polled, RunContext, SharedWorld, Supervisor,
    TaskError, Trap, World, sim::SimWorld,
};

use crate::stage::{Stage, millis};

/// A simulated world that counts the turns that the driver gives.
struct CountsTurns {
    world: SimWorld,
    turns: Cell<usize>,
}

impl CountsTurns {
    fn new() -> (Rc<Self>, Supervisor) {
        let world = SimWorld::new(1);
        let turns = Cell::new(0);
        let counts = Rc::new(Self { world, turns });
        let shared: SharedWorld = counts.clone();
        let config = Config::new(shared).concurrency(Limit::UNLIMITED);
        (counts, Supervisor::new(config))
    }
}

impl World for CountsTurns {
    fn now(&self) -> Instant {
        self.world.now()
    }

    fn unix_time(&self) -> Duration {
        self.world.unix_time()
    }

    fn sleep(&self, duration: Duration) -> LocalBoxFuture<'static, ()> {
        self.world.sleep(duration)
    }

    fn yield_now(&self) -> LocalBoxFuture<'static, ()> {
        self.turns.set(self.turns.get() + 1);
        self.world.yield_now()
    }

    fn next_frame(&self) -> LocalBoxFuture<'static, ()> {
        self.world.next_frame()
    }

    fn spawn(&self, future: LocalBoxFuture<'static, ()>) {
        self.world.spawn(future);
    }

    fn poll(&self, body: Body, waker: &Waker) -> Polled {
        self.world.poll(body, waker)
    }

    fn call(&self, function: Box<dyn FnOnce()>) -> Result<(), Trap> {
        self.world.call(function)
    }

    fn log(&self, message: &str) {
        self.world.log(message);
    }
}

/// Wakes itself for ever.
fn busy() -> impl Future<Output = Result<(), TaskError>> {
    poll_fn(|context| {
        context.waker().wake_by_ref();
        Poll::Pending
    })
}

#[test]
fn a_body_that_wakes_itself_for_ever_starves_no_other() {
    let stage = Stage::new();
    stage.world.set_poll_cost(millis(1));
    let busy = stage.supervisor.spawn("busy", |_ctx| busy()).unwrap();
    let body = async |ctx: RunContext| Ok(ctx.sleep(millis(50)).await?);
    let other = stage.supervisor.spawn("other", body).unwrap();
    stage.world.block_on(other.outcome());
    let page = Rc::new(Cell::new(0));
    let (turns, world) = (page.clone(), stage.world.clone());
    stage.world.spawn(Box::pin(async move {
        loop {
            turns.set(turns.get() + 1);
            world.yield_now().await;
        }
    }));
    stage.world.advance(millis(800));
    assert!(page.get() >= 90, "{} turns in 100 slices", page.get());
    assert!(busy.cancel());
}

#[test]
fn a_body_that_wakes_itself_for_ever_leaves_a_world_whose_clock_stands_still() {
    let stage = Stage::new();
    stage.supervisor.spawn("busy", |_ctx| busy()).unwrap();
    assert!(!stage.world.run_some(3));
}

#[test]
fn progress_is_shown_while_the_driver_is_never_done() {
    let stage = Stage::new();
    stage.world.set_poll_cost(millis(1));
    stage.supervisor.spawn("busy", |_ctx| busy()).unwrap();
    let body = async |ctx: RunContext| {
        ctx.progress(1, 2);
        pending::<Result<(), TaskError>>().await
    };
    let run = stage.supervisor.spawn("reports", body).unwrap();
    let watch = run.watch().unwrap();
    stage.world.advance(millis(100));
    let progress = watch.get_untracked().progress;
    assert_eq!(progress.and_then(|progress| progress.fraction()), Some(0.5));
}

#[test]
fn a_slice_is_8_ms_and_then_the_world_has_a_turn() {
    let (world, supervisor) = CountsTurns::new();
    world.world.set_poll_cost(millis(1));
    supervisor.spawn("busy", |_ctx| busy()).unwrap();
    world.world.advance(millis(79));
    assert_eq!(world.turns.get(), 1 + 10, "the first, and of 80 polls");
}

#[test]
fn many_starts_are_sliced_by_the_same_rule() {
    let (world, supervisor) = CountsTurns::new();
    world.world.set_poll_cost(millis(2));
    for _ in 0..40 {
        let body = async |_ctx: RunContext| Ok(());
        supervisor.spawn("ends", body).unwrap();
    }
    world.world.run_until_stalled();
    assert_eq!(supervisor.counts().completed, 40);
    // One turn before the first slice; the last slice has no more to do.
    assert_eq!(world.turns.get(), 1 + 9);
}

#[test]
fn a_body_that_is_woken_in_the_same_turn_again_and_again_has_no_new_slice_each_time() {
    let (world, supervisor) = CountsTurns::new();
    world.world.set_poll_cost(millis(1));
    // It waits for something that resolves in the same turn, as a resolved promise does.
    let microtasks = world.world.clone();
    let body = async move |_ctx: RunContext| {
        for _ in 0..80 {
            let mut asked = false;
            poll_fn(|context| {
                if asked {
                    return Poll::Ready(());
                }
                asked = true;
                let waker = context.waker().clone();
                microtasks.spawn(Box::pin(async move { waker.wake() }));
                Poll::Pending
            })
            .await;
        }
        Ok(())
    };
    let run = supervisor.spawn("awaits promises", body).unwrap();
    world.world.block_on(run.outcome());
    assert!(world.turns.get() >= 9, "{} turns", world.turns.get());
}

#[test]
fn a_checkpoint_gives_a_turn_only_when_the_slice_is_used_up() {
    let (world, supervisor) = CountsTurns::new();
    let clock = world.world.clone();
    let body = async move |ctx: RunContext| {
        for _ in 0..16 {
            clock.work(millis(1));
            ctx.checkpoint().await?;
        }
        Ok(())
    };
    let run = supervisor.spawn("works in pieces", body).unwrap();
    world.world.block_on(run.outcome());
    let turns = world.turns.get() - 1;
    assert!((2..=4).contains(&turns), "{turns} turns in two slices");
}

#[test]
fn an_idle_supervisor_takes_no_turns_but_the_first() {
    let (world, supervisor) = CountsTurns::new();
    let body = async |_ctx: RunContext| pending::<Result<(), TaskError>>().await;
    supervisor.spawn("waits", body).unwrap();
    world.world.advance(Duration::from_secs(60));
    assert_eq!(world.turns.get(), 1);
}
