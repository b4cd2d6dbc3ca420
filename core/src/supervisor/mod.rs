//! The supervisor: accepts runs, queues, polls and ends them, and notifies observers.
//!
//! | room | what is in it |
//! | --- | --- |
//! | [`accept`] | how a run is accepted: spawned, started from a task, retried, joined, or refused |
//! | [`queue`] | where accepted runs wait, and how an attempt gets its slot and begins |
//! | [`driver`] | the loop that polls |
//! | [`end`] | everything by which a run ends: cancel, timeout, failure, shutdown |
//! | [`notify`] | how changes reach callbacks, observers, streams and signals |
//! | [`query`] | queries of runs, lists, lanes and times |
//! | [`run_ref`] | the reference by which a caller reaches one run |
//! | [`schedules`] | starts that are made later, or again and again |
//! | [`state`] | what all of them work on |

pub(crate) mod accept;
mod driver;
pub(crate) mod end;
pub(crate) mod notify;
pub(crate) mod overview;
#[cfg(feature = "signals")]
pub(crate) mod provide;
mod query;
mod queue;
mod run_ref;
mod schedules;
mod state;

use std::{
    cell::RefCell,
    fmt,
    rc::{Rc, Weak},
    sync::Arc,
    task::Waker,
};

use send_wrapper::SendWrapper;

use self::state::{State, effects::TakenEffects};
pub use self::{
    end::{report::ShutdownReport, shutdown::Shutdown, wait::Idle},
    query::profile::Performance,
    queue::lanes::LaneRef,
    run_ref::RunRef,
};
use crate::{Config, run::ready::ReadyQueue, world::SharedWorld};

/// Starts, queues, limits, tracks, cancels and shuts down runs, on one thread.
///
/// A supervisor is a cheap handle: clones refer to the same supervisor. It may be moved to another thread, but
/// used and dropped only on the thread that created it; anything else panics.
///
/// # On drop
///
/// When the last clone is dropped, every live run is cancelled with the reason
/// [`Owner`](crate::CancelReason::Owner) and its body is dropped. A [`RunHandle`](crate::RunHandle) or a
/// [`RunContext`](crate::RunContext) does not keep the supervisor alive. A clone that was moved into a task, a
/// body or a callback does: to avoid that, shut down, or use the id of a run. To let work end first,
/// await [`shutdown`](Self::shutdown) or [`drain`](Self::drain).
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
    inner: SendWrapper<Rc<Inner>>,
}

/// The part that all clones share.
pub(crate) struct Inner {
    world: SharedWorld,
    ready: Arc<ReadyQueue>,
    state: RefCell<State>,
}

/// A reference that does not keep a supervisor alive.
pub(crate) type WeakInner = Weak<Inner>;

impl Supervisor {
    /// Creates a supervisor without runs. It costs the world nothing until the first run.
    #[must_use]
    pub fn new(config: impl Into<Config>) -> Self {
        let config = config.into();
        let inner = Inner {
            world: config.world.clone(),
            ready: Arc::default(),
            state: RefCell::new(State::new(config)),
        };
        Self::of(Rc::new(inner))
    }

    fn of(inner: Rc<Inner>) -> Self {
        Self {
            inner: SendWrapper::new(inner),
        }
    }

    fn downgrade(&self) -> WeakInner {
        Rc::downgrade(&self.inner)
    }

    /// Returns the world that the supervisor lives in.
    #[must_use]
    pub fn world(&self) -> SharedWorld {
        self.inner.world.clone()
    }
}

impl PartialEq for Supervisor {
    /// Returns whether both handles refer to the same supervisor.
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

impl fmt::Debug for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Inner")
    }
}

impl Inner {
    /// Reads the state. The closure must not call code of the caller.
    fn read<R>(&self, read: impl FnOnce(&State) -> R) -> R {
        read(&self.state.borrow())
    }

    /// Changes the state, then applies the effects of the change.
    ///
    /// The closure must not call code of the caller. What has to be dropped, woken or shown is left in the
    /// effects, which are applied when nothing is borrowed.
    fn update<R>(&self, change: impl FnOnce(&mut State) -> R) -> R {
        let result = change(&mut self.state.borrow_mut());
        self.follow_up();
        result
    }

    /// Does what follows from a change. Most changes have no effects.
    fn follow_up(&self) {
        let has_effects = {
            let state = self.state.borrow();
            state.effects.are_pending() || state.view.is_poked()
        };
        if has_effects {
            self.apply_effects();
        }
    }

    /// Applies the effects of a change. It stands apart because every [`update`](Self::update) is a copy of its own.
    #[inline(never)]
    fn apply_effects(&self) {
        let (effects, poked) = {
            let mut state = self.state.borrow_mut();
            (state.effects.take(), state.view.take_poke())
        };
        if let Some(effects) = effects {
            self.apply(effects);
        }
        if poked && !self.ready.poke() {
            // There is no driver that would.
            self.publish();
        }
    }

    fn apply(&self, effects: TakenEffects) {
        let TakenEffects {
            shows,
            records,
            garbage,
            wakers,
            decisions,
        } = effects;
        for show in shows {
            self.guarded("a signal's subscriber", move || {
                show.signals.show(show.moment, show.run);
            });
        }
        if !records.is_empty() || !garbage.is_empty() {
            self.guarded("dropping what a run had", move || drop((records, garbage)));
        }
        self.wake(wakers);
        for (id, ending) in decisions {
            self.decide(id, ending);
        }
    }

    /// Wakes all of these. A waker may be any code: the panic of one is logged, and the others are woken all the
    /// same.
    fn wake(&self, wakers: Vec<Waker>) {
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

    /// Calls code of the caller inside the fence: its panic is logged and changes nothing.
    fn guarded(&self, what: &str, function: impl FnOnce() + 'static) {
        self.call_guarded(what, Box::new(function));
    }

    #[inline(never)]
    fn call_guarded(&self, what: &str, function: Box<dyn FnOnce()>) {
        self.state.borrow_mut().clock.invalidate();
        if let Err(trap) = self.world.call(function) {
            self.world
                .log(&[what, " panicked: ", &trap.message].concat());
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.abandon_all();
        self.ready.close();
    }
}
