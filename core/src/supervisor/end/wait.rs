//! Waiting for the end of a run, or of all.

use std::{
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use send_wrapper::SendWrapper;

use crate::{
    RunId,
    run::ending::Wait,
    supervisor::{Inner, RunRef, Supervisor, WeakInner},
};

impl RunRef<'_> {
    /// Waits for the end of a run. Resolves with its final state, or with `None` when the run was not known at the
    /// time of this call.
    ///
    /// See [`RunHandle::outcome`](crate::RunHandle::outcome) for its value, and [`Supervisor::idle`] for all runs.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, RunState, Supervisor, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let run = supervisor.spawn("Fails", async |_ctx: RunContext| {
    ///     Err::<(), _>(TaskError::new("out of paper"))
    /// })?;
    /// let end = world.block_on(supervisor.run(run.id()).wait());
    /// assert_eq!(end, Some(RunState::Failed(TaskError::new("out of paper"))));
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn wait(self) -> Wait {
        self.inner().wait(self.id)
    }
}

impl Supervisor {
    /// Waits until no run is live: none queued, running or cancelling. A body that awaits it waits for itself.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, Supervisor, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// supervisor.spawn("Work", async |_ctx: RunContext| Ok(()))?;
    /// world.block_on(supervisor.idle());
    /// assert_eq!(supervisor.counts().live(), 0);
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn idle(&self) -> Idle {
        Idle {
            supervisor: SendWrapper::new(self.downgrade()),
            key: None,
        }
    }
}

impl Inner {
    pub(crate) fn wait(&self, id: RunId) -> Wait {
        Wait::new(self.update(|state| Some(state.runs.get_mut(id)?.end())))
    }
}

/// Waits until no run of a supervisor is live. Resolves at once when the supervisor is gone.
#[must_use = "a future does nothing unless it is awaited"]
pub struct Idle {
    supervisor: SendWrapper<WeakInner>,
    key: Option<u64>,
}

impl Future for Idle {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let Self { supervisor, key } = self.get_mut();
        let Some(inner) = supervisor.upgrade() else {
            return Poll::Ready(());
        };
        let mut waker = Some(context.waker().clone());
        inner.update(|state| {
            if state.runs.counts().live() == 0 {
                return Poll::Ready(());
            }
            state.lifecycle.idle().wait(key, &mut waker);
            Poll::Pending
        })
    }
}

impl Drop for Idle {
    fn drop(&mut self) {
        if let (Some(inner), Some(key)) = (self.supervisor.upgrade(), self.key) {
            drop(inner.update(|state| state.lifecycle.idle().leave(key)));
        }
    }
}

impl fmt::Debug for Idle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Idle")
    }
}
