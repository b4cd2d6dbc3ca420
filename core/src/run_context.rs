//! What a body is given.

use std::{
    fmt,
    future::Future,
    pin::{Pin, pin},
    rc::Rc,
    task::{Context, Poll, ready},
    time::Duration,
};

use futures_core::future::LocalBoxFuture;

use crate::{
    Amount, CancelReason, Cancelled, Message, Output, Params, Progress, Report, RunId, RunState,
    ScheduleId, Supervisor,
    record::Record,
    supervisor::{Inner, WeakInner, state::State},
};

/// What a body is given: parameters, progress, log, cancellation, sleep and yield.
///
/// ```
/// use taskdeck_core::{Config, Params, RunContext, RunOptions, Supervisor, Unit, sim::SimWorld};
///
/// let world = SimWorld::new(1);
/// let supervisor = Supervisor::new(Config::new(world.shared()));
/// let options = RunOptions::new("Export")
///     .params(Params::new().with("pages", 3))
///     .unit(Unit::Named("pages".into()));
/// let run = supervisor.spawn_with(options, async |ctx: RunContext| {
///     let pages = ctx.params().number("pages").unwrap_or_default();
///     ctx.message("Writing");
///     for page in 1..=pages as u32 {
///         ctx.progress(page, pages);
///         ctx.log(format!("page {page} is written"));
///         // Lets the page draw when its turn has come.
///         ctx.checkpoint().await?;
///     }
///     Ok(())
/// })?;
/// world.block_on(run.wait());
/// let run = run.snapshot().unwrap();
/// assert_eq!(run.progress.and_then(|progress| progress.fraction()), Some(1.0));
/// assert!(run.created_at <= run.started_at.unwrap() && run.started_at <= run.finished_at);
/// # Ok::<_, taskdeck_core::SpawnError>(())
/// ```
///
/// It is a cheap handle and may be cloned into callbacks. Once the run has ended, or its next attempt
/// has started, it is dead: reports are ignored.
#[derive(Clone)]
pub struct RunContext {
    supervisor: WeakInner,
    id: RunId,
    attempt: u32,
    params: Params,
}

impl RunContext {
    pub(crate) fn new(supervisor: WeakInner, id: RunId, attempt: u32, params: Params) -> Self {
        Self {
            supervisor,
            id,
            attempt,
            params,
        }
    }

    /// The id of the run.
    #[must_use]
    pub fn id(&self) -> RunId {
        self.id
    }

    /// Which attempt this is, from 1.
    #[must_use]
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// The supervisor of the run, unless it is gone.
    #[must_use]
    pub fn supervisor(&self) -> Option<Supervisor> {
        self.inner().map(Supervisor::of)
    }

    /// The schedule that started the run, if one did.
    #[must_use]
    pub fn schedule(&self) -> Option<ScheduleId> {
        let id = self.id();
        self.read(|state| state.store.get(id)?.extras.as_ref()?.schedule)
            .flatten()
    }

    /// The parameters of the run.
    #[must_use]
    pub fn params(&self) -> &Params {
        &self.params
    }

    /// Reports how much is done of how much. Any number of reports costs one update a frame, and the
    /// last one is always shown. A total that is not over 0 counts as unknown.
    pub fn progress(&self, done: impl Amount, total: impl Amount) {
        self.report(|progress| progress.set(done.amount(), Some(total.amount())));
    }

    /// Reports how much is done where nobody knows how much there is.
    pub fn progress_so_far(&self, done: impl Amount) {
        self.report(|progress| progress.set(done.amount(), None));
    }

    /// Says what the body is doing.
    pub fn message(&self, message: impl Into<Message>) {
        let message = message.into();
        self.report(|progress| progress.message = Some(message));
    }

    fn report(&self, change: impl FnOnce(&mut Progress)) {
        let id = self.id();
        let told = self.update(|state| {
            let record = self.own(state)?;
            record.progressed = true;
            let reported = record.reported.get_or_insert_default();
            change(reported.progress.get_or_insert_default());
            let times_it = reported.rate.count();
            let has_parent = record.origin().is_some();
            state.mark_dirty(id);
            if times_it {
                let now = state.now();
                self.own(state)?.reported.as_mut()?.rate.note(now);
            }
            if has_parent {
                state.part_has_changed(id);
            }
            let told = state.config.on_report.clone()?;
            let progress = self.own(state)?.progress().cloned()?;
            Some((told, progress))
        });
        if let Some((told, progress)) = told.flatten() {
            told(id, Report::Progress(&progress));
        }
    }

    /// Tells of a report whoever wants to know of each, where the run is still live.
    fn tell(&self, live: bool, report: Report<'_>) {
        let told = self.read(|state| state.config.on_report.clone()).flatten();
        if let Some(told) = told.filter(|_| live) {
            told(self.id(), report);
        }
    }

    /// Writes a line into the run's log, of which the newest are kept.
    pub fn log(&self, text: impl Into<Message>) {
        let (id, text) = (self.id(), text.into());
        let live = self.update(|state| {
            let (now, keep) = (state.now(), state.config.log_lines);
            let record = self.own(state)?;
            record.extras().log.push(now, text.clone(), keep);
            state.mark_dirty(id);
            Some(())
        });
        self.tell(live.flatten().is_some(), Report::Log(&text));
    }

    /// Says what is to be known of how the body runs, as *on the page, since workers do not start here*.
    /// It is shown for as long as the attempt lasts and after it.
    pub fn note(&self, note: impl Into<Message>) {
        let (id, note) = (self.id(), note.into());
        let live = self.update(|state| {
            self.own(state)?.extras().note = Some(note.clone());
            state.mark_dirty(id);
            Some(())
        });
        self.tell(live.flatten().is_some(), Report::Note(&note));
    }

    /// Sets what a person sees as the result, in place of what was set before.
    pub fn output(&self, output: impl Into<Output>) {
        let (id, output) = (self.id(), output.into());
        let before = self.update(|state| {
            let extras = self.own(state)?.extras();
            let before = std::mem::replace(&mut extras.output, output.clone());
            state.mark_dirty(id);
            Some(before)
        });
        // What was there before is of others, and dropped here, outside of any borrow.
        let live = before.flatten().is_some();
        self.tell(live, Report::Output(&output));
    }

    /// Why the body was asked to stop, if it was. Only a body with a grace lives to see it.
    #[must_use]
    pub fn cancel_reason(&self) -> Option<CancelReason> {
        self.read(|state| {
            let record = state.store.get(self.id())?;
            if record.attempt > self.attempt {
                return None;
            }
            match &record.state {
                RunState::Cancelling { reason, .. } | RunState::Cancelled { reason, .. } => {
                    Some(reason.clone())
                }
                _ => None,
            }
        })
        .unwrap_or(Some(CancelReason::Owner))
    }

    /// Whether the body was asked to stop.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.cancel_reason().is_some()
    }

    /// Resolves when the body is asked to stop. Only a body with a grace lives to see it.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use taskdeck_core::{Config, Outcome, RunContext, RunOptions, Supervisor, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let options = RunOptions::new("Record").grace(Duration::from_secs(2));
    /// let run = supervisor.spawn_with(options, async |ctx: RunContext| {
    ///     ctx.cancelled().await;
    ///     Ok("saved what was recorded")
    /// })?;
    /// world.run_until_stalled();
    /// run.cancel();
    /// assert_eq!(world.block_on(run.outcome()), Outcome::Completed("saved what was recorded"));
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn cancelled(&self) -> impl Future<Output = Cancelled> + use<> {
        CancelledFuture::new(self)
    }

    /// Waits for this long, which may be days; drop it to wait no longer.
    ///
    /// # Errors
    ///
    /// [`Cancelled`] as soon as the body is asked to stop.
    pub async fn sleep(&self, duration: Duration) -> Result<(), Cancelled> {
        let Some(inner) = self.inner() else {
            return Err(self.owner_gone());
        };
        let timer = inner.world.sleep(duration);
        drop(inner);
        Sleep {
            timer,
            cancelled: CancelledFuture::new(self),
        }
        .await
    }

    /// Gives everybody else a turn: in a browser a real one, in which it can draw and take input.
    pub async fn yield_now(&self) {
        if let Some(inner) = self.inner() {
            let turn = inner.world.yield_now();
            drop(inner);
            turn.await;
        }
    }

    /// Gives everybody else a turn if this turn's time (8 ms) is used up, and is where a body with a
    /// grace learns that it was asked to stop. Cheap enough for an inner loop.
    ///
    /// # Errors
    ///
    /// [`Cancelled`] when the body was asked to stop.
    pub async fn checkpoint(&self) -> Result<(), Cancelled> {
        let used_up = self
            .read(|state| state.now() >= state.slice_ends)
            .unwrap_or_default();
        if used_up {
            self.yield_now().await;
        }
        self.cancel_reason()
            .map_or(Ok(()), |reason| Err(Cancelled { reason }))
    }

    /// The record of the run while this attempt is its last one and the run is live.
    fn own<'a>(&self, state: &'a mut State) -> Option<&'a mut Record> {
        let record = state.store.live_mut(self.id())?;
        (record.attempt <= self.attempt).then_some(record)
    }

    pub(crate) fn inner(&self) -> Option<Rc<Inner>> {
        self.supervisor.upgrade()
    }

    fn read<R>(&self, read: impl FnOnce(&State) -> R) -> Option<R> {
        self.inner().map(|inner| inner.read(read))
    }

    fn update<R>(&self, change: impl FnOnce(&mut State) -> R) -> Option<R> {
        self.inner().map(|inner| inner.update(change))
    }

    fn owner_gone(&self) -> Cancelled {
        Cancelled {
            reason: CancelReason::Owner,
        }
    }
}

impl fmt::Debug for RunContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RunContext").field(&self.id()).finish()
    }
}

struct CancelledFuture {
    ctx: RunContext,
    key: Option<u64>,
}

impl CancelledFuture {
    fn new(ctx: &RunContext) -> Self {
        Self {
            ctx: ctx.clone(),
            key: None,
        }
    }
}

impl Future for CancelledFuture {
    type Output = Cancelled;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Cancelled> {
        let Self { ctx, key } = self.get_mut();
        if let Some(reason) = ctx.cancel_reason() {
            return Poll::Ready(Cancelled { reason });
        }
        if let Some(inner) = ctx.inner() {
            let mut waker = Some(context.waker().clone());
            inner.update(|state| {
                if let Some(record) = ctx.own(state) {
                    record.extras().cancel.wait(key, &mut waker);
                }
            });
        }
        Poll::Pending
    }
}

impl Drop for CancelledFuture {
    fn drop(&mut self) {
        let Some(key) = self.key else { return };
        if let Some(inner) = self.ctx.inner() {
            let left = inner.update(|state| {
                let record = state.store.live_mut(self.ctx.id())?;
                record.extras.as_mut()?.cancel.leave(key)
            });
            drop(left);
        }
    }
}

struct Sleep {
    timer: LocalBoxFuture<'static, ()>,
    cancelled: CancelledFuture,
}

impl Future for Sleep {
    type Output = Result<(), Cancelled>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if let Poll::Ready(cancelled) = pin!(&mut self.cancelled).poll(context) {
            return Poll::Ready(Err(cancelled));
        }
        ready!(self.timer.as_mut().poll(context));
        Poll::Ready(Ok(()))
    }
}
