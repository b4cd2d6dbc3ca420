//! Stopping runs.

use std::mem;

use super::{Inner, Supervisor, state::State};
use crate::{
    CancelReason, Priority, RunId, RunState, RunStatus, body::Ending, events, record::BodySlot,
    timers::Timer, world::Body,
};

/// What is to be done with a run that was asked to stop.
enum Stop {
    /// It had ended, or there is none.
    TooLate,
    /// It was asked before, or has been told and stops by itself.
    Asked,
    /// It never started: drop what there is, then it is cancelled.
    NeverStarted(Option<Body>),
    /// Drop the body, then it is cancelled.
    Drop(Body),
}

impl Supervisor {
    /// Asks a run to stop. `true`: it was live, and has been asked; `false`: it had ended or is not
    /// known, and nothing changes.
    ///
    /// A run that has not started never will. A running body without a grace is dropped before this
    /// returns, or, when it is being polled, right after that poll. One with a grace is told, and
    /// dropped when the grace is over. A second call is `true` and keeps the first reason. A body
    /// that returns a value all the same makes the run `Completed`.
    ///
    /// ```
    /// # use taskdeck_core::{CancelReason, Config, RunContext, RunStatus, Supervisor, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let run = supervisor.spawn("Never starts", async |_ctx: RunContext| -> Result<(), TaskError> {
    ///     unreachable!()
    /// })?;
    /// assert!(supervisor.cancel(run.id(), CancelReason::User));
    /// assert_eq!(supervisor.status(run.id()), Some(RunStatus::Cancelled));
    /// assert!(!supervisor.cancel(run.id(), CancelReason::User));
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn cancel(&self, id: RunId, reason: CancelReason) -> bool {
        self.inner.cancel(id, reason)
    }

    /// Asks every live run to stop, newest first, and returns how many were asked.
    pub fn cancel_all(&self, reason: CancelReason) -> usize {
        let live = self.inner.read(|state| state.store.live_ids());
        live.into_iter()
            .rev()
            .filter(|id| self.inner.cancel(*id, reason.clone()))
            .count()
    }

    /// Changes the priority of a run that has not started. Among those of its new priority it keeps
    /// its place by arrival. `false` when it has started or is not known.
    pub fn set_priority(&self, id: RunId, priority: Priority) -> bool {
        self.inner.set_priority(id, priority)
    }
}

impl Inner {
    pub(crate) fn cancel(&self, id: RunId, reason: CancelReason) -> bool {
        let stop = self.update(|state| ask_to_stop(state, id, &reason));
        let (body, started) = match stop {
            Stop::TooLate => return false,
            Stop::Asked => return true,
            Stop::NeverStarted(body) => (body, false),
            Stop::Drop(body) => (Some(body), true),
        };
        self.drop_and_finish(id, body, RunState::Cancelled { reason, started });
        true
    }

    /// Drops a body that was taken from its run, and only then ends the run.
    pub(crate) fn drop_and_finish(&self, id: RunId, body: Option<Body>, end: RunState) {
        if let Some(body) = body {
            self.guarded("dropping a body", move || drop(body));
        }
        self.update(|state| state.finish(id, end));
    }

    /// Drops the body of a run that was asked to stop and did not, if it is at rest.
    pub(crate) fn force(&self, id: RunId) {
        let taken = self.update(|state| {
            let record = state.store.get_mut(id)?;
            let RunState::Cancelling { reason, .. } = &record.state else {
                return None;
            };
            let reason = reason.clone();
            record.take_resting().map(|body| (body, reason))
        });
        if let Some((body, reason)) = taken {
            self.drop_and_finish(
                id,
                Some(body),
                RunState::Cancelled {
                    reason,
                    started: true,
                },
            );
        }
    }

    pub(crate) fn set_priority(&self, id: RunId, priority: Priority) -> bool {
        self.update(|state| {
            let Some(record) = state.store.get_mut(id) else {
                return false;
            };
            if record.status() != RunStatus::Queued {
                return false;
            }
            let from = super::state::place(id, record);
            record.priority = priority;
            let to = super::state::place(id, record);
            state.main.leave(from);
            state.main.enqueue(to);
            state.show(id);
            state.revision += 1;
            state.poke();
            true
        })
    }

    /// Ends everything because nobody owns the supervisor any more.
    pub(crate) fn abandon_all(&self) {
        let (records, streams) = self.update(|state| {
            state.timers.clear_all();
            state.notices.clear();
            (state.store.drain(), mem::take(&mut state.streams))
        });
        for (id, mut record) in records {
            if record.status().is_live() {
                if let Some(body) = record.take_resting() {
                    self.guarded("dropping a body", move || drop(body));
                }
                let started = record.status() != RunStatus::Queued;
                record.state = RunState::Cancelled {
                    reason: CancelReason::Owner,
                    started,
                };
                let mut wakers = Vec::new();
                if let Some(cell) = record.cell.take() {
                    wakers.extend(cell.settle(Ending::Cancelled(CancelReason::Owner)));
                }
                if let Some(extras) = &mut record.extras {
                    wakers.append(&mut extras.end_wakers);
                }
                if let Some(watcher) = record.watchers.upgrade() {
                    let run = record.snapshot(id);
                    self.guarded("a signal's subscriber", move || watcher.show(run));
                }
                wakers.into_iter().for_each(|waker| waker.wake());
            }
            self.guarded("dropping a finished run", move || drop(record));
        }
        let idle = self.update(|state| mem::take(&mut state.idle_wakers));
        idle.into_iter().for_each(|waker| waker.wake());
        streams.iter().for_each(events::close);
    }
}

fn ask_to_stop(state: &mut State, id: RunId, reason: &CancelReason) -> Stop {
    let now = state.now();
    let Some(record) = state.store.live_mut(id) else {
        return Stop::TooLate;
    };
    match record.state {
        RunState::Queued => match mem::replace(&mut record.slot, BodySlot::Dropping) {
            BodySlot::Resting(body) => {
                leave_queue(state, id);
                Stop::NeverStarted(Some(body))
            }
            BodySlot::Empty => {
                leave_queue(state, id);
                Stop::NeverStarted(None)
            }
            BodySlot::Polling | BodySlot::Dropping => Stop::Asked,
        },
        RunState::Running => {
            let grace = record.grace;
            let cancelling = RunState::Cancelling {
                reason: reason.clone(),
                since: now,
            };
            if grace.is_zero() {
                let body = record.take_resting();
                state.transition(id, cancelling);
                return body.map_or(Stop::Asked, Stop::Drop);
            }
            let extras = record.extras.as_mut();
            let wakers = extras.map(|extras| mem::take(&mut extras.cancel_wakers));
            state
                .effects
                .mark()
                .wakers
                .extend(wakers.into_iter().flatten());
            state.timers.set(now + grace, Timer::Grace(id));
            state.transition(id, cancelling);
            Stop::Asked
        }
        _ => Stop::Asked,
    }
}

/// Takes a run out of its queue at once, so that it cannot start while its body is being dropped.
fn leave_queue(state: &mut State, id: RunId) {
    if let Some(record) = state.store.get(id) {
        let place = super::state::place(id, record);
        state.main.leave(place);
    }
}
