//! A body that can run in a worker.

use std::{fmt, future::Future, rc::Rc, sync::Arc, time::Duration};

use taskdeck_core::{LocalBoxFuture, Output, RunContext, TaskError};

/// How long a cancelled async body in a worker has to stop, unless its policy sets another grace.
/// After that its worker is terminated.
pub const GRACE: Duration = Duration::from_secs(2);

type JobBody = Rc<dyn Fn(RunContext) -> LocalBoxFuture<'static, Result<Output, TaskError>>>;

/// A named body that can run in a worker. Page and worker program know it by its name.
///
/// It receives its parameters, including files, and reports progress, log and output like any other
/// body. It has no document. It also runs without a worker, on the page or natively in the
/// simulated world.
///
/// ```
/// use taskdeck_core::{Config, Params, RunContext, Supervisor, Task, sim::SimWorld};
/// use taskdeck::workers::Job;
///
/// let job = Job::new("double", "Double", async |ctx: RunContext| {
///     let n = ctx.params().number("n").unwrap_or_default();
///     ctx.checkpoint().await?;
///     Ok(format!("{}", n * 2.0))
/// });
/// let world = SimWorld::new(1);
/// let supervisor = Supervisor::new(Config::new(world.shared()));
/// supervisor.define(job.on_page()).unwrap();
/// let run = supervisor.start("double", Params::new().with("n", 21)).unwrap();
/// assert!(world.block_on(run.outcome()).completed().is_some());
/// ```
#[derive(Clone)]
pub struct Job {
    name: Arc<str>,
    title: Arc<str>,
    kind: Kind,
    body: JobBody,
}

/// How a body is stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// It is notified, and stops at its next checkpoint.
    Async,
    /// It cannot be notified, so its worker is terminated.
    Plain,
}

impl Job {
    /// Creates a job with an async body. A cancel reaches the body at [`RunContext::checkpoint`].
    /// If the body has not stopped after its grace ([`GRACE`]), its worker is terminated.
    ///
    /// For a function without `await`, use [`plain`](Self::plain).
    pub fn new<F, Fut, O>(name: impl Into<Arc<str>>, title: impl Into<Arc<str>>, body: F) -> Self
    where
        F: Fn(RunContext) -> Fut + 'static,
        Fut: Future<Output = Result<O, TaskError>> + 'static,
        O: Into<Output> + 'static,
    {
        let body = Rc::new(body);
        let body: JobBody = Rc::new(move |ctx| {
            let body = body.clone();
            Box::pin(async move { Ok(body(ctx).await?.into()) })
        });
        Self {
            name: name.into(),
            title: title.into(),
            kind: Kind::Async,
            body,
        }
    }

    /// Creates a job with a plain function, which cannot be notified of a cancel: its worker is
    /// terminated at once. It needs a worker, because it would block a page.
    pub fn plain<F, O>(name: impl Into<Arc<str>>, title: impl Into<Arc<str>>, function: F) -> Self
    where
        F: Fn(&RunContext) -> Result<O, TaskError> + 'static,
        O: Into<Output>,
    {
        let function = Rc::new(function);
        let body: JobBody = Rc::new(move |ctx| {
            let function = function.clone();
            Box::pin(async move { Ok(function(&ctx)?.into()) })
        });
        Self {
            name: name.into(),
            title: title.into(),
            kind: Kind::Plain,
            body,
        }
    }

    /// Returns the name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the title of a task that runs only this job.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Returns how long the body has to stop after a cancel, unless its policy sets another grace:
    /// [`GRACE`], or zero for a plain function.
    #[must_use]
    pub fn grace(&self) -> Duration {
        match self.kind {
            Kind::Async => GRACE,
            Kind::Plain => Duration::ZERO,
        }
    }

    /// Returns whether the body is a plain function.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.kind == Kind::Plain
    }

    /// Runs the body here, without a worker.
    pub fn run(&self, ctx: RunContext) -> LocalBoxFuture<'static, Result<Output, TaskError>> {
        (self.body)(ctx)
    }

    /// Creates a task that runs the body in the supervisor's own thread, without a worker.
    #[must_use]
    pub fn on_page(&self) -> taskdeck_core::Task {
        let job = self.clone();
        taskdeck_core::Task::new(self.name.clone(), self.title.clone(), move |ctx| {
            job.run(ctx)
        })
    }
}

impl fmt::Debug for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Job")
            .field("name", &self.name)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}
