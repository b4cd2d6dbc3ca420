//! Handles of runs.

use std::{
    any::Any,
    fmt,
    future::{Future, poll_fn},
    rc::Rc,
    task::Poll,
};

#[cfg(feature = "signals")]
use reactive_graph::wrappers::read::ArcSignal;
use send_wrapper::SendWrapper;

use crate::{
    CancelReason, Outcome, Output, Policy, Priority, RetryError, RunId, RunSnapshot,
    run::{cell::ValueCell, ending::Wait},
    supervisor::{Inner, WeakInner},
};
#[cfg(feature = "signals")]
use crate::{RunStatus, RunWatch, run::ending::Ending};

/// A handle of a run: it observes and cancels the run, and takes its value.
///
/// Dropping a handle changes nothing: the run goes on. A handle may be moved to another thread, but used and dropped
/// only on the thread of its supervisor.
///
/// # Comparison to `CancelOnDrop`
///
/// A [`CancelOnDrop`], which [`cancel_on_drop`](Self::cancel_on_drop) makes, cancels its run when it is dropped. It suits
/// a run that is worth nothing without its owner, such as a preview.
///
/// # Comparison to `RunRef`
///
/// A [`RunRef`](crate::RunRef), which [`Supervisor::run`](crate::Supervisor::run) returns, needs only the id of a run. It
/// has more to read and control, but no value, and borrows the supervisor.
///
/// # Comparison to `RunWatch`
///
/// A [`RunWatch`] shows the run and cannot change it. It is what a component holds; the owner of the work holds the
/// handle.
pub struct RunHandle<T> {
    id: RunId,
    /// The key of this caller among the callers that joined the run.
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

    /// Returns the internal id.
    #[must_use]
    pub fn id(&self) -> RunId {
        self.id
    }

    /// Returns a snapshot of the run; `None` when it is no longer kept.
    #[must_use]
    pub fn snapshot(&self) -> Option<RunSnapshot> {
        self.inner()?.snapshot(self.id)
    }

    /// Returns the output of the run so far; `None` when it is no longer kept.
    #[must_use]
    pub fn output(&self) -> Option<Output> {
        self.inner()?.output_of(self.id)
    }

    /// Requests the run to stop, with the reason [`Caller`](CancelReason::Caller). Returns `true` when it was live, and
    /// `false` when it had ended; then nothing changes. See [`RunRef::cancel`](crate::RunRef::cancel).
    pub fn cancel(&self) -> bool {
        self.cancel_with(CancelReason::Caller)
    }

    /// Requests the run to stop, for this reason.
    pub fn cancel_with(&self, reason: CancelReason) -> bool {
        self.inner()
            .is_some_and(|inner| inner.release(self.id, self.joiner, reason))
    }

    /// Changes the priority of a queued run; returns `false` when it is not queued.
    pub fn set_priority(&self, priority: Priority) -> bool {
        self.inner()
            .is_some_and(|inner| inner.set_priority(self.id, priority))
    }

    /// Spawns a new run in place of one that failed or was cancelled, and returns its handle. See
    /// [`RunRef::retry`](crate::RunRef::retry), which needs only the id.
    ///
    /// # Errors
    ///
    /// As [`RunRef::retry`](crate::RunRef::retry). Also when the supervisor is gone.
    ///
    /// ```
    /// # use taskdeck_core::{Config, Outcome, RetryError, RunContext, RunOptions, Supervisor, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// use std::cell::Cell;
    ///
    /// let is_online = Cell::new(false);
    /// let options = RunOptions::new("Send");
    /// let run = supervisor.spawn_repeatable(options, move |_ctx: RunContext| {
    ///     let was_online = is_online.replace(true);
    ///     async move { if was_online { Ok("sent") } else { Err(TaskError::new("no network")) } }
    /// })?;
    /// assert_eq!(run.retry().unwrap_err(), RetryError::NotEnded);
    /// world.block_on(run.wait());
    /// let again = run.retry().unwrap();
    /// assert_eq!(world.block_on(again.outcome()), Outcome::Completed("sent"));
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn retry(&self) -> Result<RunHandle<T>, RetryError> {
        let inner = self.inner().ok_or(RetryError::UnknownRun)?;
        let (accepted, cell) = inner.retry(self.id, None, &Policy::default())?;
        let cell: Rc<dyn Any> = cell;
        let cell = cell.downcast().map_err(|_| RetryError::NotRepeatable)?;
        Ok(accepted.handle(self.shared.0.clone(), cell))
    }

    /// Resolves with the outcome of the run, once it has ended.
    ///
    /// See [`wait`](Self::wait) for the end without the value.
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
    /// assert_eq!(world.block_on(run.outcome()), Outcome::Cancelled(CancelReason::Caller));
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn outcome(self) -> impl Future<Output = Outcome<T>> {
        self.shared.1.mark_awaited();
        poll_fn(move |context| match self.shared.1.take(context.waker()) {
            Some(outcome) => Poll::Ready(outcome),
            None => Poll::Pending,
        })
    }

    /// Waits for the end of the run and leaves the value in place.
    pub fn wait(&self) -> Wait {
        self.shared.1.mark_awaited();
        match self.inner() {
            Some(inner) => inner.wait(self.id),
            None => Wait::new(None),
        }
    }

    /// Converts the handle into one that cancels the run when it is dropped.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, RunStatus, Supervisor, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let run = supervisor.spawn("Preview", async |_ctx: RunContext| Ok(()))?;
    /// let id = run.id();
    /// drop(run.cancel_on_drop());
    /// assert_eq!(supervisor.run(id).status(), Some(RunStatus::Cancelled));
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn cancel_on_drop(self) -> CancelOnDrop<T> {
        CancelOnDrop {
            run: self,
            released: false,
        }
    }
}

/// Signals.
#[cfg(feature = "signals")]
#[cfg_attr(docsrs, doc(cfg(feature = "signals")))]
impl<T: 'static> RunHandle<T> {
    /// Returns the status as a signal, which is not set by progress.
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

    /// Returns signals that follow the run; `None` when it is no longer kept.
    #[must_use]
    pub fn watch(&self) -> Option<RunWatch> {
        self.inner()?.watch(self.id)
    }
}

impl<T> fmt::Debug for RunHandle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RunHandle")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// A handle that cancels its run when it is dropped, with the reason [`Owner`](CancelReason::Owner).
///
/// # Comparison to `RunHandle`
///
/// Dropping a [`RunHandle`] changes nothing. [`release`](Self::release) returns it without cancelling the run.
#[derive(Debug)]
#[must_use = "dropping the guard cancels the run at once"]
pub struct CancelOnDrop<T: 'static> {
    run: RunHandle<T>,
    released: bool,
}

impl<T> CancelOnDrop<T> {
    /// Returns a handle that does not cancel the run.
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
