//! Queued runs: held until a time, behind others of their group, or in the queue of their lane.

use crate::{
    RunId,
    lane::{Precedence, QueueKey},
    run::{record::Record, terms::Hold},
    supervisor::{
        RunRef,
        state::{State, timers::Timer},
    },
};

impl RunRef<'_> {
    /// Ends the wait of a run at once: for its next attempt, or for the end of its delay. The run is then in the
    /// queue of its lane. Returns `false` when it does not wait for either.
    ///
    /// See [`stop_retrying`](Self::stop_retrying) for no further attempt.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use taskdeck_core::{Config, Retry, RunContext, RunOptions, Supervisor, TaskError, World, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let options = RunOptions::new("Send").retry(Retry::new(1).delay(Duration::from_secs(20)));
    /// let run = supervisor.spawn_repeatable(options, async |ctx: RunContext| match ctx.attempt() {
    ///     1 => Err(TaskError::new("no network")),
    ///     _ => Ok("sent"),
    /// })?;
    /// world.run_until_stalled();
    /// assert_eq!(supervisor.run(run.id()).snapshot().unwrap().attempts[0].error, TaskError::new("no network"));
    ///
    /// let before = world.now();
    /// assert!(supervisor.run(run.id()).retry_now());
    /// assert_eq!(world.block_on(run.outcome()).completed(), Some("sent"));
    /// assert_eq!(world.now(), before);
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn retry_now(self) -> bool {
        let id = self.id;
        self.inner().update(|state| {
            let was_held = state.release_hold(id);
            if was_held {
                state.become_ready(id);
            }
            was_held
        })
    }
}

impl State {
    /// Adds a new run to the queue of its lane, unless it is held.
    pub(crate) fn enqueue(&mut self, id: RunId) {
        if let Some(record) = self.runs.get(id)
            && !record.is_held()
        {
            self.lanes.enqueue(record.lane, queue_key(id, record));
            self.offer_for_loan(id);
        }
    }

    /// Adds a run to the queue of its lane from now on, because a wait of it is over. It stays out while something
    /// else holds it.
    pub(crate) fn become_ready(&mut self, id: RunId) {
        let now = self.now();
        let Some(record) = self.runs.live_mut(id) else {
            return;
        };
        if !record.is_held() {
            if let Some(terms) = record.terms_mut() {
                terms.ready_at = Some(now);
            }
            self.lanes.enqueue(record.lane, queue_key(id, record));
            self.offer_for_loan(id);
        }
        self.show(id);
        self.view.touch();
    }

    /// Keeps a queued run out of the queue of its lane until a time.
    pub(crate) fn hold(&mut self, id: RunId, hold: Hold) {
        let record = self.runs.live_mut(id);
        if let Some(terms) = record.and_then(Record::terms_mut) {
            self.timers.set(hold.until(), Timer::Wait(id));
            terms.hold = Some(hold);
        }
    }

    /// Ends the hold of a run; returns `false` when it has none.
    pub(crate) fn release_hold(&mut self, id: RunId) -> bool {
        let record = self.runs.live_mut(id);
        let terms = record.and_then(Record::terms_mut);
        let hold = terms.and_then(|terms| terms.hold.take());
        if let Some(hold) = hold {
            self.timers.unset(hold.until(), Timer::Wait(id));
        }
        hold.is_some()
    }

    /// Takes a queued run from wherever it waits, so that it cannot start. Returns `false` when it waits nowhere:
    /// then it is being ended already.
    pub(crate) fn leave_queue(&mut self, id: RunId) -> bool {
        let was_held = self.release_hold(id);
        self.withdraw_from_loan(id);
        let Some(record) = self.runs.live_mut(id) else {
            return false;
        };
        let terms = record.terms_mut();
        let was_behind = terms.and_then(|terms| terms.behind.take()).is_some();
        let (lane, key) = (record.lane, queue_key(id, record));
        let never_started = record.started_at.is_none();
        let has_left = self.lanes.leave(lane, key) || was_held || was_behind;
        if has_left && never_started {
            self.runs.remove_unstarted();
        }
        has_left
    }
}

impl Record {
    /// Returns whether it waits for others of its group.
    pub(crate) fn is_behind(&self) -> bool {
        self.terms().is_some_and(|terms| terms.behind.is_some())
    }

    /// Returns whether it is in no queue because it waits for something else than a slot.
    pub(crate) fn is_held(&self) -> bool {
        self.terms()
            .is_some_and(|terms| terms.hold.is_some() || terms.behind.is_some())
    }
}

/// Returns the place of a run in the queue of its lane.
pub(crate) fn queue_key(id: RunId, record: &Record) -> QueueKey {
    let inherits = record.terms().is_some_and(|terms| terms.inherits);
    QueueKey {
        precedence: if inherits {
            Precedence::Inherits
        } else {
            Precedence::Common
        },
        priority: record.priority,
        ready: record.ready_at(),
        arrival: record.arrival,
        run: id,
    }
}
