//! A supervisor with a second run, which must survive every panic.

use std::{cell::Cell, rc::Rc, time::Duration};

use gloo_timers::future::TimeoutFuture;
use reactive_graph::{graph::Observer, owner::Owner};
use taskdeck::browser::{Config, install_panic_hook};
use taskdeck_core::{
    ErrorKind, Limit, Outcome, RunContext, RunHandle, RunStatus, Supervisor, TaskError,
};

pub(crate) struct Stage {
    pub(crate) supervisor: Supervisor,
    /// A run that must survive every panic.
    pub(crate) other: RunHandle<()>,
    reported: Rc<Cell<u32>>,
}

impl Stage {
    pub(crate) async fn new() -> Self {
        install_panic_hook();
        let config = Config::default().with_slots(2);
        let supervisor = Supervisor::new(config);
        let reported = Rc::new(Cell::new(0));
        let count = reported.clone();
        let body = async move |ctx: RunContext| -> Result<(), TaskError> {
            loop {
                count.set(count.get() + 1);
                ctx.progress(count.get(), 1_000_000);
                ctx.sleep(Duration::from_millis(1)).await?;
            }
        };
        let other = supervisor.spawn("Goes on", body).unwrap();
        until(|| reported.get() > 0).await;
        let stage = Self {
            supervisor,
            other,
            reported,
        };
        stage.stands().await;
        stage
    }

    /// Asserts that nothing was damaged: the other run continues, the second slot is free, a new
    /// run ends, and Leptos has neither an owner nor an observer.
    pub(crate) async fn stands(&self) {
        let before = self.reported.get();
        until(|| self.reported.get() > before).await;
        let status = self.supervisor.run(self.other.id()).status();
        assert_eq!(status, Some(RunStatus::Running));
        let next = self.supervisor.spawn("Next", async |_| Ok(7)).unwrap();
        assert_eq!(next.outcome().await, Outcome::Completed(7));
        until(|| self.supervisor.lane("main").usage().unwrap().taken == 1).await;
        assert_eq!(Owner::current(), None);
        assert!(Observer::get().is_none());
    }

    /// Runs `body` and returns the message of the panic that ends it.
    pub(crate) async fn panics_with(
        &self,
        body: impl AsyncFnOnce(RunContext) -> Result<(), TaskError> + 'static,
    ) -> String {
        let run = self
            .supervisor
            .spawn("Panics", move |ctx| async move { body(ctx).await })
            .unwrap();
        let message = panicked(run.outcome().await);
        self.stands().await;
        message
    }
}

trait WithSlots {
    fn with_slots(self, slots: usize) -> Self;
}

impl WithSlots for Config {
    fn with_slots(mut self, slots: usize) -> Self {
        self.concurrency = Limit::at_most(slots).unwrap();
        self
    }
}

fn panicked<T: std::fmt::Debug>(outcome: Outcome<T>) -> String {
    let Outcome::Failed(error) = outcome else {
        panic!("{outcome:?} is no failure");
    };
    assert_eq!(error.kind(), ErrorKind::Panic);
    error.message().to_string()
}

/// Waits for a condition. The test runner ends a test that never gets there.
pub(crate) async fn until(is_so: impl Fn() -> bool) {
    while !is_so() {
        TimeoutFuture::new(1).await;
    }
}

/// Panics when it is dropped.
pub(crate) struct Bomb;

impl Bomb {
    /// Makes a closure capture the bomb.
    pub(crate) fn touch(&self) {}
}

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("in a drop");
    }
}
