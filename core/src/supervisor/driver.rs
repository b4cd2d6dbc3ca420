//! The driver: the loop that polls.

use std::{
    future::Future,
    pin::Pin,
    rc::Rc,
    sync::{Arc, Weak},
    task::{Context, Poll, Waker},
    time::Duration,
};

use futures_core::future::LocalBoxFuture;

use crate::{
    ErrorKind, Instant, RunId, RunStatus, TaskError,
    profile::PollFigures,
    run::{
        ending::Ending,
        ready::{ReadyQueue, ReadyRun, RunWaker},
        record::BodyState,
    },
    supervisor::{
        Inner, Supervisor, WeakInner,
        end::cancel::StopStep,
        state::{State, timers::Timer},
    },
    world::{Body, Polled},
};

/// The most rounds of one slice, for worlds whose clock is coarse or stands still.
const ROUNDS: usize = 1 << 15;

/// The loop of a supervisor: begins attempts, polls bodies, fires timers and delivers notices.
///
/// It works for a slice of time, then the world has a turn. Without work it sleeps, with no more than a timer for
/// what is due later. It ends with its supervisor, which it does not keep alive.
struct Driver {
    supervisor: WeakInner,
    ready: Arc<ReadyQueue>,
    /// The turn of the world, while the slice is used up.
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
                inner.update(|state| state.overdue.turn_was_given(polls));
            }
            if let Some(frame) = &mut self.frame
                && frame.as_mut().poll(context).is_ready()
            {
                self.frame = None;
                inner.update(State::show_frame);
            }
            let slice = inner.slice();
            // Even if there is more to do: a busy supervisor shows its progress too.
            if self.frame.is_none() && inner.read(|state| state.view.wants_frame()) {
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
            // This may be the last reference: then the runs end here.
            drop(inner);
            if self.ready.park(context.waker()) {
                return Poll::Pending;
            }
        }
    }
}

impl Driver {
    /// Sets the timer of the world to the earliest of the supervisor's.
    fn keep_timer(&mut self, inner: &Inner, at: Option<Instant>) {
        if self.timer.as_ref().map(|(at, _)| *at) == at {
            return;
        }
        self.timer = at.map(|at| (at, inner.world.sleep(at - inner.world.now())));
    }
}

impl Supervisor {
    /// Prepares the driver, so that the first run starts as every later one does: in a moment, in the same turn.
    ///
    /// Without this call the first run waits for a turn of its own, because what a page compiles for it would
    /// delay what follows the spawn. It costs one poll now, and nothing afterwards.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, RunStatus, Supervisor, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// supervisor.prepare();
    /// world.run_until_stalled();
    /// let run = supervisor.spawn("Work", async |_ctx: RunContext| Ok(()))?;
    /// world.run_some(1);
    /// assert_eq!(supervisor.run(run.id()).status(), Some(RunStatus::Completed));
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn prepare(&self) {
        self.inner.spawn_driver(|| None);
    }
}

impl Inner {
    /// Spawns the driver for the first run, which gets a turn of its own: see [`Supervisor::prepare`].
    pub(crate) fn ensure_driver(self: &Rc<Self>) {
        if self.read(|state| !state.lifecycle.has_driver()) {
            self.spawn_driver(|| Some(self.world.yield_now()));
        }
    }

    fn spawn_driver(self: &Rc<Self>, turn: impl FnOnce() -> Option<LocalBoxFuture<'static, ()>>) {
        let is_new = self.update(|state| state.lifecycle.start_driver());
        if is_new {
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
    fn slice(self: &Rc<Self>) -> Slice {
        let opened = self.world.now();
        if self.read(|state| state.clock.is_slice_used_up()) && self.has_work() {
            self.update(|state| state.clock.reset_slice());
            return Slice::UsedUp;
        }
        let ends = self.update(|state| state.clock.open_slice(opened));
        self.fire_timers(opened);
        let more = self.work_until(opened, ends);
        self.state.borrow_mut().clock.invalidate();
        // An overdue run has a turn before it is stopped.
        let is_awaited = self.read(|state| !state.overdue.is_empty());
        let is_used_up = (more || is_awaited) && self.has_work();
        let now = self.world.now();
        self.update(|state| match is_used_up {
            true => state.clock.reset_slice(),
            false => state.clock.close_slice(opened, now),
        });
        self.publish();
        if is_used_up {
            return Slice::UsedUp;
        }
        self.read(|state| {
            let is_over = state.runs.counts().live() == 0 && state.outbox.is_empty();
            match state.lifecycle.is_closing() && is_over {
                true => Slice::Ended,
                false => Slice::Done {
                    timer: state.next_timer(),
                },
            }
        })
    }

    /// Works in rounds: one start, one poll, some notices. Returns `false` when there is nothing left to do before
    /// the slice ends, or the driver has the only reference to the supervisor. One reading of the clock serves a
    /// whole round.
    fn work_until(self: &Rc<Self>, opened: Instant, ends: Instant) -> bool {
        let mut now = opened;
        self.ready.set_clock(now);
        for _ in 0..ROUNDS {
            self.state.borrow_mut().clock.set(now);
            let stopped = self.stop_overdue();
            let scheduled = self.start_due();
            let begun = self.begin_next();
            let polled = self.ready.pop().map(|ready| self.poll_run(ready, now));
            let delivered = self.read(|state| !state.outbox.is_empty()) && self.deliver_some();
            let is_abandoned = Rc::strong_count(self) == 1;
            let is_idle = !stopped && !scheduled && !begun && polled.is_none() && !delivered;
            if is_abandoned || is_idle && !self.begin_with(State::find_loan) {
                return false;
            }
            // The time that callbacks took is not that of the next poll.
            now = polled
                .filter(|_| !delivered)
                .unwrap_or_else(|| self.world.now());
            self.ready.set_clock(now);
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
                    || !state.outbox.is_empty()
                    || !state.overdue.is_empty()
                    || state.schedules.may_be_due()
            })
    }

    fn fire_timers(self: &Rc<Self>, now: Instant) {
        self.update(|state| {
            if state.lanes.open_due(now) {
                state.waits.search_again();
            }
        });
        while let Some(timer) = self.update(|state| state.timers.pop_due(now)) {
            match timer {
                Timer::Wait(id) => self.update(|state| {
                    if state.release_hold(id) {
                        state.become_ready(id);
                    }
                }),
                Timer::Grace(id) => self.grace_is_over(id),
                Timer::Timeout(id) => self.update(|state| state.attempt_is_overdue(id)),
                Timer::Deadline(id) => self.update(|state| state.run_is_overdue(id)),
                Timer::Shutdown => self.force_all(),
                Timer::Expiry => self.update(|state| state.evict(now)),
                Timer::Schedule => self.check_schedules(),
            }
        }
    }

    /// Polls a run at this time, if its body is still to be polled. Returns when the poll was over.
    fn poll_run(&self, ready: ReadyRun, now: Instant) -> Instant {
        let ReadyRun {
            waker,
            woken,
            since,
        } = ready;
        let id = waker.run;
        let Some(body) = self.update(|state| state.take_for_poll(id)) else {
            return now;
        };
        let polled = self.world.poll(body, &Waker::from(waker.clone()));
        let over = self.world.now();
        let poll = PollFigures {
            woken,
            scheduled: since.map_or(Duration::ZERO, |since| now - since),
            took: over - now,
        };
        self.update(|state| {
            state.clock.set(over);
            state.note_poll(id, now, poll);
        });
        let ending = match polled {
            Polled::Pending(body) => {
                let weak = Arc::downgrade(&waker);
                drop(waker);
                self.put_back(id, body, weak);
                return over;
            }
            Polled::Ready(Ok(())) => Ending::Completed,
            Polled::Ready(Err(error)) => self.ending_of_error(id, error),
            Polled::Trapped(trap) => {
                Ending::Failed(TaskError::of_kind(ErrorKind::Panic, trap.message))
            }
        };
        self.end_attempt(id, ending);
        waker.recycle(&self.ready);
        over
    }

    /// Begins the next run, if it has a slot, and polls what is ready.
    pub(crate) fn begin_and_poll(self: &Rc<Self>) {
        self.begin_next();
        while let Some(ready) = self.ready.pop() {
            self.poll_run(ready, self.world.now());
        }
        self.state.borrow_mut().clock.invalidate();
    }

    /// Puts a body back into its record. If the run was requested to stop meanwhile and has no grace, the body is
    /// dropped instead.
    fn put_back(&self, id: RunId, body: Body, waker: Weak<RunWaker>) {
        let is_stopped = self.read(|state| {
            let record = state.runs.get(id)?;
            let is_forced = record.grace.is_zero() && !record.undroppable;
            Some(record.stop_reason().is_some() && is_forced)
        });
        if is_stopped == Some(true) {
            self.carry_out(id, StopStep::EndRunning(body));
        } else {
            self.update(|state| {
                if let Some(record) = state.runs.live_mut(id) {
                    record.body = BodyState::Resting(body);
                    record.waker = Some(waker);
                }
            });
        }
    }

    /// Returns how an attempt ends whose body returned this error. A body that was requested to stop and returns
    /// [`Cancelled`](crate::Cancelled) is cancelled; any other error is a failure.
    fn ending_of_error(&self, id: RunId, error: TaskError) -> Ending {
        let stopped = error
            .is_cancel()
            .then(|| self.read(|state| state.ending_of_stop(id)));
        match stopped.flatten() {
            // The body may rule out another attempt, even after a timeout.
            Some(Ending::Failed(late)) if !error.may_retry() => Ending::Failed(late.no_retry()),
            Some(ending) => ending,
            None => Ending::Failed(error),
        }
    }
}

impl State {
    /// Takes the body of a run that has a slot, to be polled.
    fn take_for_poll(&mut self, id: RunId) -> Option<Body> {
        let record = self.runs.get_mut(id)?;
        let has_slot = matches!(record.status(), RunStatus::Running | RunStatus::Cancelling);
        if !has_slot {
            return None;
        }
        let body = record.take_resting()?;
        self.clock.invalidate();
        Some(body)
    }
}
