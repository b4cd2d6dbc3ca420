//! Which runs were woken and are to be polled next.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    task::{Wake, Waker},
};

use crate::{Instant, RunId, profile::ByItself};

/// The one ready queue of a supervisor: runs that were woken, in that order, and the driver that
/// sleeps until there is one.
///
/// A waker may be used on any thread; this is the only part that is shared between threads.
#[derive(Debug, Default)]
pub(crate) struct ReadyQueue(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    runs: VecDeque<ReadyRun>,
    /// How many runs were taken out so far.
    taken: u64,
    /// The run that is being polled.
    polling: Option<RunId>,
    /// What the clock showed last, while the driver is at work.
    clock: Option<Instant>,
    /// Whether there is a driver.
    attended: bool,
    driver: Option<Waker>,
    poked: bool,
    /// That of a run which has ended, for the next one that starts.
    spare: Option<Arc<RunWaker>>,
}

/// A run that is to be polled.
#[derive(Debug)]
pub(crate) struct ReadyRun {
    pub(crate) waker: Arc<RunWaker>,
    /// Whether something woke it, as opposed to its start, and whether that was itself.
    pub(crate) woken: Option<ByItself>,
    /// Since when; unknown where the driver slept, who is at work a moment later.
    pub(crate) since: Option<Instant>,
}

impl ReadyQueue {
    /// Nothing panics while the lock is held, so a poisoned one is as good as any.
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says that there is a driver from here on.
    pub(crate) fn open(&self) {
        self.lock().attended = true;
    }

    /// Says that there is no driver any more: who is woken from here on stays where it is. Runs that
    /// wait here hold the queue, so they have to go with its driver.
    pub(crate) fn close(&self) {
        let closed = std::mem::take(&mut *self.lock());
        if let Some(driver) = closed.driver {
            driver.wake();
        }
    }

    /// Wakes the driver for a reason other than a run that was woken; `false` when there is none.
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

    /// The run that was woken first. From here on it can be woken again, and counts as being polled
    /// until the [clock](Self::set_clock) is read.
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

    /// Notes the time for those who are woken from here on; nobody is being polled.
    pub(crate) fn set_clock(&self, now: Instant) {
        let mut inner = self.lock();
        inner.clock = Some(now);
        inner.polling = None;
    }

    /// How many runs were polled so far.
    pub(crate) fn polls(&self) -> u64 {
        self.lock().taken
    }

    /// How many polls there will have been when all were polled that are here now.
    pub(crate) fn polls_ahead(&self) -> u64 {
        let inner = self.lock();
        inner.taken + inner.runs.len() as u64
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.lock().runs.is_empty()
    }

    /// Lets the driver sleep until there is something to do; `false` when there is already.
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

/// Wakes one run, by putting it into the ready queue once.
#[derive(Debug)]
pub(crate) struct RunWaker {
    pub(crate) run: RunId,
    scheduled: AtomicBool,
    ready: Arc<ReadyQueue>,
}

impl RunWaker {
    /// Puts a run that starts into the ready queue.
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

    /// A run has ended. When nobody else has its waker, that is used again.
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
