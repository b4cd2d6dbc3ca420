//! A run, for whoever started it.

use std::{
    fmt,
    future::{Future, poll_fn},
    rc::Rc,
    task::Poll,
};

use reactive_graph::wrappers::read::ArcSignal;
use send_wrapper::SendWrapper;

use crate::{
    CancelReason, Outcome, Output, Priority, RunId, RunSnapshot, RunStatus, RunWatch,
    run::cell::ValueCell,
    run::ending::Ending,
    run::ending::Wait,
    supervisor::{Inner, WeakInner},
};

/// A run, for whoever started it. Dropping it changes nothing: the run goes on.
///
/// To stop a run with its handle, see [`CancelOnDrop`]. It may be moved to another thread but used,
/// and dropped, only on the one that made it.
pub struct RunHandle<T> {
    id: RunId,
    /// Which of those who have joined the run this is.
    joiner: u32,
    shared: SendWrapper<(WeakInner, Rc<ValueCell<T>>)>,
}

impl<T: 'static> RunHandle<T> {
    pub(crate) fn new(
        id: RunId,
        joiner: u32,
        supervisor: WeakInner,
        cell: Rc<ValueCell<T>>,
    ) -> Self {
        Self {
            id,
            joiner,
            shared: SendWrapper::new((supervisor, cell)),
        }
    }

    fn inner(&self) -> Option<Rc<Inner>> {
        self.shared.0.upgrade()
    }

    /// The internal id.
    #[must_use]
    pub fn id(&self) -> RunId {
        self.id
    }

    /// The run as it is; `None` when it is not kept any more.
    #[must_use]
    pub fn snapshot(&self) -> Option<RunSnapshot> {
        self.inner()?.snapshot(self.id)
    }

    /// The status as a signal. It does not change with progress.
    #[must_use]
    pub fn status(&self) -> ArcSignal<RunStatus> {
        match self.watch() {
            Some(watch) => ArcSignal::derive(move || watch.status()),
            None => {
                let ended = self.ending_status();
                ArcSignal::derive(move || ended)
            }
        }
    }

    fn ending_status(&self) -> RunStatus {
        match self.shared.1.ending() {
            Some(Ending::Failed(_)) => RunStatus::Failed,
            Some(Ending::Cancelled { .. }) => RunStatus::Cancelled,
            Some(Ending::Completed) | None => RunStatus::Completed,
        }
    }

    /// Signals that follow the run; `None` when it is not kept any more.
    #[must_use]
    pub fn watch(&self) -> Option<RunWatch> {
        self.inner()?.watch(self.id)
    }

    /// What a person sees of the result so far; `None` when the run is not kept any more.
    #[must_use]
    pub fn output(&self) -> Option<Output> {
        self.inner()?.output_of(self.id)
    }

    /// Asks the run to stop. `true`: it was live, and has been asked; `false`: it had ended, and
    /// nothing changes. See [`Supervisor::cancel`](crate::Supervisor::cancel).
    pub fn cancel(&self) -> bool {
        self.cancel_with(CancelReason::User)
    }

    /// Asks the run to stop, for this reason.
    pub fn cancel_with(&self, reason: CancelReason) -> bool {
        self.inner()
            .is_some_and(|inner| inner.release(self.id, self.joiner, reason))
    }

    /// Changes the priority of a run that has not started; `false` when it has.
    pub fn set_priority(&self, priority: Priority) -> bool {
        self.inner()
            .is_some_and(|inner| inner.set_priority(self.id, priority))
    }

    /// Resolves when the run has ended: how, and with the value if there is one.
    ///
    /// ```
    /// # use taskdeck_core::{CancelReason, Config, Outcome, RunContext, Supervisor, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let run = supervisor.spawn("Wait for ever", async |_ctx: RunContext| {
    ///     std::future::pending::<Result<(), TaskError>>().await
    /// })?;
    /// assert!(run.cancel());
    /// assert!(!run.cancel());
    /// assert_eq!(world.block_on(run.outcome()), Outcome::Cancelled(CancelReason::User));
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn outcome(self) -> impl Future<Output = Outcome<T>> {
        self.shared.1.ask();
        poll_fn(move |context| match self.shared.1.take(context.waker()) {
            Some(outcome) => Poll::Ready(outcome),
            None => Poll::Pending,
        })
    }

    /// Waits for the end and leaves the value where it is.
    pub fn wait(&self) -> Wait {
        self.shared.1.ask();
        match self.inner() {
            Some(inner) => inner.wait(self.id),
            None => Wait::new(None),
        }
    }

    /// The same handle, which cancels the run when it is dropped.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, RunStatus, Supervisor, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let run = supervisor.spawn("Preview", async |_ctx: RunContext| Ok(()))?;
    /// let id = run.id();
    /// drop(run.cancel_on_drop());
    /// assert_eq!(supervisor.status(id), Some(RunStatus::Cancelled));
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn cancel_on_drop(self) -> CancelOnDrop<T> {
        CancelOnDrop {
            run: self,
            released: false,
        }
    }
}

impl<T> fmt::Debug for RunHandle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RunHandle")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// A handle that cancels its run when it is dropped, with the reason
/// [`Owner`](CancelReason::Owner).
#[derive(Debug)]
#[must_use = "dropping the guard cancels the run at once"]
pub struct CancelOnDrop<T: 'static> {
    run: RunHandle<T>,
    released: bool,
}

impl<T> CancelOnDrop<T> {
    /// Gives the handle back; the run is not cancelled any more.
    pub fn release(mut self) -> RunHandle<T> {
        self.released = true;
        let (supervisor, cell) = &*self.run.shared;
        RunHandle::new(
            self.run.id,
            self.run.joiner,
            supervisor.clone(),
            cell.clone(),
        )
    }
}

impl<T: 'static> Drop for CancelOnDrop<T> {
    fn drop(&mut self) {
        if !self.released {
            self.run.cancel_with(CancelReason::Owner);
        }
    }
}
