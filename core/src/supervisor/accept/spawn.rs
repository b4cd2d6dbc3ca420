//! Accepting a run, and spawning one from a future.

use std::{future::Future, rc::Rc, sync::Arc};

use crate::{
    RunContext, RunHandle, RunId, RunOptions, RunState, ScheduleId, SpawnError, TaskError, Unit,
    policy::SparsePolicy,
    profile::Meter,
    run::{
        body,
        callbacks::Callbacks,
        join::Joiners,
        record::{BodyState, Extras, Record},
        terms::{Hold, Terms},
        watchers::Watchers,
    },
    supervisor::{
        Inner, Supervisor,
        accept::{
            admit::{self, Admission},
            request::{Accepted, Parent, Request, Source},
        },
        state::State,
    },
};

impl Supervisor {
    /// Spawns a run of a future under this title, with defaults for everything else.
    ///
    /// The body never starts inside this call. Dropping the handle does not stop the run: it goes on, and its
    /// value is dropped.
    ///
    /// See [`start`](Self::start) for a run of a defined task, and [`TaskFn`](crate::TaskFn) for a function that
    /// spawns a run with each call.
    ///
    /// # Errors
    ///
    /// When the queue is full or the supervisor was shut down.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, Supervisor, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// supervisor.spawn("Fire and forget", async |_ctx: RunContext| Ok(()))?;
    /// world.block_on(supervisor.idle());
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn spawn<F, Fut, T>(
        &self,
        title: impl Into<Arc<str>>,
        body: F,
    ) -> Result<RunHandle<T>, SpawnError>
    where
        F: FnOnce(RunContext) -> Fut + 'static,
        Fut: Future<Output = Result<T, TaskError>> + 'static,
        T: 'static,
    {
        self.spawn_with(RunOptions::new(title), body)
    }

    /// Spawns a run of a future with options.
    ///
    /// # Errors
    ///
    /// When the queue is full, a value of the policy is invalid, the lane does not exist, the parameters are too
    /// large, a live run has the public id, or the supervisor was shut down.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, RunOptions, Params, Priority, Supervisor, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let options = RunOptions::new("Export")
    ///     .params(Params::new().with("format", "csv"))
    ///     .priority(Priority::Background)
    ///     .on_error(|error, run| eprintln!("{}: {error}", run.title));
    /// let run = supervisor.spawn_with(options, async |ctx: RunContext| {
    ///     Ok(ctx.params().text("format").map(str::to_owned))
    /// })?;
    /// assert_eq!(world.block_on(run.outcome()).completed().flatten().as_deref(), Some("csv"));
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn spawn_with<F, Fut, T>(
        &self,
        options: RunOptions<T>,
        body: F,
    ) -> Result<RunHandle<T>, SpawnError>
    where
        F: FnOnce(RunContext) -> Fut + 'static,
        Fut: Future<Output = Result<T, TaskError>> + 'static,
        T: 'static,
    {
        self.inner.spawn_once(None, options, body)
    }

    /// Spawns a run whose body can be called again: for [retries](crate::Retry), and for
    /// [`RunRef::retry`](crate::RunRef::retry).
    ///
    /// # Errors
    ///
    /// As [`spawn_with`](Self::spawn_with).
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, RunOptions, Supervisor, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// use std::{cell::Cell, rc::Rc};
    ///
    /// let tries = Rc::new(Cell::new(0));
    /// let run = supervisor.spawn_repeatable(RunOptions::new("Works in the end"), move |_ctx| {
    ///     let tries = tries.clone();
    ///     async move {
    ///         tries.set(tries.get() + 1);
    ///         if tries.get() < 2 {
    ///             return Err(TaskError::new("not yet"));
    ///         }
    ///         Ok(())
    ///     }
    /// })?;
    /// world.block_on(run.wait());
    /// let again = supervisor.run(run.id()).retry().unwrap();
    /// assert_eq!(supervisor.run(run.id()).snapshot().unwrap().retried_as, Some(again));
    /// assert_eq!(supervisor.run(again).snapshot().unwrap().retry_of, Some(run.id()));
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn spawn_repeatable<F, Fut, T>(
        &self,
        options: RunOptions<T>,
        body: F,
    ) -> Result<RunHandle<T>, SpawnError>
    where
        F: Fn(RunContext) -> Fut + 'static,
        Fut: Future<Output = Result<T, TaskError>> + 'static,
        T: 'static,
    {
        self.inner.spawn_repeating(None, options, body)
    }
}

impl Inner {
    /// Spawns a run whose body can be called once.
    pub(crate) fn spawn_once<F, Fut, T>(
        self: &Rc<Self>,
        parent: Parent,
        options: RunOptions<T>,
        body: F,
    ) -> Result<RunHandle<T>, SpawnError>
    where
        F: FnOnce(RunContext) -> Fut + 'static,
        Fut: Future<Output = Result<T, TaskError>> + 'static,
        T: 'static,
    {
        let (cell, mut request) = Request::new(options);
        request.parent = parent;
        let mut body = Some(body);
        let mut make = |ctx| Some(body::once(body.take()?, ctx, cell.clone()));
        let accepted = self.accept(request, Source::Once(&mut make))?;
        if let Some(body) = body {
            self.guarded("dropping a body", move || drop(body));
        }
        Ok(accepted.handle(Rc::downgrade(self), cell))
    }

    /// Spawns a run whose body can be called again.
    pub(crate) fn spawn_repeating<F, Fut, T>(
        self: &Rc<Self>,
        parent: Parent,
        options: RunOptions<T>,
        body: F,
    ) -> Result<RunHandle<T>, SpawnError>
    where
        F: Fn(RunContext) -> Fut + 'static,
        Fut: Future<Output = Result<T, TaskError>> + 'static,
        T: 'static,
    {
        let (cell, mut request) = Request::new(options);
        request.parent = parent;
        let source = Source::Repeat(body::repeat(body::recipe(body), cell.clone()));
        let accepted = self.accept(request, source)?;
        Ok(accepted.handle(Rc::downgrade(self), cell))
    }

    /// Accepts a run, or joins a live one in its place. It is not generic, so it is compiled once for all types of
    /// bodies.
    pub(crate) fn accept(
        self: &Rc<Self>,
        mut request: Request,
        source: Source<'_>,
    ) -> Result<Accepted, SpawnError> {
        if request.parent.is_some() {
            self.read(|state| state.inherit_from_parent(&mut request));
        }
        request.policy.validate()?;
        admit::check_repeatable(&request.policy, &source)?;
        let admission = self.update(|state| state.admit(&request))?;
        if let Admission::Join(id) = admission {
            let joiner = self.update(|state| state.join(id, request));
            if let Source::Repeat(repeat) = source {
                self.guarded("dropping a body", move || drop(repeat));
            }
            return Ok(Accepted { id, joiner });
        }
        let is_queued = !matches!(admission, Admission::Skip);
        let id = self.update(|state| self.insert(state, request, source, is_queued));
        self.ensure_driver();
        match admission {
            Admission::Accept | Admission::Join(_) => {}
            Admission::Skip => self.skip(id),
            Admission::Replace(old) => {
                self.cancel_each(old, &crate::CancelReason::Replaced);
            }
        }
        Ok(Accepted {
            id,
            joiner: Joiners::FIRST,
        })
    }

    /// Adds the record of an accepted run, and queues it unless it is skipped.
    fn insert(
        self: &Rc<Self>,
        state: &mut State,
        request: Request,
        source: Source<'_>,
        is_queued: bool,
    ) -> RunId {
        let now = self.world.now();
        let Request {
            title,
            task,
            public_id,
            params,
            policy,
            callbacks,
            cell,
            retry_of,
            schedule,
            parent,
            attempts_before,
        } = request;
        if let Some(public_id) = &public_id {
            let gone = state.effects.discarded_records();
            state.runs.evict_public_id(public_id, gone);
        }
        let lane = state.lane_of(&policy).unwrap_or_default();
        let arrival = state.runs.next_arrival();
        let delay = policy.delay.filter(|delay| !delay.is_zero());
        let extras = extras_of(&policy, callbacks, retry_of, schedule);
        let id = state.runs.next_id();
        let (body, repeat) = match source {
            Source::Once(make) => {
                let attempt = attempts_before.saturating_add(1);
                let supervisor = Rc::downgrade(self);
                // This only moves the function; the first poll calls it.
                let body = make(RunContext::new(supervisor, id, attempt, params.clone()));
                (body.map_or(BodyState::Empty, BodyState::Resting), None)
            }
            Source::Repeat(repeat) => (BodyState::Empty, Some(repeat)),
        };
        state.runs.insert(Record {
            title,
            task,
            public_id,
            arrival,
            state: RunState::Queued,
            body,
            repeat,
            cell: Some(cell),
            params,
            lane,
            priority: policy.priority.unwrap_or_default(),
            critical: policy.critical.unwrap_or(false),
            show_progress: policy.show_progress.unwrap_or(true),
            undroppable: policy.undroppable.unwrap_or(false),
            overstays: false,
            abandoned: false,
            dirty: false,
            progressed: false,
            attempt: attempts_before,
            grace: policy.grace.unwrap_or_default(),
            reported: None,
            created_at: now,
            started_at: None,
            finished_at: None,
            meter: Meter::default(),
            waker: None,
            watchers: Watchers::default(),
            extras,
        });
        if let Some(parent) = parent {
            state.adopt(parent.run, id);
        }
        if is_queued {
            state.runs.add_unstarted();
            state.enter_group(id);
            match delay {
                Some(delay) => state.hold(id, Hold::Delay { until: now + delay }),
                None => state.enqueue(id),
            }
        }
        state.notify_change(id, None, None);
        id
    }
}

/// Returns the extras of a new run; `None` for a plain one, which costs less.
fn extras_of(
    policy: &SparsePolicy,
    callbacks: Option<Box<Callbacks>>,
    retry_of: Option<RunId>,
    schedule: Option<ScheduleId>,
) -> Option<Box<Extras>> {
    let terms = (!policy.is_plain()).then(|| Box::new(Terms::new(policy.clone())));
    let unit = policy.unit.clone().unwrap_or_default();
    let is_plain = callbacks.is_none()
        && retry_of.is_none()
        && schedule.is_none()
        && terms.is_none()
        && unit == Unit::Count;
    (!is_plain).then(|| {
        Box::new(Extras {
            callbacks,
            retry_of,
            schedule,
            unit,
            terms,
            ..Extras::default()
        })
    })
}
