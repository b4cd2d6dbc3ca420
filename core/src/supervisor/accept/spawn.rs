//! Taking runs in.

use std::{future::Future, rc::Rc, sync::Arc};

use crate::run::context::AttemptId;
use crate::supervisor::accept::request::{Accepted, Parent, Request, Source};
use crate::supervisor::{
    Inner, Supervisor, accept::admit, accept::overlap::Verdict, state::no_watchers,
};
use crate::{
    RunContext, RunHandle, RunOptions, RunState, SpawnError, TaskError,
    profile::Meter,
    run::body::{self, Repeat},
    run::cell::Settle,
    run::join::Joiners,
    run::record::{BodySlot, Extras, Record},
    run::terms::{Hold, Terms},
};

impl Supervisor {
    /// Accepts a future to be run under this title, with defaults for everything else.
    ///
    /// The body never starts inside this call. The handle may be dropped: the run goes on, and a
    /// result that nobody asks for is dropped.
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

    /// Accepts a future to be run, with options.
    ///
    /// # Errors
    ///
    /// When the queue is full, the policy has a value that cannot be kept, there is no such lane, the
    /// parameters are too large, a live run has the public id, or the supervisor was shut down.
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

    /// Accepts a future to be run whose body can be called again, so that a person can retry it.
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
    /// let again = supervisor.retry(run.id()).unwrap();
    /// assert_eq!(supervisor.run(run.id()).unwrap().retried_as, Some(again));
    /// assert_eq!(supervisor.run(again).unwrap().retry_of, Some(run.id()));
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
        self.inner.spawn_again(None, options, body)
    }
}

impl Inner {
    /// Accepts a run whose body can be called once.
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

    /// Accepts a run whose body can be called again.
    pub(crate) fn spawn_again<F, Fut, T>(
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

    /// Takes a run in. Not a line of it is there once more for each type of body.
    pub(crate) fn accept(
        self: &Rc<Self>,
        mut request: Request,
        source: Source<'_>,
    ) -> Result<Accepted, SpawnError> {
        if request.parent.is_some() {
            self.read(|state| state.take_after_parent(&mut request));
        }
        request.policy.validate()?;
        admit::check_repeatable(&request.policy, &source)?;
        let verdict = self.update(|state| admit::check(state, &request))?;
        if let Verdict::Join(id) = verdict {
            let joiner = self.update(|state| {
                let parent = request.parent;
                let joiner = state.join(id, request);
                if let Some(AttemptId { run: parent, .. }) = parent {
                    state.has_joined(parent, id, joiner);
                }
                joiner
            });
            if let Source::Repeat(repeat) = source {
                self.guarded("dropping a body", move || drop(repeat));
            }
            return Ok(Accepted { id, joiner });
        }
        let now = self.world.now();
        let id = self.update(|state| {
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
            let old = public_id
                .as_deref()
                .and_then(|id| state.store.by_public_id(id));
            if let Some(old) = old {
                state.store.evict(old, &mut state.effects.records);
            }
            let lane = state.lane_of(&policy).unwrap_or_default();
            let arrival = state.store.arrive();
            let delay = policy.delay.filter(|delay| !delay.is_zero());
            let terms = (!policy.is_plain()).then(|| Box::new(Terms::new(policy.clone())));
            let unit = policy.unit.clone().unwrap_or_default();
            let plain = callbacks.is_none()
                && retry_of.is_none()
                && schedule.is_none()
                && terms.is_none()
                && unit == crate::Unit::Count;
            let extras = (!plain).then(|| {
                Box::new(Extras {
                    callbacks,
                    retry_of,
                    schedule,
                    unit,
                    terms,
                    ..Extras::default()
                })
            });
            let id = state.store.next_id();
            let (slot, repeat) = match source {
                Source::Once(make) => {
                    let attempt = attempts_before.saturating_add(1);
                    let supervisor = Rc::downgrade(self);
                    // It only moves what it was given; the first poll runs it.
                    let body = make(RunContext::new(supervisor, id, attempt, params.clone()));
                    (body.map_or(BodySlot::Empty, BodySlot::Resting), None)
                }
                Source::Repeat(repeat) => (BodySlot::Empty, Some(repeat)),
            };
            state.store.insert(Record {
                title,
                task,
                public_id,
                arrival,
                state: RunState::Queued,
                slot,
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
                watchers: no_watchers(),
                extras,
            });
            if let Some(AttemptId { run: parent, .. }) = parent {
                state.adopt(parent, id);
            }
            if !matches!(verdict, Verdict::Skip) {
                state.unstarted += 1;
                state.enter_group(id);
                match delay {
                    Some(delay) => state.hold(id, Hold::Delay { until: now + delay }),
                    None => state.enqueue(id),
                }
            }
            state.changed(id, None, None);
            id
        });
        self.ensure_driver();
        self.make_room(id, verdict);
        Ok(Accepted {
            id,
            joiner: Joiners::FIRST,
        })
    }
}
