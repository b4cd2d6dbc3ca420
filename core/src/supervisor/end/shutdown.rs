//! Ending a supervisor.

use std::{
    any::Any,
    fmt,
    future::Future,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, Waker},
    time::Duration,
};

use send_wrapper::SendWrapper;

use crate::{
    CancelReason, ShutdownReport,
    supervisor::{Inner, Supervisor},
};

/// The usual deadline of a [`shutdown`](Supervisor::shutdown): 5 s.
pub const SHUTDOWN_DEADLINE: Duration = Duration::from_secs(5);

impl Supervisor {
    /// Refuses new runs, requests all live runs to stop, and drops those that have not when the deadline comes
    /// ([`SHUTDOWN_DEADLINE`] is usual).
    ///
    /// The shutdown begins with this call, whether the future is awaited or not. When it resolves, no body runs,
    /// no timer is pending, every notice was delivered, and the error handler was dropped.
    ///
    /// It may be called again: both futures resolve with the same report, at the earlier deadline. See
    /// [`drain`](Self::drain) for letting the runs end by themselves.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, SpawnError, Supervisor, TaskError, SHUTDOWN_DEADLINE, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let run = supervisor.spawn("Sleep", async |ctx: RunContext| {
    ///     ctx.sleep(std::time::Duration::from_secs(60)).await?;
    ///     Ok(())
    /// })?;
    /// let report = world.block_on(supervisor.shutdown(SHUTDOWN_DEADLINE));
    /// assert_eq!(report.stopped, [run.id()]);
    /// let refused = supervisor.spawn("Too late", async |_ctx: RunContext| Ok(()));
    /// assert_eq!(refused.unwrap_err(), SpawnError::ShutDown);
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn shutdown(&self, deadline: Duration) -> Shutdown {
        let live = self.inner.update(|state| {
            let at = state.now() + deadline;
            state.lifecycle.begin_shutdown();
            if state.runs.counts().live() > 0 {
                state.timers.set_shutdown(at);
            }
            state.end_schedules();
            state.view.touch();
            state.runs.live_ids()
        });
        self.inner.cancel_each(live, &CancelReason::Shutdown);
        self.closing()
    }

    /// Refuses new runs and waits until the live ones have ended by themselves.
    ///
    /// All queued runs start, even if the supervisor is paused; suspended lanes are resumed. A later
    /// [`shutdown`](Self::shutdown) cuts the drain short. A body that awaits it waits for itself.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, RunStatus, Supervisor, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let run = supervisor.spawn("Save", async |ctx: RunContext| {
    ///     ctx.sleep(std::time::Duration::from_secs(60)).await?;
    ///     Ok(())
    /// })?;
    /// let report = world.block_on(supervisor.drain());
    /// assert_eq!(report.stopped, [run.id()]);
    /// assert_eq!(supervisor.run(run.id()).status(), Some(RunStatus::Completed));
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn drain(&self) -> Shutdown {
        self.inner.update(|state| {
            state.lifecycle.begin_drain();
            state.lanes.resume_all();
            state.end_schedules();
            state.view.touch();
        });
        self.closing()
    }

    /// Keeps a value for as long as bodies may run. It is dropped when a shutdown or a drain is over, or with the
    /// last handle of the supervisor.
    ///
    /// ```
    /// # use std::{rc::Rc, time::Duration};
    /// # use taskdeck_core::{Config, Supervisor, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let connections = Rc::new("what bodies use");
    /// supervisor.own(connections.clone());
    /// world.block_on(supervisor.shutdown(Duration::ZERO));
    /// assert_eq!(Rc::strong_count(&connections), 1);
    /// ```
    pub fn own(&self, what: impl Any) {
        let what: Rc<dyn Any> = Rc::new(what);
        let too_late = self.inner.update(|state| state.lifecycle.own(what));
        drop(too_late);
    }

    fn closing(&self) -> Shutdown {
        if !self.inner.read(|state| state.lifecycle.has_driver()) {
            self.inner.end();
        }
        Shutdown {
            supervisor: self.inner.clone(),
            key: None,
        }
    }
}

impl Inner {
    /// Drops every body that has not stopped: the deadline of the shutdown has come.
    pub(crate) fn force_all(&self) {
        let live = self.update(|state| {
            let live = state.runs.live_ids();
            state.lifecycle.deadline_is_over(&live);
            live
        });
        for id in live {
            self.force(id);
        }
    }

    /// Ends the supervisor: no run is live and every notice was delivered.
    pub(crate) fn end(&self) {
        let mut wakers = Vec::new();
        let (owned, on_error) = self.update(|state| {
            state.timers.clear_all();
            state.view.clear();
            state.outbox.close_streams(&mut wakers);
            let owned = state.lifecycle.end(&mut wakers);
            // No run can fail any more, and a handler often owns what owns the supervisor.
            (owned, state.outbox.take_error_handler())
        });
        self.guarded("dropping the error handler", move || drop(on_error));
        self.guarded("dropping what the supervisor owned", move || drop(owned));
        self.ready.close();
        self.publish();
        self.wake(wakers);
    }

    /// Returns the report of the shutdown, once that is over.
    fn shutdown_report(&self, key: &mut Option<u64>, waker: Waker) -> Poll<ShutdownReport> {
        let mut waker = Some(waker);
        let report = self.update(|state| state.lifecycle.report(key, &mut waker));
        report.map_or(Poll::Pending, Poll::Ready)
    }
}

/// A shutdown or a drain under way; resolves with its report.
///
/// Dropping it does not stop the shutdown.
///
/// # Comparison to a drop
///
/// Dropping the last [`Supervisor`] ends everything at once: bodies are dropped without a grace, and callbacks and
/// observers receive nothing more. A shutdown gives bodies their grace up to the deadline, delivers every notice, and
/// reports what did not stop. It ends the supervisor for all clones.
#[must_use = "await it to know that everything has stopped"]
pub struct Shutdown {
    supervisor: SendWrapper<Rc<Inner>>,
    key: Option<u64>,
}

impl Future for Shutdown {
    type Output = ShutdownReport;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<ShutdownReport> {
        let Self { supervisor, key } = self.get_mut();
        supervisor.shutdown_report(key, context.waker().clone())
    }
}

impl Drop for Shutdown {
    fn drop(&mut self) {
        let Some(key) = self.key else { return };
        let left = self
            .supervisor
            .update(|state| state.lifecycle.stop_waiting_for_report(key));
        drop(left);
    }
}

impl fmt::Debug for Shutdown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Shutdown")
    }
}
