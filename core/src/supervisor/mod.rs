//! Starts, queues, limits, tracks, cancels and shuts down runs.

mod accept;
mod driver;
pub(crate) mod end;
pub(crate) mod notify;
pub(crate) mod overview;
pub(crate) mod provide;
mod query;
mod queue;
mod schedules;
pub(crate) mod state;

use std::{
    cell::RefCell,
    fmt,
    rc::{Rc, Weak},
    sync::Arc,
    task::Waker,
};

use send_wrapper::SendWrapper;

pub use self::end::{
    shutdown::{Shutdown, ShutdownReport},
    wait::Idle,
};
use self::state::{Effects, State};
use crate::{Config, run::ready::ReadyQueue, world::SharedWorld};

/// Starts, queues, limits, tracks, cancels and shuts down runs, on one thread.
///
/// It is a cheap handle: clones mean the same supervisor. Two that were made apart know nothing of
/// each other. It may be moved to another thread but used, and dropped, only on the one that made it;
/// anything else panics.
///
/// # On drop
///
/// When the last clone is dropped, every live run is cancelled with the reason
/// [`Owner`](crate::CancelReason::Owner) and its body is dropped. A [`RunHandle`](crate::RunHandle),
/// a [`RunContext`](crate::RunContext) and the like do not keep it alive. To let work end first,
/// await [`shutdown`](Self::shutdown) or [`drain`](Self::drain). A clone that a task, a body or a
/// callback has captured counts too: where that is not wanted, shut down, or use the id of a run.
///
/// # Example
///
/// ```
/// use taskdeck_core::{Config, Outcome, RunContext, Supervisor, TaskError, sim::SimWorld};
///
/// let world = SimWorld::new(1);
/// let supervisor = Supervisor::new(Config::new(world.shared()));
/// let run = supervisor.spawn("Add", async |ctx: RunContext| {
///     ctx.progress(1, 2);
///     Ok(1 + 1)
/// })?;
/// assert_eq!(world.block_on(run.outcome()), Outcome::Completed(2));
/// # Ok::<_, taskdeck_core::SpawnError>(())
/// ```
#[derive(Clone)]
pub struct Supervisor {
    pub(crate) inner: SendWrapper<Rc<Inner>>,
}

/// The part that all clones share.
pub(crate) struct Inner {
    pub(crate) world: SharedWorld,
    pub(crate) ready: Arc<ReadyQueue>,
    state: RefCell<State>,
}

/// What does not keep a supervisor alive.
pub(crate) type WeakInner = Weak<Inner>;

impl Supervisor {
    /// A supervisor with no runs. It costs the world nothing until the first one.
    #[must_use]
    pub fn new(config: impl Into<Config>) -> Self {
        let config = config.into();
        let inner = Inner {
            world: config.world.clone(),
            ready: Arc::default(),
            state: RefCell::new(State::new(config)),
        };
        Self {
            inner: SendWrapper::new(Rc::new(inner)),
        }
    }

    pub(crate) fn of(inner: Rc<Inner>) -> Self {
        Self {
            inner: SendWrapper::new(inner),
        }
    }

    pub(crate) fn downgrade(&self) -> WeakInner {
        Rc::downgrade(&self.inner)
    }

    /// The world it lives in.
    #[must_use]
    pub fn world(&self) -> SharedWorld {
        self.inner.world.clone()
    }
}

impl PartialEq for Supervisor {
    /// Whether both are the same supervisor.
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.inner, &other.inner)
    }
}

impl fmt::Debug for Supervisor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let overview = self.inner.read(State::overview);
        f.debug_struct("Supervisor")
            .field("overview", &overview)
            .finish_non_exhaustive()
    }
}

impl Inner {
    /// Reads the state. The closure must not call code of anybody else.
    pub(crate) fn read<R>(&self, read: impl FnOnce(&State) -> R) -> R {
        read(&self.state.borrow())
    }

    /// Changes the state, then does what follows from it. The closure must not call code of anybody
    /// else: what has to be dropped, woken or told is left in the state's effects.
    pub(crate) fn update<R>(&self, change: impl FnOnce(&mut State) -> R) -> R {
        let (result, effects, poked) = {
            let mut state = self.state.borrow_mut();
            let result = change(&mut state);
            (result, state.take_effects(), state.take_poke())
        };
        if let Some(effects) = effects {
            self.apply(effects);
        }
        if poked && !self.ready.poke() {
            // Without a driver nobody else would.
            self.publish();
        }
        result
    }

    fn apply(&self, effects: Effects) {
        let Effects {
            shows,
            records,
            shared,
            wakers,
            concluded,
        } = effects;
        for (watcher, moment, run) in shows {
            self.guarded("a signal's subscriber", move || watcher.show(moment, run));
        }
        if !records.is_empty() || !shared.is_empty() {
            self.guarded("dropping what a run had", move || drop((records, shared)));
        }
        self.wake(wakers);
        for (id, ending) in concluded {
            self.decide(id, ending);
        }
    }

    /// Wakes everybody who waits. A waker may be anybody's: the panic of one is logged, and the others
    /// are woken all the same.
    pub(crate) fn wake(&self, wakers: impl IntoIterator<Item = Waker>) {
        let wakers: Vec<Waker> = wakers.into_iter().collect();
        let count = wakers.len();
        if count == 0 {
            return;
        }
        let left = Rc::new(RefCell::new(wakers.into_iter()));
        for _ in 0..count {
            if left.borrow().len() == 0 {
                return;
            }
            let left = left.clone();
            self.guarded("a waker", move || {
                loop {
                    let next = left.borrow_mut().next();
                    let Some(waker) = next else { return };
                    waker.wake();
                }
            });
        }
    }

    /// Calls code of somebody else: its panic is logged and changes nothing.
    pub(crate) fn guarded(&self, what: &str, function: impl FnOnce() + 'static) {
        self.state.borrow_mut().clock = None;
        if let Err(trap) = self.world.call(Box::new(function)) {
            self.world
                .log(&format!("{what} panicked: {}", trap.message));
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.abandon_all();
        self.ready.close();
    }
}
