//! What a body is given.

use std::{
    any::Any,
    fmt,
    future::Future,
    pin::{Pin, pin},
    rc::{Rc, Weak},
    sync::Arc,
    task::{Context, Poll, Waker, ready},
    time::Duration,
};

use futures_core::future::LocalBoxFuture;

use crate::{Amount, CancelReason, Cancelled, Output, Params, RunId, ScheduleId, SharedWorld};

/// The supervisor as the body of a run sees it.
///
/// The supervisor implements it. A record holds what makes bodies, and a body holds its context: without the
/// trait the types of a run and those of the supervisor would need each other.
pub(crate) trait Host: Any {
    /// Returns the world.
    fn world(&self) -> &SharedWorld;

    /// Returns the schedule that started a run.
    fn schedule_of(&self, run: RunId) -> Option<ScheduleId>;

    /// Takes a report of progress. As all reports, it is ignored unless the attempt goes on.
    fn report(&self, from: AttemptId, progress: ProgressReport);

    /// Takes a line of the log.
    fn log(&self, from: AttemptId, text: &str);

    /// Takes a note.
    fn note(&self, from: AttemptId, note: Arc<str>);

    /// Takes an output.
    fn output(&self, from: AttemptId, output: Output);

    /// Returns why an attempt was asked to stop.
    fn cancel_reason(&self, of: AttemptId) -> Option<CancelReason>;

    /// Registers a waker for the request to stop, under the key of its first registration.
    fn wait_for_cancel(&self, of: AttemptId, key: &mut Option<u64>, waker: &Waker);

    /// Removes such a waker.
    fn stop_waiting_for_cancel(&self, run: RunId, key: u64);

    /// Returns whether the slice of this turn is used up.
    fn slice_is_used_up(&self) -> bool;

    /// Returns the supervisor itself.
    fn into_any(self: Rc<Self>) -> Rc<dyn Any>;
}

/// Which attempt of which run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct AttemptId {
    pub(crate) run: RunId,
    /// Counts from 1.
    pub(crate) attempt: u32,
}

/// A report of progress.
pub(crate) enum ProgressReport {
    Amounts { done: f64, total: Option<f64> },
    Message(Arc<str>),
}

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
    supervisor: Weak<dyn Host>,
    id: RunId,
    attempt: u32,
    params: Params,
}

impl RunContext {
    pub(crate) fn new(supervisor: Weak<dyn Host>, id: RunId, attempt: u32, params: Params) -> Self {
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

    /// Returns the schedule that started the run, if one did.
    #[must_use]
    pub fn schedule(&self) -> Option<ScheduleId> {
        self.host()?.schedule_of(self.id)
    }

    /// The parameters of the run.
    #[must_use]
    pub fn params(&self) -> &Params {
        &self.params
    }

    /// Reports how much is done of how much. Any number of reports costs one update a frame, and the
    /// last one is always shown. A total that is not over 0 counts as unknown.
    pub fn progress(&self, done: impl Amount, total: impl Amount) {
        let total = Some(total.amount());
        self.report(ProgressReport::Amounts {
            done: done.amount(),
            total,
        });
    }

    /// Reports how much is done where nobody knows how much there is.
    pub fn progress_so_far(&self, done: impl Amount) {
        self.report(ProgressReport::Amounts {
            done: done.amount(),
            total: None,
        });
    }

    /// Says what the body is doing.
    pub fn message(&self, message: impl Into<Arc<str>>) {
        self.report(ProgressReport::Message(message.into()));
    }

    fn report(&self, progress: ProgressReport) {
        if let Some(host) = self.host() {
            host.report(self.attempt_id(), progress);
        }
    }

    /// Writes a line into the run's log, of which the newest are kept.
    pub fn log(&self, text: impl AsRef<str>) {
        if let Some(host) = self.host() {
            host.log(self.attempt_id(), text.as_ref());
        }
    }

    /// Says what is to be known of how the body runs, as *on the page, since workers do not start here*.
    /// It is shown for as long as the attempt lasts and after it.
    pub fn note(&self, note: impl Into<Arc<str>>) {
        if let Some(host) = self.host() {
            host.note(self.attempt_id(), note.into());
        }
    }

    /// Sets what a person sees as the result, in place of what was set before.
    pub fn output(&self, output: impl Into<Output>) {
        if let Some(host) = self.host() {
            host.output(self.attempt_id(), output.into());
        }
    }

    /// Why the body was asked to stop, if it was. Only a body with a grace lives to see it.
    #[must_use]
    pub fn cancel_reason(&self) -> Option<CancelReason> {
        match self.host() {
            Some(host) => host.cancel_reason(self.attempt_id()),
            None => Some(CancelReason::Owner),
        }
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
        let Some(host) = self.host() else {
            return Err(Cancelled {
                reason: CancelReason::Owner,
            });
        };
        let timer = host.world().sleep(duration);
        drop(host);
        Sleep {
            timer,
            cancelled: CancelledFuture::new(self),
        }
        .await
    }

    /// Gives everybody else a turn: in a browser a real one, in which it can draw and take input.
    pub async fn yield_now(&self) {
        if let Some(host) = self.host() {
            let turn = host.world().yield_now();
            drop(host);
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
        if self.host().is_some_and(|host| host.slice_is_used_up()) {
            self.yield_now().await;
        }
        self.cancel_reason()
            .map_or(Ok(()), |reason| Err(Cancelled { reason }))
    }

    pub(crate) fn host(&self) -> Option<Rc<dyn Host>> {
        self.supervisor.upgrade()
    }

    pub(crate) fn attempt_id(&self) -> AttemptId {
        AttemptId {
            run: self.id,
            attempt: self.attempt,
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
        if let Some(host) = ctx.host() {
            host.wait_for_cancel(ctx.attempt_id(), key, context.waker());
        }
        Poll::Pending
    }
}

impl Drop for CancelledFuture {
    fn drop(&mut self) {
        let Some(key) = self.key else { return };
        if let Some(host) = self.ctx.host() {
            host.stop_waiting_for_cancel(self.ctx.id, key);
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
