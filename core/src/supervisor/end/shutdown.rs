//! Ending a supervisor.

use std::{
    any::Any,
    future::Future,
    mem,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, Waker},
    time::Duration,
};

use send_wrapper::SendWrapper;

use crate::supervisor::{Inner, Supervisor};
use crate::{
    CancelReason, RunId, collections::sorted::SortedSet, collections::waiters::Waiters,
    supervisor::notify::events,
};

/// How long [`shutdown`](Supervisor::shutdown) is usually given: 5 s.
pub const SHUTDOWN_DEADLINE: Duration = Duration::from_secs(5);

/// Who stopped and who had to be left, when a supervisor was shut down.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShutdownReport {
    /// Runs that were live and ended in time, in the order in which they ended.
    pub stopped: Vec<RunId>,
    /// Runs that were dropped when the deadline came.
    pub abandoned: Vec<RunId>,
}

/// A shutdown under way.
#[derive(Default)]
pub(crate) struct Closing {
    /// Whether what is there may still start and end by itself.
    pub(crate) draining: bool,
    /// Whether nothing runs and everybody has been told.
    pub(crate) done: bool,
    forced: SortedSet<RunId>,
    report: ShutdownReport,
    waiters: Waiters,
}

impl Closing {
    /// Takes down how a run ended.
    pub(crate) fn ended(&mut self, id: RunId) {
        if self.forced.contains(&id) {
            self.report.abandoned.push(id);
        } else {
            self.report.stopped.push(id);
        }
    }
}

impl Supervisor {
    /// Takes no more runs, asks all to stop, and drops those that have not when the deadline comes
    /// ([`SHUTDOWN_DEADLINE`] is usual). It begins with this call, whether the future is awaited or
    /// not. When it resolves no body runs, no timer is left, everybody was told, and the error handler
    /// has been let go.
    ///
    /// Calling it again is fine: both resolve with the same report, at the earlier deadline.
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
            let closing = state.closing.get_or_insert_default();
            closing.draining = false;
            if state.store.counts.live() > 0 {
                state.timers.set_shutdown(at);
            }
            state.end_schedules();
            state.revision += 1;
            state.poke();
            state.store.live_ids()
        });
        self.inner.cancel_each(live, &CancelReason::Shutdown);
        self.closing()
    }

    /// Takes no more runs and waits until those that are there have ended by themselves. Paused or
    /// not, all of them start; a lane that was suspended is resumed. A later [`shutdown`](Self::shutdown) cuts it short. Awaited inside of
    /// a body it would wait for itself.
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
    /// assert_eq!(supervisor.status(run.id()), Some(RunStatus::Completed));
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn drain(&self) -> Shutdown {
        self.inner.update(|state| {
            state.closing.get_or_insert_with(|| Closing {
                draining: true,
                ..Closing::default()
            });
            state.lanes.resume_all();
            state.end_schedules();
            state.revision += 1;
            state.poke();
        });
        self.closing()
    }

    /// Keeps something for as long as bodies may run: it is dropped when a shutdown or a drain is over, or
    /// with the last handle of the supervisor.
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
        let late = self.inner.update(|state| {
            if state.closing.as_ref().is_some_and(|closing| closing.done) {
                return Some(what);
            }
            state.owned.push(what);
            None
        });
        drop(late);
    }

    fn closing(&self) -> Shutdown {
        if !self.inner.read(|state| state.driver_started) {
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
            let live = state.store.live_ids();
            if let Some(closing) = &mut state.closing {
                closing.forced.extend(live.iter().copied());
            }
            live
        });
        for id in live {
            self.force(id);
        }
    }

    /// Everything has ended and been told.
    pub(crate) fn end(&self) {
        let (waiters, streams, on_error, owned) = self.update(|state| {
            state.timers.clear_all();
            state.dirty.clear();
            state.rows.clear();
            let streams = mem::take(&mut state.streams);
            let waiters = state.closing.as_mut().map(|closing| {
                closing.done = true;
                closing.waiters.take()
            });
            // Nothing can fail any more, and a handler often holds what holds the supervisor.
            let owned = mem::take(&mut state.owned);
            (waiters, streams, state.config.on_error.take(), owned)
        });
        self.guarded("dropping the error handler", move || drop(on_error));
        self.guarded("dropping what the supervisor owned", move || drop(owned));
        self.ready.close();
        self.publish();
        let readers = streams.iter().filter_map(events::close);
        self.wake(readers.chain(waiters.into_iter().flatten()));
    }

    /// How the shutdown went, once it is over.
    fn report(&self, key: &mut Option<u64>, waker: Waker) -> Poll<ShutdownReport> {
        let mut waker = Some(waker);
        self.update(|state| match &mut state.closing {
            Some(closing) if !closing.done => {
                closing.waiters.wait(key, &mut waker);
                Poll::Pending
            }
            Some(closing) => Poll::Ready(closing.report.clone()),
            None => Poll::Ready(ShutdownReport::default()),
        })
    }
}

/// A shutdown under way; resolves with its report.
#[must_use = "await it to know that everything has stopped"]
pub struct Shutdown {
    supervisor: SendWrapper<Rc<Inner>>,
    key: Option<u64>,
}

impl Future for Shutdown {
    type Output = ShutdownReport;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<ShutdownReport> {
        let Self { supervisor, key } = self.get_mut();
        supervisor.report(key, context.waker().clone())
    }
}

impl Drop for Shutdown {
    fn drop(&mut self) {
        let Some(key) = self.key else { return };
        let left = self.supervisor.update(|state| {
            let closing = state.closing.as_mut()?;
            closing.waiters.leave(key)
        });
        drop(left);
    }
}

impl std::fmt::Debug for Shutdown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Shutdown")
    }
}
