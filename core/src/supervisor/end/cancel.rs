//! Stopping runs.

use std::mem;

use crate::supervisor::{Inner, Supervisor, end::family::Stops, state::State};
use crate::{
    CancelReason, Priority, RunId, RunState, RunStatus,
    run::ending::Ending,
    run::record::{BodySlot, Record},
    supervisor::notify::events,
    supervisor::state::timers::Timer,
    world::Body,
};

/// What is to be done with a run that was asked to stop.
pub(crate) enum Stop {
    /// It had ended, or there is none.
    TooLate,
    /// It was asked before, or has been told and stops by itself.
    Asked,
    /// It waits: drop what there is, then it is cancelled.
    Waits { body: Option<Body>, ending: Ending },
    /// Drop the body, then its attempt ends.
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

    /// Asks every live run to stop, and returns how many were asked. All of them are asked before any
    /// body is dropped; those are dropped newest first, but children before their parents.
    ///
    /// ```
    /// # use taskdeck_core::{CancelReason, Config, RunContext, RunFilter, Supervisor, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// for page in 1..=3 {
    ///     supervisor.spawn(format!("Page {page}"), async |_ctx: RunContext| Ok(()))?;
    /// }
    /// assert_eq!(supervisor.cancel_all(CancelReason::other("closing time")), 3);
    /// let first = &supervisor.runs(&RunFilter::all())[0];
    /// assert_eq!(first.cancel_reason(), Some(&CancelReason::other("closing time")));
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn cancel_all(&self, reason: CancelReason) -> usize {
        let live = self.inner.read(|state| state.store.live_ids());
        self.inner.cancel_each(live.into_iter().rev(), &reason)
    }

    /// Asks these runs to stop, and returns how many of them were live. As with
    /// [`cancel_all`](Self::cancel_all) all of them are asked before any body is dropped.
    ///
    /// ```
    /// # use taskdeck_core::{CancelReason, Config, RunContext, Supervisor, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let one = supervisor.spawn("One", async |_ctx: RunContext| Ok(()))?;
    /// let two = supervisor.spawn("Two", async |_ctx: RunContext| Ok(()))?;
    /// assert_eq!(supervisor.cancel_each([one.id()], CancelReason::User), 1);
    /// assert!(supervisor.is_active(two.id()));
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn cancel_each(&self, ids: impl IntoIterator<Item = RunId>, reason: CancelReason) -> usize {
        self.inner.cancel_each(ids, &reason)
    }

    /// Changes the priority of a run that has not started. Among those of its new priority it keeps
    /// its place by arrival. `false` when it has started or is not known.
    ///
    /// ```
    /// # use taskdeck_core::{Config, Priority, RunContext, Supervisor, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let run = supervisor.spawn("Index", async |_ctx: RunContext| Ok(()))?;
    /// assert!(supervisor.set_priority(run.id(), Priority::Background));
    /// world.block_on(run.wait());
    /// assert!(!supervisor.set_priority(run.id(), Priority::UserBlocking));
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn set_priority(&self, id: RunId, priority: Priority) -> bool {
        self.inner.set_priority(id, priority)
    }
}

impl Inner {
    pub(crate) fn cancel(&self, id: RunId, reason: CancelReason) -> bool {
        self.cancel_each([id], &reason) > 0
    }

    /// Asks these runs to stop, each with those that stop with it, and returns how many of them were
    /// live. All are asked before any body is dropped, so that nobody can start, join or end one of them
    /// in between.
    pub(crate) fn cancel_each(
        &self,
        ids: impl IntoIterator<Item = RunId>,
        reason: &CancelReason,
    ) -> usize {
        let (asked, stops) = self.update(|state| {
            let (mut asked, mut stops) = (0, Stops::new());
            for id in ids {
                let stop = state.ask_to_stop(id, reason);
                if matches!(stop, Stop::TooLate) {
                    continue;
                }
                asked += 1;
                let first = stops.len();
                stops.push((id, stop));
                stops.extend(state.ask_children_to_stop(id));
                // From the leaves up.
                stops[first..].reverse();
            }
            (asked, stops)
        });
        for (id, stop) in stops {
            self.stop(id, stop);
        }
        asked
    }

    /// Does what is to be done with a run that was asked to stop.
    pub(crate) fn stop(&self, id: RunId, stop: Stop) {
        match stop {
            Stop::TooLate | Stop::Asked => {}
            Stop::Waits { body, ending } => self.drop_and_finish(id, body, ending),
            Stop::Drop(body) => self.drop_and_end(id, body),
        }
    }

    /// Drops a body that was taken from a run that waits, and only then ends the run.
    pub(crate) fn drop_and_finish(&self, id: RunId, body: Option<Body>, ending: Ending) {
        if let Some(body) = body {
            self.guarded("dropping a body", move || drop(body));
        }
        self.update(|state| state.finish(id, ending));
    }

    /// Drops a body that was taken from a run that was asked to stop, and only then ends its attempt.
    pub(crate) fn drop_and_end(&self, id: RunId, body: Body) {
        self.guarded("dropping a body", move || drop(body));
        if let Some(ending) = self.read(|state| state.stopped(id)) {
            self.end_attempt(id, ending);
        }
    }

    /// Drops the body of a run that was asked to stop and has not. Where that stops nothing, the run is
    /// abandoned so.
    pub(crate) fn force(&self, id: RunId) {
        let taken = self.update(|state| {
            let record = state.store.get_mut(id)?;
            record.asked_to_stop()?;
            let body = record.take_resting()?;
            record.abandoned = record.undroppable;
            Some(body)
        });
        if let Some(body) = taken {
            self.drop_and_end(id, body);
        }
    }

    pub(crate) fn set_priority(&self, id: RunId, priority: Priority) -> bool {
        self.update(|state| {
            let moved = state.move_to(id, priority);
            if moved
                && let Some(record) = state.store.get_mut(id)
                && let Some(joiners) = record
                    .extras
                    .as_mut()
                    .and_then(|extras| extras.joiners.as_mut())
            {
                joiners.set_priority(priority);
            }
            moved
        })
    }

    /// Ends everything because nobody owns the supervisor any more.
    pub(crate) fn abandon_all(&self) {
        let (records, notices, streams, idle) = self.update(|state| {
            state.end_schedules();
            state.timers.clear_all();
            state.lanes.clear();
            state.groups.clear();
            state.crossings.clear();
            state.parents.clear();
            state.joining.clear();
            let records = state.store.drain();
            let notices = mem::take(&mut state.notices);
            (
                records,
                notices,
                mem::take(&mut state.streams),
                state.idle.take(),
            )
        });
        for (id, record) in records {
            self.abandon(id, record);
        }
        for notice in notices {
            self.forget(notice);
        }
        self.wake(idle.chain(streams.iter().filter_map(events::close)));
        self.publish();
    }

    fn abandon(&self, id: RunId, mut record: Record) {
        if record.status().is_live() {
            if let Some(body) = record.take_resting() {
                self.guarded("dropping a body", move || drop(body));
            }
            // That its time was up is no reason for a run to be cancelled.
            let asked = record.asked_to_stop();
            let asked = asked.filter(|reason| *reason != CancelReason::Timeout);
            let ending = Ending::Cancelled {
                reason: asked.unwrap_or(CancelReason::Owner),
                started: record.started_at.is_some(),
            };
            record.state = ending.clone().into();
            record.finished_at = Some(self.world.now());
            if let Some(watcher) = record.watchers.upgrade() {
                let run = self.read(|state| state.snapshot_of(id, &record));
                self.guarded("a signal's subscriber", move || watcher.show(u64::MAX, run));
            }
            let mut wakers = Vec::new();
            if let Some(cell) = record.cell.take() {
                cell.settle(ending, &mut wakers);
            }
            let ended = record.extras.as_mut().map(|extras| {
                let end = extras.end.take();
                let ended = end.map(|end| end.settle(record.state.clone()));
                extras.cancel.take().chain(ended.into_iter().flatten())
            });
            self.wake(wakers.into_iter().chain(ended.into_iter().flatten()));
        }
        self.guarded("dropping what a run had", move || drop(record));
    }
}

impl State {
    /// Asks a live run to stop, and says what is to be done now.
    pub(crate) fn ask_to_stop(&mut self, id: RunId, reason: &CancelReason) -> Stop {
        let now = self.now();
        let Some(record) = self.store.live_mut(id) else {
            return Stop::TooLate;
        };
        match &mut record.state {
            RunState::Queued => {
                let started = record.started_at.is_some();
                // It leaves its queue at once, so that it cannot start while its body is being dropped.
                if !self.step_out(id) {
                    return Stop::Asked;
                }
                let record = self.store.live_mut(id);
                let body = record.and_then(|record| {
                    let body = record.take_resting();
                    // Also where no body was made yet: it is being ended, and nobody joins it.
                    record.slot = BodySlot::Away;
                    body
                });
                let reason = reason.clone();
                let ending = Ending::Cancelled { reason, started };
                Stop::Waits { body, ending }
            }
            RunState::Running => {
                let (grace, undroppable) = (record.grace, record.undroppable);
                let cancelling = RunState::Cancelling {
                    reason: reason.clone(),
                    since: now,
                };
                if grace.is_zero() && !undroppable {
                    let body = record.take_resting();
                    self.transition(id, cancelling);
                    return body.map_or(Stop::Asked, Stop::Drop);
                }
                if let Some(extras) = &mut record.extras {
                    self.effects.wakers.extend(extras.cancel.take());
                }
                self.timers.set(now + grace, Timer::Grace(id));
                self.transition(id, cancelling);
                Stop::Asked
            }
            // Who asks for it goes before a time that is up: then nothing is tried again.
            RunState::Cancelling {
                reason: before @ CancelReason::Timeout,
                ..
            } => {
                *before = reason.clone();
                self.changed(id, Some(RunStatus::Cancelling), None);
                Stop::Asked
            }
            _ => Stop::Asked,
        }
    }

    /// How the attempt of a run ends that was asked to stop and only did so.
    pub(crate) fn stopped(&self, id: RunId) -> Option<Ending> {
        let record = self.store.get(id)?;
        Some(match record.asked_to_stop()? {
            CancelReason::Timeout => Ending::Failed(self.timed_out(record)),
            reason => Ending::Cancelled {
                reason,
                started: true,
            },
        })
    }
}
