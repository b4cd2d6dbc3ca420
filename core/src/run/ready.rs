//! The queue of runs that are to be polled.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    task::{Wake, Waker},
};

use crate::{Instant, RunId, profile::ByItself};

/// The ready queue of a supervisor: the runs that were woken, in that order. The driver sleeps until there is
/// one.
///
/// A waker may be used on any thread. This is the only part that is shared between threads.
#[derive(Debug, Default)]
pub(crate) struct ReadyQueue(Mutex<ReadyState>);

#[derive(Debug, Default)]
struct ReadyState {
    runs: VecDeque<ReadyRun>,
    /// The number of runs that were taken out so far.
    taken: u64,
    /// The run that is being polled.
    polling: Option<RunId>,
    /// The last reading of the clock, while the driver is at work.
    clock: Option<Instant>,
    /// Whether there is a driver.
    attended: bool,
    driver: Option<Waker>,
    poked: bool,
    /// The waker of a run that has ended, for the next run that begins.
    spare: Option<Arc<RunWaker>>,
}

/// A run that is to be polled.
#[derive(Debug)]
pub(crate) struct ReadyRun {
    pub(crate) waker: Arc<RunWaker>,
    /// Whether it was woken, as opposed to begun, and whether by itself.
    pub(crate) woken: Option<ByItself>,
    /// Since when it is ready. Unknown if the driver slept: then it is polled in a moment.
    pub(crate) since: Option<Instant>,
}

impl ReadyQueue {
    /// Locks the queue. Nothing panics while it is locked, so a poisoned lock is as good as any.
    fn lock(&self) -> MutexGuard<'_, ReadyState> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Opens the queue: there is a driver.
    pub(crate) fn open(&self) {
        self.lock().attended = true;
    }

    /// Closes the queue: later wake-ups are ignored. Queued wakers own an `Arc` of the queue, so they are
    /// dropped here to break the cycle.
    pub(crate) fn close(&self) {
        let closed = std::mem::take(&mut *self.lock());
        if let Some(driver) = closed.driver {
            driver.wake();
        }
    }

    /// Wakes the driver for another reason than a ready run; returns `false` when there is none.
    pub(crate) fn poke(&self) -> bool {
        let (driver, attended) = {
            let mut inner = self.lock();
            inner.poked = true;
            (inner.driver.take(), inner.attended)
        };
        if let Some(driver) = driver {
            driver.wake();
        }
        attended
    }

    fn push(&self, waker: Arc<RunWaker>, starts: bool) {
        let driver = {
            let mut inner = self.lock();
            if !inner.attended {
                return;
            }
            let by_itself = inner.polling == Some(waker.run);
            let due = ReadyRun {
                waker,
                woken: (!starts).then_some(by_itself),
                since: inner.clock,
            };
            inner.runs.push_back(due);
            inner.driver.take()
        };
        if let Some(driver) = driver {
            driver.wake();
        }
    }

    /// Takes out the first run. It can be woken again from now on, and counts as being polled until the
    /// [clock](Self::set_clock) is set.
    pub(crate) fn pop(&self) -> Option<ReadyRun> {
        let due = {
            let mut inner = self.lock();
            let due = inner.runs.pop_front()?;
            inner.taken += 1;
            inner.polling = Some(due.waker.run);
            due
        };
        due.waker.scheduled.store(false, Ordering::Release);
        Some(due)
    }

    /// Sets the time for runs that are woken from now on. No run is being polled.
    pub(crate) fn set_clock(&self, now: Instant) {
        let mut inner = self.lock();
        inner.clock = Some(now);
        inner.polling = None;
    }

    /// Returns the number of polls so far.
    pub(crate) fn polls(&self) -> u64 {
        self.lock().taken
    }

    /// Returns the number of polls after all runs that are ready now.
    pub(crate) fn polls_ahead(&self) -> u64 {
        let inner = self.lock();
        inner.taken + inner.runs.len() as u64
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.lock().runs.is_empty()
    }

    /// Lets the driver sleep until there is something to do; returns `false` when there is something already.
    pub(crate) fn park(&self, driver: &Waker) -> bool {
        let mut inner = self.lock();
        let poked = std::mem::take(&mut inner.poked);
        if poked || !inner.attended || !inner.runs.is_empty() {
            return false;
        }
        inner.driver = Some(driver.clone());
        inner.clock = None;
        true
    }
}

/// Wakes one run, by adding it to the ready queue once.
#[derive(Debug)]
pub(crate) struct RunWaker {
    pub(crate) run: RunId,
    scheduled: AtomicBool,
    ready: Arc<ReadyQueue>,
}

impl RunWaker {
    /// Adds a run that begins to the ready queue.
    pub(crate) fn schedule(run: RunId, ready: &Arc<ReadyQueue>) {
        let spare = ready.lock().spare.take();
        let mut waker = spare.unwrap_or_else(|| {
            Arc::new(Self {
                run,
                scheduled: AtomicBool::new(true),
                ready: ready.clone(),
            })
        });
        if let Some(waker) = Arc::get_mut(&mut waker) {
            waker.run = run;
            *waker.scheduled.get_mut() = true;
        }
        ready.push(waker, true);
    }

    /// Keeps the waker of a run that has ended for the next one, unless it is still referenced.
    pub(crate) fn recycle(mut self: Arc<Self>, ready: &ReadyQueue) {
        if Arc::get_mut(&mut self).is_some() {
            let mut inner = ready.lock();
            if inner.attended {
                inner.spare = Some(self);
            }
        }
    }
}

impl Wake for RunWaker {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if !self.scheduled.swap(true, Ordering::AcqRel) {
            self.ready.push(self.clone(), false);
        }
    }
}
