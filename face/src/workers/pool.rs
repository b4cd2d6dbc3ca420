//! The workers of one page.

use std::{
    cell::{Cell, RefCell},
    num::NonZeroUsize,
    rc::Rc,
    time::Duration,
};

use gloo_timers::callback::Timeout;
use js_sys::Reflect;
use taskdeck_core::{
    ErrorKind, LaneOptions, Limit, LocalBoxFuture, Output, RunContext, Supervisor, Task, TaskError,
};

use super::{
    call::call, deaths::Deaths, inbox::Heard, job::Job, message::FromWorker, worker::Worker,
};
use crate::browser::{unless_crashed, why_not_loaded};

/// The lane of runs in workers.
pub const WORKERS: &str = "workers";

/// The most workers at a time, unless somebody says otherwise.
const MOST: usize = 4;

/// How long a worker without work stays.
const WARM: Duration = Duration::from_secs(30);

/// The workers of one page. They are started when they are first needed, stay for 30 s without work, and
/// run one run at a time. How many there are at a time is the limit of the lane [`WORKERS`].
///
/// It is a cheap handle. Workers end with the last one, or when the supervisor that it
/// [serves](Self::serve) is shut down.
#[derive(Clone, Debug)]
pub struct Pool(Rc<Inner>);

#[derive(Debug)]
struct Inner {
    /// The address of the worker program; none where bodies run on the page.
    address: Option<String>,
    idle: RefCell<Vec<Idle>>,
    deaths: RefCell<Deaths>,
    /// Whether the page is about to go, or the supervisor is.
    closed: Cell<bool>,
    /// How many calls there were, for names.
    calls: Cell<u32>,
}

/// A worker without work, and its end.
#[derive(Debug)]
struct Idle {
    worker: Worker,
    number: u32,
    _end: Timeout,
}

/// Why there is no worker.
#[derive(Debug)]
pub(super) enum NoWorker {
    /// There cannot be any here.
    Unavailable(TaskError),
    /// This one died before it was ready.
    Lost(TaskError),
}

impl Pool {
    /// A pool of workers whose program is at this address, a JavaScript module. None is started yet.
    #[must_use]
    pub fn new(address: impl Into<String>) -> Self {
        Self::of(Some(address.into()))
    }

    /// A pool without workers: async bodies run on the page, in slices of its time, and plain functions
    /// fail, because they need a worker.
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

    /// How many workers there may be at a time: as many as the machine has processors, at most 4.
    #[must_use]
    pub fn size() -> Limit {
        let navigator = Reflect::get(&js_sys::global(), &"navigator".into()).unwrap_or_default();
        let processors = Reflect::get(&navigator, &"hardwareConcurrency".into());
        let processors = processors.ok().and_then(|number| number.as_f64());
        let size = processors
            .map_or(1, |number| number as usize)
            .clamp(1, MOST);
        NonZeroUsize::new(size).map_or(Limit::UNLIMITED, Limit::from)
    }

    /// Gives a supervisor the lane [`WORKERS`], of the pool's [size](Self::size); the lane's limit may be
    /// changed like any other. When the supervisor is shut down, the workers end.
    pub fn serve(&self, supervisor: &Supervisor) {
        // The name is not empty, which is all that could be wrong.
        let _ = supervisor.lane(WORKERS).set(LaneOptions::new(Self::size()));
        supervisor.own(Open(self.clone()));
    }

    /// A task that is nothing but this job, in the lane [`WORKERS`], with the grace that suits it.
    #[must_use]
    pub fn task(&self, job: Job) -> Task {
        let (name, title, grace) = (job.name().to_owned(), job.title().to_owned(), job.grace());
        Task::new(name, title, self.in_worker(job))
            .lane(WORKERS)
            .grace(grace)
    }

    /// A body that runs the job in a worker. Its run is to be in the lane [`WORKERS`], which bounds how
    /// many there are, and to have the [grace](Job::grace) of the job or another.
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

    /// Runs the job in a worker. Dropping this terminates the worker.
    ///
    /// # Errors
    ///
    /// What the body failed with; [`ErrorKind::Panic`] when it panicked, [`ErrorKind::Lost`] when its
    /// worker died or never started.
    pub async fn run(&self, job: &Job, ctx: RunContext) -> Result<Output, TaskError> {
        match call(self, job, &ctx).await {
            Err(NoWorker::Unavailable(why)) if job.is_plain() => {
                Err(why.context(format!("{} needs a worker", job.title())))
            }
            Err(NoWorker::Unavailable(why)) => {
                ctx.note(format!("Runs on the page: {}", why.message()));
                job.run(ctx).await
            }
            Err(NoWorker::Lost(why)) => {
                self.died_early(&ctx, &why);
                Err(lost("The worker did not start", why))
            }
            Ok(result) => result,
        }
    }

    /// The number of the next call.
    pub(super) fn next_call(&self) -> u32 {
        self.0.calls.replace(self.0.calls.get() + 1)
    }

    /// A worker that is ready: one that has no work, else a new one.
    pub(super) async fn take(&self) -> Result<Worker, NoWorker> {
        while let Some(idle) = self.pop_idle() {
            if !idle.worker.inbox.is_dead() {
                return Ok(idle.worker);
            }
        }
        let unavailable = || TaskError::new("this page has no worker program");
        let address = self.0.address.as_deref();
        let address = address.ok_or_else(|| NoWorker::Unavailable(unavailable()))?;
        let worker = Worker::start(address).map_err(NoWorker::Unavailable)?;
        let why = match worker.inbox.next().await {
            Heard::Message(FromWorker::Ready, _) => {
                worker.watch();
                return Ok(worker);
            }
            Heard::Message(FromWorker::NotLoaded(why), _) => TaskError::new(why),
            Heard::Message(..) => TaskError::new("it spoke before it was ready"),
            Heard::Died(Some(why)) => why,
            Heard::Died(None) => why_not_loaded(address).await,
        };
        Err(NoWorker::Lost(why))
    }

    fn pop_idle(&self) -> Option<Idle> {
        self.0.idle.borrow_mut().pop()
    }

    /// Keeps a worker for the next run, for a while.
    pub(super) fn give_back(&self, worker: Worker) {
        if self.0.closed.get() {
            return;
        }
        let number = self.next_call();
        let pool = Rc::downgrade(&self.0);
        let end = Timeout::new(
            WARM.as_millis() as u32,
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

    /// A worker died before it was ready: when too many do, no more are started until a person says so.
    fn died_early(&self, ctx: &RunContext, why: &TaskError) {
        let Some(supervisor) = ctx.supervisor() else {
            return;
        };
        let now = supervisor.world().now();
        if self.0.deaths.borrow_mut().count(now) {
            let why = format!("its workers do not start: {}", why.message());
            supervisor.lane(WORKERS).suspend(why);
        }
    }
}

/// The error of a run whose worker is gone.
pub(super) fn lost(what: &str, why: TaskError) -> TaskError {
    let message = format!("{what}: {}", why.message());
    why.causes().fold(
        TaskError::of_kind(ErrorKind::Lost, message),
        |error, cause| error.caused_by(cause),
    )
}

/// What a supervisor owns of a pool.
struct Open(Pool);

impl Drop for Open {
    fn drop(&mut self) {
        let inner = &self.0.0;
        inner.closed.set(true);
        let idle = inner.idle.take();
        drop(idle);
    }
}
