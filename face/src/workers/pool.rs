//! The workers of a page.

use std::{
    cell::{Cell, RefCell},
    num::NonZeroUsize,
    rc::Rc,
    time::Duration,
};

use gloo_timers::callback::Timeout;
use js_sys::Reflect;
use taskdeck_core::{
    ErrorKind, LaneOptions, Limit, LocalBoxFuture, Message, Output, RunContext, Supervisor, Task,
    TaskError, message,
};

use super::{
    call::call, deaths::Deaths, inbox::WorkerEvent, job::Job, message::FromWorker, worker::Worker,
};
use crate::browser::{unless_crashed, why_not_loaded};

/// The name of the lane for runs in workers.
pub const WORKERS: &str = "workers";

/// The largest default number of workers.
const MAX_WORKERS: usize = 4;

/// How long an idle worker is kept.
const IDLE_TIME: Duration = Duration::from_secs(30);

/// The workers of a page.
///
/// A worker is started when it is needed, executes one run at a time, and is kept for 30 s when
/// idle. The limit of the lane [`WORKERS`] bounds the number of workers at a time.
///
/// `Pool` is a cheap handle: clones share the same workers.
///
/// # On drop
///
/// Idle workers are terminated with the last clone, or when the supervisor that the pool
/// [serves](Self::serve) is shut down.
#[derive(Clone, Debug)]
pub struct Pool(Rc<Inner>);

#[derive(Debug)]
struct Inner {
    /// The address of the worker program, or `None` if bodies run on the page.
    address: Option<String>,
    idle: RefCell<Vec<Idle>>,
    deaths: RefCell<Deaths>,
    /// Whether the supervisor was shut down, so that no worker is kept.
    closed: Cell<bool>,
    /// The number of calls, used for names.
    calls: Cell<u32>,
}

/// An idle worker and the timer that terminates it.
#[derive(Debug)]
struct Idle {
    worker: Worker,
    number: u32,
    _end: Timeout,
}

/// Why no worker is available.
#[derive(Debug)]
pub(super) enum NoWorker {
    /// Workers cannot be started here.
    Unavailable(TaskError),
    /// The worker died before it was ready.
    Lost(TaskError),
}

impl Pool {
    /// Creates a pool of workers that run the JavaScript module at `address`. No worker is started
    /// yet.
    #[must_use]
    pub fn new(address: impl Into<String>) -> Self {
        Self::of(Some(address.into()))
    }

    /// Creates a pool without workers. Async bodies run on the page, in slices of its time. Plain
    /// functions fail, because they need a worker.
    #[must_use]
    pub fn on_page() -> Self {
        Self::of(None)
    }

    fn of(address: Option<String>) -> Self {
        Self(Rc::new(Inner {
            address,
            idle: RefCell::default(),
            deaths: RefCell::default(),
            closed: Cell::new(false),
            calls: Cell::new(0),
        }))
    }

    /// Returns the default number of workers: the number of processors, but at most 4.
    #[must_use]
    pub fn size() -> Limit {
        let navigator = Reflect::get(&js_sys::global(), &"navigator".into()).unwrap_or_default();
        let processors = Reflect::get(&navigator, &"hardwareConcurrency".into());
        let processors = processors.ok().and_then(|number| number.as_f64());
        let size = processors
            .map_or(1, |number| number as usize)
            .clamp(1, MAX_WORKERS);
        NonZeroUsize::new(size).map_or(Limit::UNLIMITED, Limit::from)
    }

    /// Adds the lane [`WORKERS`] to a supervisor, with [`size`](Self::size) as its limit, which can
    /// be changed like that of any lane. The workers are terminated when the supervisor is shut
    /// down.
    pub fn serve(&self, supervisor: &Supervisor) {
        // Only an empty name could fail.
        let _ = supervisor.lane(WORKERS).set(LaneOptions::new(Self::size()));
        supervisor.own(CloseOnDrop(self.clone()));
    }

    /// Creates a task that runs `job` in the lane [`WORKERS`], with the job's [grace](Job::grace).
    #[must_use]
    pub fn task(&self, job: Job) -> Task {
        let (name, title, grace) = (job.name().to_owned(), job.title().to_owned(), job.grace());
        Task::new(name, title, self.in_worker(job))
            .lane(WORKERS)
            .grace(grace)
    }

    /// Creates a body that runs `job` in a worker. Put its run in the lane [`WORKERS`], which
    /// limits the number of workers, and set a [grace](Job::grace). [`task`](Self::task) does both.
    pub fn in_worker(
        &self,
        job: Job,
    ) -> impl Fn(RunContext) -> LocalBoxFuture<'static, Result<Output, TaskError>> + Clone + use<>
    {
        let pool = self.clone();
        move |ctx| {
            let (pool, job) = (pool.clone(), job.clone());
            Box::pin(async move { pool.run(&job, ctx).await })
        }
    }

    /// Runs `job` in a worker. Dropping the future terminates the worker.
    ///
    /// # Errors
    ///
    /// The error of the body. Its kind is [`ErrorKind::Panic`] if the body panicked, and
    /// [`ErrorKind::Lost`] if the worker died or did not start.
    pub async fn run(&self, job: &Job, ctx: RunContext) -> Result<Output, TaskError> {
        match call(self, job, &ctx).await {
            Err(NoWorker::Unavailable(why)) if job.is_plain() => {
                Err(why.context(message!("{title} needs a worker", title = job.title())))
            }
            Err(NoWorker::Unavailable(why)) => {
                ctx.note(message!("Runs on the page. {why}", why = why.message()));
                job.run(ctx).await
            }
            Err(NoWorker::Lost(why)) => {
                self.died_early(&ctx, &why);
                Err(lost(message!("The worker did not start"), why))
            }
            Ok(result) => result,
        }
    }

    /// Returns the number of the next call.
    pub(super) fn next_call(&self) -> u32 {
        self.0.calls.replace(self.0.calls.get() + 1)
    }

    /// Returns an idle worker, or a new one once it is ready.
    pub(super) async fn acquire(&self) -> Result<Worker, NoWorker> {
        while let Some(idle) = self.pop_idle() {
            if !idle.worker.inbox.is_dead() {
                return Ok(idle.worker);
            }
        }
        let unavailable = || TaskError::new(message!("This page has no worker program"));
        let address = self.0.address.as_deref();
        let address = address.ok_or_else(|| NoWorker::Unavailable(unavailable()))?;
        let worker = Worker::start(address).map_err(NoWorker::Unavailable)?;
        let why = match worker.inbox.next().await {
            WorkerEvent::Message(FromWorker::Ready, _) => {
                worker.watch();
                return Ok(worker);
            }
            WorkerEvent::Message(FromWorker::NotLoaded(why), _) => TaskError::new(why),
            WorkerEvent::Message(..) => {
                TaskError::new(message!("It sent a message before it was ready"))
            }
            WorkerEvent::Died(Some(why)) => why,
            WorkerEvent::Died(None) => why_not_loaded(address).await,
        };
        Err(NoWorker::Lost(why))
    }

    fn pop_idle(&self) -> Option<Idle> {
        self.0.idle.borrow_mut().pop()
    }

    /// Keeps a worker for the next run.
    pub(super) fn release(&self, worker: Worker) {
        if self.0.closed.get() {
            return;
        }
        let number = self.next_call();
        let pool = Rc::downgrade(&self.0);
        let end = Timeout::new(
            IDLE_TIME.as_millis() as u32,
            unless_crashed(move || {
                if let Some(pool) = pool.upgrade() {
                    let mut idle = pool.idle.borrow_mut();
                    idle.retain(|idle| idle.number != number);
                }
            }),
        );
        self.0.idle.borrow_mut().push(Idle {
            worker,
            number,
            _end: end,
        });
    }

    /// Counts a worker that died before it was ready. After too many, the lane is suspended until
    /// the user resumes it.
    fn died_early(&self, ctx: &RunContext, why: &TaskError) {
        let Some(supervisor) = ctx.supervisor() else {
            return;
        };
        let now = supervisor.world().now();
        if self.0.deaths.borrow_mut().count(now) {
            let why = message!("Workers do not start. {why}", why = why.message());
            supervisor.lane(WORKERS).suspend(why);
        }
    }
}

/// Creates the error of a run whose worker is gone.
pub(super) fn lost(what: Message, why: TaskError) -> TaskError {
    let message = message!("{what}. {why}", what = what, why = why.message());
    why.causes().fold(
        TaskError::of_kind(ErrorKind::Lost, message),
        |error, cause| error.caused_by(cause),
    )
}

/// Closes the pool when its supervisor drops this.
struct CloseOnDrop(Pool);

impl Drop for CloseOnDrop {
    fn drop(&mut self) {
        let inner = &self.0.0;
        inner.closed.set(true);
        let idle = inner.idle.take();
        drop(idle);
    }
}
