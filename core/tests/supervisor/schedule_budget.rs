//! Many starts at once, and the turns of the world.

use std::{cell::RefCell, rc::Rc, task::Waker, time::Duration};

use taskdeck_core::{
    Body, Config, Instant, LocalBoxFuture, Polled, RunContext, RunOptions, Schedule, Supervisor,
    Task, Trap, World, sim::SimWorld,
};

use crate::stage::millis;

/// A simulated world in which reading the clock takes a while, so that everything takes time.
struct Slow(SimWorld);

impl World for Slow {
    fn now(&self) -> Instant {
        self.0.work(Duration::from_micros(20));
        self.0.now()
    }

    fn unix_time(&self) -> Duration {
        self.0.unix_time()
    }

    fn sleep(&self, duration: Duration) -> LocalBoxFuture<'static, ()> {
        self.0.sleep(duration)
    }

    fn yield_now(&self) -> LocalBoxFuture<'static, ()> {
        self.0.yield_now()
    }

    fn next_frame(&self) -> LocalBoxFuture<'static, ()> {
        self.0.next_frame()
    }

    fn spawn(&self, future: LocalBoxFuture<'static, ()>) {
        self.0.spawn(future);
    }

    fn poll(&self, body: Body, waker: &Waker) -> Polled {
        self.0.poll(body, waker)
    }

    fn call(&self, function: Box<dyn FnOnce()>) -> Result<(), Trap> {
        self.0.call(function)
    }

    fn log(&self, message: &str) {
        self.0.log(message);
    }
}

#[test]
fn thousands_of_starts_at_once_starve_nothing_even_while_paused() {
    for paused in [false, true] {
        let world = SimWorld::new(1);
        let supervisor = Supervisor::new(Config::new(Rc::new(Slow(world.clone()))));
        let task = Task::new("task", "Task", async |_ctx: RunContext| Ok(()));
        supervisor.define(task).unwrap();
        let at = Schedule::at(world.unix_time() + Duration::from_secs(10));
        for _ in 0..5_000 {
            let options = RunOptions::of_task();
            supervisor.add_schedule(at, "task", options).unwrap();
        }
        if paused {
            supervisor.pause();
        }
        let turns = Rc::new(RefCell::new(Vec::new()));
        let (clock, noted) = (world.clone(), turns.clone());
        world.spawn(Box::pin(async move {
            loop {
                clock.sleep(millis(1)).await;
                noted.borrow_mut().push(clock.now());
            }
        }));
        world.advance(Duration::from_secs(11));
        let turns = turns.borrow();
        let longest = turns.windows(2).map(|pair| pair[1] - pair[0]).max();
        // Some slices of 8 ms: the seed decides which of the ready futures is next.
        assert!(longest < Some(millis(150)), "{longest:?}, paused: {paused}");
        assert!(supervisor.schedules().is_empty());
    }
}
