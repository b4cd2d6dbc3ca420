//! A simulated world with virtual time.

mod executor;
mod fence;

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    future::Future,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, Waker},
    time::Duration,
};

use futures_core::future::LocalBoxFuture;

use self::{executor::Executor, fence::UnwindFence};
use crate::{
    Instant,
    world::{Body, Polled, SharedWorld, Trap, World},
};

/// The length of a frame of the simulated page.
const FRAME: Duration = Duration::from_micros(16_667);

/// A simulated world with virtual time, for tests: no time passes in reality, and equal seeds give equal
/// runs.
///
/// Time stands still while code runs. It moves only when every future waits, to the earliest timer. The seed
/// decides which of the ready futures is polled next. The panic of a body is caught with
/// [`std::panic::catch_unwind`]. A world is a cheap handle: clones refer to the same world.
///
/// ```
/// use std::time::Duration;
/// use taskdeck_core::{Config, RunContext, Supervisor, TaskError, World, sim::SimWorld};
///
/// let world = SimWorld::new(7);
/// let supervisor = Supervisor::new(Config::new(world.shared()));
/// let nap = supervisor.spawn("Nap", async |ctx: RunContext| {
///     ctx.sleep(Duration::from_secs(30 * 24 * 60 * 60)).await?;
///     Ok("rested")
/// })?;
/// let before = world.now();
/// assert_eq!(world.block_on(nap.outcome()).completed(), Some("rested"));
/// assert_eq!((world.now() - before).as_secs(), 30 * 24 * 60 * 60);
/// # Ok::<_, taskdeck_core::SpawnError>(())
/// ```
#[derive(Clone, Debug)]
pub struct SimWorld(Rc<SimState>);

#[derive(Debug)]
struct SimState {
    seed: u64,
    now: Cell<Duration>,
    unix_offset: Cell<Duration>,
    executor: Executor,
    /// Wakers by the time that they wait for. The number separates those of the same time.
    timers: RefCell<BTreeMap<(Duration, u64), Waker>>,
    next_timer: Cell<u64>,
    poll_cost: Cell<Duration>,
    crashed: Cell<bool>,
    log: RefCell<Vec<String>>,
}

impl SimWorld {
    /// Creates a world at the start of its clock, on 1 January 2026.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(Rc::new(SimState {
            seed,
            now: Cell::new(Duration::ZERO),
            unix_offset: Cell::new(Duration::from_secs(1_767_225_600)),
            executor: Executor::new(seed),
            timers: RefCell::default(),
            next_timer: Cell::new(0),
            poll_cost: Cell::new(Duration::ZERO),
            crashed: Cell::new(false),
            log: RefCell::default(),
        }))
    }

    /// Returns the world as a supervisor takes it.
    #[must_use]
    pub fn shared(&self) -> SharedWorld {
        Rc::new(self.clone())
    }

    /// Runs everything that can go on while no time passes.
    ///
    /// With a body that wakes itself for ever this does not return: use [`run_some`](Self::run_some), or give
    /// polls a [cost](Self::set_poll_cost) and [`advance`](Self::advance).
    pub fn run_until_stalled(&self) {
        while self.step() {}
    }

    /// Polls futures at most this many times; returns `true` when all of them wait for time to pass.
    pub fn run_some(&self, polls: usize) -> bool {
        (0..polls).any(|_| !self.step())
    }

    /// Lets this much time pass, with everything that happens meanwhile.
    pub fn advance(&self, duration: Duration) {
        let end = self.0.now.get().saturating_add(duration);
        loop {
            while self.0.now.get() <= end && self.step() {}
            match self.next_timer() {
                Some(at) if at <= end && self.0.now.get() <= end => self.0.now.set(at),
                _ => break,
            }
        }
        self.0.now.set(self.0.now.get().max(end));
    }

    /// Sets how long every poll of a body takes, zero by default. With a cost, a body that is always busy
    /// uses up its slice, as in a browser.
    pub fn set_poll_cost(&self, cost: Duration) {
        self.0.poll_cost.set(cost);
    }

    /// Crashes the world, as a panic outside any fence does to a page: time may pass, but no future is polled
    /// any more.
    pub fn crash(&self) {
        self.0.crashed.set(true);
    }

    /// Lets time pass while code runs: a body calls it to simulate long work.
    pub fn work(&self, duration: Duration) {
        self.0.now.set(self.0.now.get().saturating_add(duration));
    }

    /// Sets the wall clock while no time passes.
    pub fn set_unix_time(&self, time: Duration) {
        self.0
            .unix_offset
            .set(time.saturating_sub(self.0.now.get()));
    }

    /// Runs until this future resolves. Time passes whenever every future waits.
    ///
    /// # Panics
    ///
    /// When nothing can ever make it resolve: every future waits and no timer is left.
    pub fn block_on<T: 'static>(&self, future: impl Future<Output = T> + 'static) -> T {
        let result = Rc::new(RefCell::new(None));
        let slot = result.clone();
        self.0.executor.spawn(Box::pin(async move {
            let value = future.await;
            *slot.borrow_mut() = Some(value);
        }));
        loop {
            if let Some(value) = result.borrow_mut().take() {
                return value;
            }
            if self.step() {
                continue;
            }
            let Some(at) = self.next_timer() else {
                panic!("block_on would wait for ever: every future waits and no timer is left");
            };
            self.0.now.set(at);
        }
    }

    /// Returns the number of pending timers.
    #[must_use]
    pub fn pending_timers(&self) -> usize {
        self.0.timers.borrow().len()
    }

    /// Returns the number of futures that were spawned and have not ended.
    #[must_use]
    pub fn live_futures(&self) -> usize {
        self.0.executor.len()
    }

    /// Takes what was written to the log.
    #[must_use]
    pub fn take_log(&self) -> Vec<String> {
        self.0.log.take()
    }

    /// Returns when the earliest timer is due; `None` in a crashed world.
    fn next_timer(&self) -> Option<Duration> {
        if self.0.crashed.get() {
            return None;
        }
        let timers = self.0.timers.borrow();
        timers.first_key_value().map(|((at, _), _)| *at)
    }

    /// Wakes the timers that are due, then polls one future; returns `false` when all wait.
    fn step(&self) -> bool {
        if self.0.crashed.get() {
            return false;
        }
        while self.next_timer().is_some_and(|at| at <= self.0.now.get()) {
            let due = self.0.timers.borrow_mut().pop_first();
            if let Some((_, waker)) = due {
                waker.wake();
            }
        }
        self.0.executor.poll_next()
    }

    fn sleep_until(&self, at: Duration) -> SimSleep {
        let id = self.0.next_timer.get();
        self.0.next_timer.set(id + 1);
        SimSleep {
            world: self.clone(),
            place: (at, id),
        }
    }
}

impl World for SimWorld {
    fn now(&self) -> Instant {
        Instant::after_start(self.0.now.get())
    }

    fn unix_time(&self) -> Duration {
        self.0.unix_offset.get() + self.0.now.get()
    }

    fn sleep(&self, duration: Duration) -> LocalBoxFuture<'static, ()> {
        Box::pin(self.sleep_until(self.0.now.get().saturating_add(duration)))
    }

    fn yield_now(&self) -> LocalBoxFuture<'static, ()> {
        Box::pin(Yield {
            timer: self.sleep_until(self.0.now.get()),
            waits: false,
        })
    }

    fn next_frame(&self) -> LocalBoxFuture<'static, ()> {
        Box::pin(self.sleep_until(self.0.now.get().saturating_add(FRAME)))
    }

    fn spawn(&self, future: LocalBoxFuture<'static, ()>) {
        self.0.executor.spawn(future);
    }

    fn poll(&self, body: Body, waker: &Waker) -> Polled {
        let polled = UnwindFence::poll(body, waker);
        self.work(self.0.poll_cost.get());
        polled
    }

    fn call(&self, function: Box<dyn FnOnce()>) -> Result<(), Trap> {
        UnwindFence::call(function)
    }

    fn log(&self, message: &str) {
        self.0.log.borrow_mut().push(message.to_owned());
    }

    fn has_crashed(&self) -> bool {
        self.0.crashed.get()
    }

    fn seed(&self) -> u64 {
        self.0.seed
    }
}

/// Waits until the virtual clock shows a time. Dropping it removes its timer.
struct SimSleep {
    world: SimWorld,
    place: (Duration, u64),
}

impl Future for SimSleep {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let (at, _) = self.place;
        if self.world.0.now.get() >= at {
            return Poll::Ready(());
        }
        let waker = context.waker().clone();
        self.world.0.timers.borrow_mut().insert(self.place, waker);
        Poll::Pending
    }
}

impl Drop for SimSleep {
    fn drop(&mut self) {
        self.world.0.timers.borrow_mut().remove(&self.place);
    }
}

/// Lets all other ready futures have a turn. As in a browser, something else ends the wait: a timer that is
/// due at once.
struct Yield {
    timer: SimSleep,
    waits: bool,
}

impl Future for Yield {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let (world, place) = (self.timer.world.clone(), self.timer.place);
        let mut timers = world.0.timers.borrow_mut();
        if std::mem::replace(&mut self.waits, true) && !timers.contains_key(&place) {
            return Poll::Ready(());
        }
        timers.insert(place, context.waker().clone());
        Poll::Pending
    }
}
