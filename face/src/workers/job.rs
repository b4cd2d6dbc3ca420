//! A body that can run in a worker.

use std::{fmt, future::Future, rc::Rc, sync::Arc, time::Duration};

use taskdeck_core::{LocalBoxFuture, Output, RunContext, TaskError};

/// How long an async body in a worker has to stop before its worker is terminated, unless its policy
/// says otherwise: 2 s.
pub const GRACE: Duration = Duration::from_secs(2);

type JobBody = Rc<dyn Fn(RunContext) -> LocalBoxFuture<'static, Result<Output, TaskError>>>;

/// A body with a name, by which page and worker mean the same one. It is given its parameters, files
/// among them, and reports progress, log and output as any other body; it has no document.
///
/// It is a body like any other: natively, in the simulated world, it runs without a worker.
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
    /// It is told, and learns of it at its next checkpoint.
    Async,
    /// It cannot be told anything.
    Plain,
}

impl Job {
    /// An async body. Cancelled, it learns of it at [`RunContext::checkpoint`]; when it has not stopped
    /// after its grace ([`GRACE`]), its worker is terminated.
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

    /// A plain function, which nobody can tell anything: cancelled, its worker is terminated at once. It
    /// needs a worker; on a page it would block it.
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

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The title of a task that is nothing but this job.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// How long the body has to stop when it is asked to, unless its policy says otherwise: none for a
    /// plain function.
    #[must_use]
    pub fn grace(&self) -> Duration {
        match self.kind {
            Kind::Async => GRACE,
            Kind::Plain => Duration::ZERO,
        }
    }

    /// Whether the body is a plain function.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.kind == Kind::Plain
    }

    /// Runs the body here.
    pub fn run(&self, ctx: RunContext) -> LocalBoxFuture<'static, Result<Output, TaskError>> {
        (self.body)(ctx)
    }

    /// A task that runs the body where its supervisor is, without a worker.
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
