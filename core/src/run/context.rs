//! The context of a body.

use std::{
    any::Any,
    fmt,
    future::Future,
    pin::{Pin, pin},
    rc::{Rc, Weak},
    task::{Context, Poll, Waker, ready},
    time::Duration,
};

use futures_core::future::LocalBoxFuture;

use crate::{
    Amount, CancelReason, Cancelled, Message, Output, Params, RunId, ScheduleId, SharedWorld,
};

/// The supervisor as the bodies of its runs see it.
///
/// A record holds what makes its bodies, and each body holds its context. The trait keeps the types of a run
/// from needing those of the supervisor, which implements it.
pub(crate) trait Host: Any {
    /// Returns the world.
    fn world(&self) -> &SharedWorld;

    /// Returns the schedule that started a run.
    fn schedule_of(&self, run: RunId) -> Option<ScheduleId>;

    /// Takes a report of progress. As all reports, it is ignored unless the attempt goes on.
    fn report_amounts(&self, from: AttemptId, done: f64, total: Option<f64>);

    /// Takes the message of the progress.
    fn report_message(&self, from: AttemptId, message: Message);

    /// Takes the number of children that there will be.
    fn expect_children(&self, from: AttemptId, count: usize);

    /// Takes a line of the log.
    fn log(&self, from: AttemptId, text: Message);

    /// Takes a note.
    fn note(&self, from: AttemptId, note: Message);

    /// Takes an output.
    fn output(&self, from: AttemptId, output: Output);

    /// Takes the line that is shown of the result.
    fn summary(&self, from: AttemptId, text: Message);

    /// Takes a problem.
    fn problem(&self, from: AttemptId, text: Message);

    /// Returns why an attempt was requested to stop.
    fn cancel_reason(&self, of: AttemptId) -> Option<CancelReason>;

    /// Registers a waker for a request to stop. The key identifies the registration.
    fn wait_for_cancel(&self, of: AttemptId, key: &mut Option<u64>, waker: &Waker);

    /// Removes such a registration.
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

/// The context that a body gets: parameters, progress, log, cancellation, sleep, yield and child runs.
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
/// A context is a cheap handle and may be cloned into callbacks. It is dead once the run has ended or its
/// next attempt has begun: then its reports are ignored.
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

    /// Returns the id of the run.
    #[must_use]
    pub fn id(&self) -> RunId {
        self.id
    }

    /// Returns the number of the attempt, from 1.
    #[must_use]
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// Returns the schedule that started the run, if one did.
    #[must_use]
    pub fn schedule(&self) -> Option<ScheduleId> {
        self.host()?.schedule_of(self.id)
    }

    /// Returns the parameters of the run.
    #[must_use]
    pub fn params(&self) -> &Params {
        &self.params
    }

    /// Reports how much is done of a total. Any number of reports costs one update per frame, and the last
    /// one is always shown. A total that is not over 0 counts as unknown.
    ///
    /// See [`progress_so_far`](Self::progress_so_far) for an unknown total.
    pub fn progress(&self, done: impl Amount, total: impl Amount) {
        let (done, total) = (done.amount(), Some(total.amount()));
        if let Some(host) = self.host() {
            host.report_amounts(self.attempt_id(), done, total);
        }
    }

    /// Reports how much is done of an unknown total.
    pub fn progress_so_far(&self, done: impl Amount) {
        let done = done.amount();
        if let Some(host) = self.host() {
            host.report_amounts(self.attempt_id(), done, None);
        }
    }

    /// Sets how many [children](Self#children) there will be, for a body that spawns them one after the other. The
    /// progress that is shown for them counts all of these, also before they are spawned.
    pub fn expect_children(&self, count: usize) {
        if let Some(host) = self.host() {
            host.expect_children(self.attempt_id(), count);
        }
    }

    /// Sets the message that is shown with the progress: what the body is doing.
    pub fn message(&self, message: impl Into<Message>) {
        if let Some(host) = self.host() {
            host.report_message(self.attempt_id(), message.into());
        }
    }

    /// Appends a line to the log of the run, which keeps the newest lines.
    pub fn log(&self, text: impl Into<Message>) {
        if let Some(host) = self.host() {
            host.log(self.attempt_id(), text.into());
        }
    }

    /// Sets a note on how the body runs, such as *on the page, since workers do not start here*. It is shown
    /// during the attempt and after it.
    pub fn note(&self, note: impl Into<Message>) {
        if let Some(host) = self.host() {
            host.note(self.attempt_id(), note.into());
        }
    }

    /// Sets the output, which is what is shown of the result, in place of the one before.
    pub fn output(&self, output: impl Into<Output>) {
        if let Some(host) = self.host() {
            host.output(self.attempt_id(), output.into());
        }
    }

    /// Sets the line that is shown of the result in the row of the run, such as *5 OK · 2 errors*. The last one
    /// counts, also over the [summary](Output::summary) of an output.
    pub fn summary(&self, text: impl Into<Message>) {
        if let Some(host) = self.host() {
            host.summary(self.attempt_id(), text.into());
        }
    }

    /// Adds a problem: something that did not work, although the body goes on. A run that completes with problems is
    /// shown as *Done with problems*, and can be retried. The first 1,000 are kept, all are counted.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, RunOptions, RunStatus, Supervisor, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let options = RunOptions::new("Import");
    /// let run = supervisor.spawn_repeatable(options, async |ctx: RunContext| {
    ///     ctx.problem("line 7 has no date");
    ///     ctx.summary("8 of 9 lines");
    ///     Ok(())
    /// })?;
    /// world.block_on(run.wait());
    /// let shown = run.snapshot().unwrap();
    /// assert_eq!((shown.status(), shown.problems), (RunStatus::Completed, 1));
    /// assert_eq!(shown.summary.unwrap(), "8 of 9 lines");
    /// assert_eq!(supervisor.run(run.id()).problems(), ["line 7 has no date"]);
    /// assert!(supervisor.run(run.id()).retry().is_ok());
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    ///
    /// See [`log`](Self::log) for what is no problem, and return an error where nothing came of the work.
    pub fn problem(&self, text: impl Into<Message>) {
        if let Some(host) = self.host() {
            host.problem(self.attempt_id(), text.into());
        }
    }

    /// Returns why the body was requested to stop; `None` when it was not. Only a body with a grace runs
    /// after that.
    #[must_use]
    pub fn cancel_reason(&self) -> Option<CancelReason> {
        match self.host() {
            Some(host) => host.cancel_reason(self.attempt_id()),
            None => Some(CancelReason::Owner),
        }
    }

    /// Returns whether the body was requested to stop.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.cancel_reason().is_some()
    }

    /// Resolves when the body is requested to stop. Only a body with a grace runs after that.
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

    /// Waits for this long, which may be days. Dropping the future clears the timer.
    ///
    /// # Errors
    ///
    /// [`Cancelled`] as soon as the body is requested to stop.
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

    /// Gives the world a turn. In a browser, the page can draw and take input in it.
    ///
    /// See [`checkpoint`](Self::checkpoint) for an inner loop.
    pub async fn yield_now(&self) {
        if let Some(host) = self.host() {
            let turn = host.world().yield_now();
            drop(host);
            turn.await;
        }
    }

    /// Gives the world a turn if the slice of this turn (8 ms) is used up. It is cheap enough for an inner
    /// loop, and lets a body with a grace stop in time.
    ///
    /// # Errors
    ///
    /// [`Cancelled`] when the body was requested to stop.
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
