//! Waiting for the end of a run, or of all.

use std::{
    cell::RefCell,
    fmt,
    future::Future,
    mem,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, Waker},
};

use send_wrapper::SendWrapper;

use crate::supervisor::{Supervisor, WeakInner};
use crate::{RunId, RunState, collections::waiters::Waiters, run::record::Record};

impl Supervisor {
    /// Waits for the end of a run. Resolves with how it ended, or with `None` when it was not known
    /// at the time of this call.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, RunState, Supervisor, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let run = supervisor.spawn("Fails", async |_ctx: RunContext| {
    ///     Err::<(), _>(TaskError::new("out of paper"))
    /// })?;
    /// let end = world.block_on(supervisor.wait(run.id()));
    /// assert_eq!(end, Some(RunState::Failed(TaskError::new("out of paper"))));
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn wait(&self, id: RunId) -> Wait {
        let end = self.inner.update(|state| {
            let record = state.store.get_mut(id)?;
            Some(record.end())
        });
        Wait::new(end)
    }

    /// Waits until no run is live: none queued, running or cancelling. Awaited inside of a body it
    /// would wait for itself.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, Supervisor, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// supervisor.spawn("Work", async |_ctx: RunContext| Ok(()))?;
    /// world.block_on(supervisor.idle());
    /// assert_eq!(supervisor.active_count(), 0);
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn idle(&self) -> Idle {
        Idle {
            supervisor: SendWrapper::new(self.downgrade()),
            key: None,
        }
    }
}

impl Record {
    /// Where those who wait for the end of this run look.
    pub(crate) fn end(&mut self) -> Rc<End> {
        if self.status().is_finished() {
            return Rc::new(End(RefCell::new(EndState::Ended(self.state.clone()))));
        }
        self.extras().end.get_or_insert_default().clone()
    }
}

/// The end of a run, for those who wait for it. They learn it also when the run is not kept.
#[derive(Debug, Default)]
pub(crate) struct End(RefCell<EndState>);

#[derive(Debug)]
enum EndState {
    Live(Waiters),
    Ended(RunState),
}

impl Default for EndState {
    fn default() -> Self {
        Self::Live(Waiters::default())
    }
}

impl End {
    /// Says how the run ended, and returns who waits.
    pub(crate) fn settle(&self, state: RunState) -> impl Iterator<Item = Waker> + use<> {
        let before = mem::replace(&mut *self.0.borrow_mut(), EndState::Ended(state));
        let waiters = match before {
            EndState::Live(mut waiters) => Some(waiters.take()),
            EndState::Ended(_) => None,
        };
        waiters.into_iter().flatten()
    }

    fn poll(&self, key: &mut Option<u64>, waker: Waker) -> Poll<RunState> {
        let mut waker = Some(waker);
        match &mut *self.0.borrow_mut() {
            EndState::Ended(state) => return Poll::Ready(state.clone()),
            EndState::Live(waiters) => waiters.wait(key, &mut waker),
        }
        Poll::Pending
    }

    fn leave(&self, key: u64) {
        let left = match &mut *self.0.borrow_mut() {
            EndState::Live(waiters) => waiters.leave(key),
            EndState::Ended(_) => None,
        };
        drop(left);
    }
}

/// Waits for the end of a run; resolves with how it ended, or `None` when it was not known.
#[must_use = "a future does nothing unless it is awaited"]
pub struct Wait {
    end: SendWrapper<Option<Rc<End>>>,
    key: Option<u64>,
}

impl Wait {
    pub(crate) fn new(end: Option<Rc<End>>) -> Self {
        Self {
            end: SendWrapper::new(end),
            key: None,
        }
    }
}

impl Future for Wait {
    type Output = Option<RunState>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<RunState>> {
        let Self { end, key } = self.get_mut();
        match &**end {
            Some(end) => end.poll(key, context.waker().clone()).map(Some),
            None => Poll::Ready(None),
        }
    }
}

impl Drop for Wait {
    fn drop(&mut self) {
        if let (Some(end), Some(key)) = (&*self.end, self.key) {
            end.leave(key);
        }
    }
}

impl fmt::Debug for Wait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Wait")
    }
}

/// Waits until no run of a supervisor is live.
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
            if state.store.counts.live() == 0 {
                return Poll::Ready(());
            }
            state.idle.wait(key, &mut waker);
            Poll::Pending
        })
    }
}

impl Drop for Idle {
    fn drop(&mut self) {
        if let (Some(inner), Some(key)) = (self.supervisor.upgrade(), self.key) {
            drop(inner.update(|state| state.idle.leave(key)));
        }
    }
}

impl fmt::Debug for Idle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Idle")
    }
}
