//! The one future that starts and polls the runs of a supervisor.

use std::{
    future::Future,
    mem,
    pin::Pin,
    rc::Rc,
    sync::{Arc, Weak},
    task::{Context, Poll, Waker},
    time::Duration,
};

use futures_core::future::LocalBoxFuture;

use crate::supervisor::{Inner, Supervisor, WeakInner, state::State};
use crate::{
    ErrorKind, Instant, RunId, RunStatus, TaskError,
    lane::Taken,
    profile::Poll as Polling,
    run::ending::Ending,
    run::ready::{Due, ReadyQueue, RunWaker},
    run::record::BodySlot,
    supervisor::state::timers::Timer,
    world::{Body, Polled},
};

/// The most rounds of one slice, for worlds whose clock is coarse or stands still.
const ROUNDS: usize = 1 << 15;

/// Starts and polls runs, a slice of time after the other, with a turn for everybody else between.
///
/// It sleeps without a timer while nothing is to be done, and ends with its supervisor.
struct Driver {
    supervisor: WeakInner,
    ready: Arc<ReadyQueue>,
    /// A turn for everybody else, while the slice is used up.
    turn: Option<LocalBoxFuture<'static, ()>>,
    timer: Option<(Instant, LocalBoxFuture<'static, ()>)>,
    frame: Option<LocalBoxFuture<'static, ()>>,
}

/// How a slice ended.
enum Slice {
    /// There is more to do.
    UsedUp,
    /// There is nothing to do before this time.
    Done { timer: Option<Instant> },
    /// The supervisor was shut down and nothing is left.
    Ended,
}

impl Future for Driver {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        loop {
            let had_turn = self.turn.is_some();
            if let Some(turn) = &mut self.turn {
                if turn.as_mut().poll(context).is_pending() {
                    return Poll::Pending;
                }
                self.turn = None;
            }
            let Some(inner) = self.supervisor.upgrade() else {
                return Poll::Ready(());
            };
            if had_turn {
                let polls = inner.ready.polls_ahead();
                inner.update(|state| state.turn_was_given(polls));
            }
            if let Some(frame) = &mut self.frame
                && frame.as_mut().poll(context).is_ready()
            {
                self.frame = None;
                inner.update(State::show_frame);
            }
            let slice = inner.slice();
            // Also when there is more to do: who is always busy would never show how far it is.
            if self.frame.is_none() && inner.read(State::wants_frame) {
                self.frame = Some(inner.world.next_frame());
            }
            match slice {
                Slice::UsedUp => {
                    self.turn = Some(inner.world.yield_now());
                    continue;
                }
                Slice::Ended => {
                    self.timer = None;
                    self.frame = None;
                    inner.end();
                    return Poll::Ready(());
                }
                Slice::Done { timer } => self.keep_timer(&inner, timer),
            }
            let timer_due = self
                .timer
                .as_mut()
                .is_some_and(|(_, timer)| timer.as_mut().poll(context).is_ready());
            if timer_due {
                self.timer = None;
                continue;
            }
            if let Some(frame) = &mut self.frame
                && frame.as_mut().poll(context).is_ready()
            {
                self.frame = None;
                inner.update(State::show_frame);
                continue;
            }
            // The last handle may be gone: then the runs go with this one.
            drop(inner);
            if self.ready.park(context.waker()) {
                return Poll::Pending;
            }
        }
    }
}

impl Driver {
    /// Keeps the one timer of the world at the earliest of ours.
    fn keep_timer(&mut self, inner: &Inner, at: Option<Instant>) {
        if self.timer.as_ref().map(|(at, _)| *at) == at {
            return;
        }
        self.timer = at.map(|at| (at, inner.world.sleep(at - inner.world.now())));
    }
}

impl Supervisor {
    /// Makes the first run start as every later one does: in a moment, in the same turn. Without it the
    /// first one waits for a turn of its own, so that what the page compiles for it is not on top of what
    /// started it. It costs one poll now, and nothing afterwards.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, RunStatus, Supervisor, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// supervisor.prepare();
    /// world.run_until_stalled();
    /// let run = supervisor.spawn("Work", async |_ctx: RunContext| Ok(()))?;
    /// world.run_some(1);
    /// assert_eq!(supervisor.status(run.id()), Some(RunStatus::Completed));
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn prepare(&self) {
        self.inner.start_driver(|| None);
    }
}

impl Inner {
    /// Starts the driver with the first run, in a turn of its own: on a page the first of everything is
    /// compiled when it is called, and whoever spawned has his own first things to draw.
    pub(crate) fn ensure_driver(self: &Rc<Self>) {
        if self.read(|state| !state.driver_started) {
            self.start_driver(|| Some(self.world.yield_now()));
        }
    }

    fn start_driver(self: &Rc<Self>, turn: impl FnOnce() -> Option<LocalBoxFuture<'static, ()>>) {
        let started = self.update(|state| mem::replace(&mut state.driver_started, true));
        if !started {
            self.ready.open();
            self.world.spawn(Box::pin(Driver {
                supervisor: Rc::downgrade(self),
                ready: self.ready.clone(),
                turn: turn(),
                timer: None,
                frame: None,
            }));
        }
    }

    /// Does what there is to do until the slice is used up.
    ///
    /// What was used counts until everybody else had a turn: a body that is woken in the same turn
    /// again and again, as by promises that are resolved already, gets no new slice each time.
    fn slice(self: &Rc<Self>) -> Slice {
        let started = self.world.now();
        let (spent, slice) = self.read(|state| (state.spent, state.config.slice));
        if !spent.is_zero() && spent >= slice && self.has_work() {
            self.update(|state| state.spent = Duration::ZERO);
            return Slice::UsedUp;
        }
        let ends = started + slice.saturating_sub(spent);
        self.update(|state| state.slice_ends = ends);
        self.fire_timers(started);
        let more = self.work_until(started, ends);
        self.state.borrow_mut().clock = None;
        // Whose time is up has a turn before it is stopped.
        let awaited = self.read(|state| !state.overdue.is_empty());
        let used_up = (more || awaited) && self.has_work();
        let spent = spent + (self.world.now() - started);
        self.update(|state| state.spent = if used_up { Duration::ZERO } else { spent });
        self.publish();
        if used_up {
            return Slice::UsedUp;
        }
        self.read(|state| match &state.closing {
            Some(_) if state.store.counts.live() == 0 && state.notices.is_empty() => Slice::Ended,
            _ => Slice::Done {
                timer: state.next_timer(),
            },
        })
    }

    /// Starts, polls and tells in turn; `false` when nothing is left before the time is over, or
    /// nobody is left who owns the supervisor. One look at the clock serves a whole round.
    fn work_until(self: &Rc<Self>, started: Instant, ends: Instant) -> bool {
        let mut now = started;
        self.ready.clock_shows(now);
        for _ in 0..ROUNDS {
            self.state.borrow_mut().clock = Some(now);
            let stopped = self.stop_overdue();
            let due = self.start_due();
            let started = self.start_next();
            let polled = self.ready.pop().map(|due| self.poll_run(due, now));
            let told = self.read(|state| !state.notices.is_empty()) && self.tell_some();
            let abandoned = Rc::strong_count(self) == 1;
            let idle = !stopped && !due && !started && polled.is_none() && !told;
            if abandoned || idle && !self.start(State::help) {
                return false;
            }
            // What others did who were told is not of the run that is polled next.
            now = polled.filter(|_| !told).unwrap_or_else(|| self.world.now());
            self.ready.clock_shows(now);
            if now >= ends {
                return true;
            }
        }
        true
    }

    fn has_work(&self) -> bool {
        !self.ready.is_empty()
            || self.read(|state| {
                state.may_start()
                    || !state.notices.is_empty()
                    || !state.overdue.is_empty()
                    || state.schedules.may_be_due()
            })
    }

    fn fire_timers(self: &Rc<Self>, now: Instant) {
        self.update(|state| {
            if state.lanes.open_due(now) {
                state.helped_at = None;
            }
        });
        while let Some(timer) = self.update(|state| state.timers.pop_due(now)) {
            match timer {
                Timer::Wait(id) => self.update(|state| {
                    if state.end_hold(id) {
                        state.line_up(id);
                    }
                }),
                Timer::Grace(id) => self.grace_is_over(id),
                Timer::Timeout(id) => self.update(|state| state.attempt_is_overdue(id)),
                Timer::Deadline(id) => self.update(|state| state.run_is_overdue(id)),
                Timer::Shutdown => self.force_all(),
                Timer::Expire => self.update(|state| state.keep_bounded(now)),
                Timer::Schedule => self.look_at_schedules(),
            }
        }
    }

    /// Gives a free slot to the run that is next; `false` when there is no slot or no run.
    fn start_next(self: &Rc<Self>) -> bool {
        self.start(|state| {
            if !state.may_start() {
                return None;
            }
            match state.lanes.take_slot(state.now())? {
                Taken::Slot(id) => {
                    state.ask_no_more(id);
                    Some(id)
                }
                Taken::Loan(lender) => state.lend(lender),
            }
        })
    }

    /// Starts the run that is given a slot so; `false` when none is.
    fn start(self: &Rc<Self>, give_slot: impl FnOnce(&mut State) -> Option<RunId>) -> bool {
        let started = self.update(|state| {
            let id = give_slot(state)?;
            state.start(id, state.now(), Rc::downgrade(self));
            Some(id)
        });
        if let Some(id) = started {
            RunWaker::start(id, &self.ready);
        }
        started.is_some()
    }

    /// Polls a run at this time, if it is still to be polled, and says when that was over.
    fn poll_run(&self, due: Due, now: Instant) -> Instant {
        let Due {
            waker,
            woken,
            since,
        } = due;
        let id = waker.run;
        let Some(body) = self.update(|state| take_for_poll(state, id)) else {
            return now;
        };
        let polled = self.world.poll(body, &Waker::from(waker.clone()));
        let over = self.world.now();
        let poll = Polling {
            woken,
            scheduled: since.map_or(Duration::ZERO, |since| now - since),
            took: over - now,
        };
        self.update(|state| {
            state.clock = Some(over);
            state.was_polled(id, now, poll);
        });
        let ending = match polled {
            Polled::Pending(body) => {
                let wakers = Arc::downgrade(&waker);
                drop(waker);
                self.rest(id, body, wakers);
                return over;
            }
            Polled::Ready(Ok(())) => Ending::Completed,
            Polled::Ready(Err(error)) => self.judge(id, error),
            Polled::Trapped(trap) => {
                Ending::Failed(TaskError::of_kind(ErrorKind::Panic, trap.message))
            }
        };
        self.end_attempt(id, ending);
        waker.spare(&self.ready);
        over
    }

    /// Puts a body back, unless it was asked to stop in its own poll and has no grace.
    fn rest(&self, id: RunId, body: Body, waker: Weak<RunWaker>) {
        let stopped = self.read(|state| {
            let record = state.store.get(id)?;
            let forced = record.grace.is_zero() && !record.undroppable;
            Some(record.asked_to_stop().is_some() && forced)
        });
        if stopped == Some(true) {
            self.drop_and_end(id, body);
        } else {
            self.update(|state| {
                if let Some(record) = state.store.live_mut(id) {
                    record.slot = BodySlot::Resting(body);
                    record.waker = Some(waker);
                }
            });
        }
    }

    /// A body that only says that it stopped as asked is cancelled; any other error is a failure.
    fn judge(&self, id: RunId, error: TaskError) -> Ending {
        let stopped = error
            .is_cancel()
            .then(|| self.read(|state| state.stopped(id)));
        match stopped.flatten() {
            // The body knows best, also of a time that was up.
            Some(Ending::Failed(late)) if !error.may_retry() => Ending::Failed(late.no_retry()),
            Some(ending) => ending,
            None => Ending::Failed(error),
        }
    }
}

fn take_for_poll(state: &mut State, id: RunId) -> Option<Body> {
    let record = state.store.get_mut(id)?;
    let has_slot = matches!(record.status(), RunStatus::Running | RunStatus::Cancelling);
    if !has_slot {
        return None;
    }
    let body = record.take_resting()?;
    state.clock = None;
    Some(body)
}
