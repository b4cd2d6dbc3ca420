//! The one future that starts and polls the runs of a supervisor.

use std::{
    future::Future,
    mem,
    pin::Pin,
    rc::Rc,
    sync::Arc,
    task::{Context, Poll, Waker},
};

use futures_core::future::LocalBoxFuture;

use super::{Inner, WeakInner, state::State};
use crate::{
    ErrorKind, Instant, RunId, RunState, RunStatus, TaskError,
    ready::{ReadyQueue, RunWaker},
    record::BodySlot,
    run_context::ContextCell,
    timers::Timer,
    world::{Body, Polled},
};

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
    Done { timer: Option<Instant>, frame: bool },
    /// The supervisor was shut down and nothing is left.
    Ended,
}

impl Future for Driver {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        loop {
            if let Some(turn) = &mut self.turn {
                if turn.as_mut().poll(context).is_pending() {
                    return Poll::Pending;
                }
                self.turn = None;
            }
            let Some(inner) = self.supervisor.upgrade() else {
                return Poll::Ready(());
            };
            if let Some(frame) = &mut self.frame
                && frame.as_mut().poll(context).is_ready()
            {
                self.frame = None;
                inner.show_frame();
            }
            match inner.slice() {
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
                Slice::Done { timer, frame } => {
                    self.keep_timer(&inner, timer);
                    if frame && self.frame.is_none() {
                        self.frame = Some(inner.world.next_frame());
                    }
                }
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
                inner.show_frame();
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

impl Inner {
    /// Starts the driver with the first run.
    pub(crate) fn ensure_driver(self: &Rc<Self>) {
        let started = self.update(|state| mem::replace(&mut state.driver_started, true));
        if !started {
            self.world.spawn(Box::pin(Driver {
                supervisor: Rc::downgrade(self),
                ready: self.ready.clone(),
                turn: None,
                timer: None,
                frame: None,
            }));
        }
    }

    /// Does what there is to do until the time of one slice is used up.
    fn slice(self: &Rc<Self>) -> Slice {
        let started = self.world.now();
        let slice = self.update(|state| {
            state.turn_started = started;
            state.config.slice
        });
        self.fire_timers(started);
        let used_up = loop {
            let started_one = self.start_next();
            let polled_one = match self.ready.pop() {
                Some(waker) => {
                    self.poll_run(waker);
                    true
                }
                None => false,
            };
            let told_one = self.tell_one();
            if !started_one && !polled_one && !told_one {
                break false;
            }
            if self.world.now() - started >= slice {
                break self.has_work();
            }
        };
        self.publish();
        if used_up {
            return Slice::UsedUp;
        }
        self.update(|state| match &state.closing {
            Some(_) if state.store.counts.live() == 0 && state.notices.is_empty() => Slice::Ended,
            _ => Slice::Done {
                timer: state.timers.next(),
                frame: !state.dirty.is_empty(),
            },
        })
    }

    fn has_work(&self) -> bool {
        !self.ready.is_empty() || self.read(|state| state.may_start() || !state.notices.is_empty())
    }

    fn fire_timers(&self, now: Instant) {
        while let Some(timer) = self.update(|state| state.timers.pop_due(now)) {
            match timer {
                Timer::Grace(id) => self.force(id),
                Timer::Shutdown => self.force_all(),
                Timer::Expire => self.update(|state| state.keep_bounded(now)),
            }
        }
    }

    /// Gives a free slot to the run that is next; `false` when there is no slot or no run.
    fn start_next(self: &Rc<Self>) -> bool {
        let Some(id) = self.update(|state| {
            let id = state.may_start().then(|| state.main.take_slot())??;
            start(state, id);
            Some(id)
        }) else {
            return false;
        };
        self.make_body(id);
        RunWaker::start(id, &self.ready);
        true
    }

    /// Makes the body of a run whose body can be made again.
    fn make_body(self: &Rc<Self>, id: RunId) {
        let Some((repeat, params)) = self.read(|state| {
            let record = state.store.get(id)?;
            Some((record.repeat.clone()?, record.params.clone()))
        }) else {
            return;
        };
        let context = ContextCell::new(Rc::downgrade(self), params);
        context.fill(id);
        let body = repeat.attempt(context.context());
        self.update(|state| match state.store.live_mut(id) {
            Some(record) => record.slot = BodySlot::Resting(body),
            None => state.effects.mark().bodies.push(body),
        });
    }

    fn poll_run(&self, waker: Arc<RunWaker>) {
        let id = waker.run;
        let Some(body) = self.update(|state| take_for_poll(state, id)) else {
            return;
        };
        let polled = self.world.poll(body, &Waker::from(waker));
        let outcome = match polled {
            Polled::Pending(body) => return self.rest(id, body),
            Polled::Ready(Ok(())) => RunState::Completed,
            Polled::Ready(Err(error)) => self.judge(id, error),
            Polled::Trapped(trap) => {
                RunState::Failed(TaskError::of_kind(ErrorKind::Panic, trap.message))
            }
        };
        self.update(|state| state.finish(id, outcome));
    }

    /// Puts a body back, unless it was asked to stop in its own poll and has no grace.
    fn rest(&self, id: RunId, body: Body) {
        let dropped = self.update(|state| {
            let Some(record) = state.store.live_mut(id) else {
                return Some((body, None));
            };
            match &record.state {
                RunState::Cancelling { reason, .. } if record.grace.is_zero() => {
                    let reason = reason.clone();
                    record.slot = BodySlot::Dropping;
                    Some((body, Some(reason)))
                }
                _ => {
                    record.slot = BodySlot::Resting(body);
                    None
                }
            }
        });
        if let Some((body, reason)) = dropped {
            let end = reason.map(|reason| RunState::Cancelled {
                reason,
                started: true,
            });
            match end {
                Some(end) => self.drop_and_finish(id, Some(body), end),
                None => self.guarded("dropping a body", move || drop(body)),
            }
        } else if self.read(State::is_overdue) {
            self.force(id);
        }
    }

    /// A body that only says that it stopped as asked is cancelled; any other error is a failure.
    fn judge(&self, id: RunId, error: TaskError) -> RunState {
        let reason = self.read(|state| match &state.store.get(id)?.state {
            RunState::Cancelling { reason, .. } => Some(reason.clone()),
            _ => None,
        });
        match reason {
            Some(reason) if error.is_cancel() => RunState::Cancelled {
                reason,
                started: true,
            },
            _ => RunState::Failed(error),
        }
    }
}

fn start(state: &mut State, id: RunId) {
    let now = state.now();
    if let Some(record) = state.store.get_mut(id) {
        record.attempt += 1;
        record.started_at = Some(now);
    }
    state.transition(id, RunState::Running);
}

fn take_for_poll(state: &mut State, id: RunId) -> Option<Body> {
    let record = state.store.get_mut(id)?;
    if !matches!(record.status(), RunStatus::Running | RunStatus::Cancelling) {
        return None;
    }
    match mem::replace(&mut record.slot, BodySlot::Polling) {
        BodySlot::Resting(body) => Some(body),
        other => {
            record.slot = other;
            None
        }
    }
}
