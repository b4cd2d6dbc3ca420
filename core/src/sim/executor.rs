//! Polls futures in an order that a seed decides.

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    fmt,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Wake, Waker},
};

use futures_core::future::LocalBoxFuture;

use crate::random::Random;

/// Polls futures in an order that a seed decides.
pub(super) struct Executor {
    futures: RefCell<HashMap<u64, Spawned>>,
    woken: Arc<Mutex<Vec<u64>>>,
    next: Cell<u64>,
    random: Cell<Random>,
}

struct Spawned {
    future: LocalBoxFuture<'static, ()>,
    wake: Arc<WakeOne>,
}

struct WakeOne {
    future: u64,
    scheduled: AtomicBool,
    woken: Arc<Mutex<Vec<u64>>>,
}

impl Wake for WakeOne {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if !self.scheduled.swap(true, Ordering::AcqRel) {
            let mut woken = self.woken.lock().unwrap_or_else(PoisonError::into_inner);
            woken.push(self.future);
        }
    }
}

impl Executor {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            futures: RefCell::default(),
            woken: Arc::default(),
            next: Cell::new(0),
            random: Cell::new(Random::new(seed)),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.futures.borrow().len()
    }

    pub(super) fn spawn(&self, future: LocalBoxFuture<'static, ()>) {
        let id = self.next.get();
        self.next.set(id + 1);
        let wake = Arc::new(WakeOne {
            future: id,
            scheduled: AtomicBool::new(false),
            woken: self.woken.clone(),
        });
        wake.wake_by_ref();
        self.futures
            .borrow_mut()
            .insert(id, Spawned { future, wake });
    }

    /// Polls one of the futures that were woken; returns `false` when there is none.
    pub(super) fn poll_next(&self) -> bool {
        let id = {
            let mut woken = self.woken.lock().unwrap_or_else(PoisonError::into_inner);
            if woken.is_empty() {
                return false;
            }
            let chosen = usize::try_from(self.random()).unwrap_or(0) % woken.len();
            woken.swap_remove(chosen)
        };
        // A future that has ended may still be woken.
        let Some(mut spawned) = self.futures.borrow_mut().remove(&id) else {
            return true;
        };
        spawned.wake.scheduled.store(false, Ordering::Release);
        let waker = Waker::from(spawned.wake.clone());
        let polled = spawned
            .future
            .as_mut()
            .poll(&mut Context::from_waker(&waker));
        if polled.is_pending() {
            self.futures.borrow_mut().insert(id, spawned);
        }
        true
    }

    /// Returns a random number that fits any `usize`.
    fn random(&self) -> u64 {
        let mut random = self.random.get();
        let number = random.next() >> 33;
        self.random.set(random);
        number
    }
}

impl fmt::Debug for Executor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Executor")
            .field("futures", &self.len())
            .finish_non_exhaustive()
    }
}
