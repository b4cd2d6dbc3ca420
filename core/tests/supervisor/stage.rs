//! A supervisor in a simulated world, and bodies that most tests use.

use std::{cell::RefCell, future::pending, rc::Rc, time::Duration};

use taskdeck_core::{
    Config, Limit, RunContext, RunHandle, RunStatus, Supervisor, TaskError, sim::SimWorld,
};

/// A supervisor in a simulated world.
pub(crate) struct Stage {
    pub(crate) world: SimWorld,
    pub(crate) supervisor: Supervisor,
}

impl Stage {
    pub(crate) fn new() -> Self {
        Self::with(|config| config)
    }

    pub(crate) fn with(change: impl FnOnce(Config) -> Config) -> Self {
        let world = SimWorld::new(1);
        let supervisor = Supervisor::new(change(Config::new(world.shared())));
        Self { world, supervisor }
    }

    pub(crate) fn with_slots(slots: usize) -> Self {
        Self::with(|config| config.concurrency(limit(slots)))
    }

    /// Runs everything that can go on while no time passes.
    pub(crate) fn settle(&self) {
        self.world.run_until_stalled();
    }

    /// Spawns a run that ends only when it is stopped.
    pub(crate) fn spawn_endless(&self, title: &str) -> RunHandle<()> {
        let body = async |_ctx: RunContext| pending().await;
        self.supervisor.spawn(title, body).expect("accepted")
    }

    /// Spawns a run that records its title and ends.
    pub(crate) fn spawn_noting(&self, title: &'static str, notes: &Notes) -> RunHandle<()> {
        let notes = notes.clone();
        let body = async move |_ctx: RunContext| {
            notes.note(title);
            Ok(())
        };
        self.supervisor.spawn(title, body).expect("accepted")
    }

    pub(crate) fn status<T: 'static>(&self, run: &RunHandle<T>) -> Option<RunStatus> {
        self.supervisor.run(run.id()).status()
    }
}

pub(crate) fn limit(slots: usize) -> Limit {
    Limit::at_most(slots).expect("at least one slot")
}

pub(crate) fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

pub(crate) fn failure() -> TaskError {
    TaskError::new("out of paper")
}

/// A record of what happened, in order.
#[derive(Clone, Default)]
pub(crate) struct Notes(Rc<RefCell<Vec<String>>>);

impl Notes {
    pub(crate) fn note(&self, note: impl Into<String>) {
        self.0.borrow_mut().push(note.into());
    }

    pub(crate) fn take(&self) -> Vec<String> {
        self.0.take()
    }
}

/// Calls a function when it is dropped.
pub(crate) struct OnDrop<F: FnMut()>(pub(crate) F);

impl<F: FnMut()> OnDrop<F> {
    /// Makes a closure own it.
    pub(crate) fn touch(&self) {}
}

impl<F: FnMut()> Drop for OnDrop<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}
