//! The worker program.

use std::{cell::Cell, collections::BTreeMap, rc::Rc, time::Duration};

use js_sys::{Array, global};
use taskdeck_core::{
    Limit, Outcome, RunContext, RunId, RunOptions, Supervisor, TaskError, message,
};
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use super::{
    attached::unpack_params,
    job::Job,
    message::{self, End, FromWorker, Start, ToWorker},
    outbox::{Outbox, post_to_page},
};
use crate::{
    Config,
    browser::{BrowserWorld, hold_lock, make_private_files_for},
};

/// Effectively no limit: the page decides how long a body may take to stop.
const FOR_EVER: Duration = Duration::from_secs(u32::MAX as u64);

/// Runs jobs for the page that started this worker. This is the whole program of a worker.
///
/// Call [`install_panic_hook`](crate::browser::install_panic_hook) first, so that the error of a
/// run that panics contains the panic's message.
pub fn serve(jobs: Vec<Job>) {
    let outbox = Outbox::new(BrowserWorld::shared());
    let reports = outbox.clone();
    let mut config = Config::default();
    config.concurrency = Limit::UNLIMITED;
    config.keep = 0;
    config.on_report = Some(Rc::new(move |run, report| reports.record(run, report)));
    let host = Rc::new(Host {
        supervisor: Supervisor::new(config),
        jobs: jobs
            .into_iter()
            .map(|job| (job.name().to_owned(), job))
            .collect(),
        outbox,
        running: Cell::default(),
    });
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        match message::decode::<ToWorker>(&event.data()) {
            Ok((ToWorker::Start(start), handles)) => host.start(start, &handles),
            Ok((ToWorker::Cancel(reason), _)) => {
                if let Some(run) = host.running.get() {
                    host.supervisor.run(run).cancel(reason);
                }
            }
            Err(error) => host.outbox.end(End::Failed(error)),
        }
    });
    let scope: DedicatedWorkerGlobalScope = global().unchecked_into();
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // The listener lives as long as the worker.
    on_message.forget();
    spawn_local(async move {
        // The lock, which has the worker's name, shows the page that the worker is alive.
        hold_lock(&scope.name()).await;
        post_to_page(&FromWorker::Ready, &Array::new());
    });
}

struct Host {
    supervisor: Supervisor,
    jobs: BTreeMap<String, Job>,
    outbox: Outbox,
    running: Cell<Option<RunId>>,
}

impl Host {
    fn start(self: &Rc<Self>, start: Start, handles: &Array) {
        let Some(job) = self.jobs.get(&start.job).cloned() else {
            let unknown = message!(
                "The worker program has no job named {name}",
                name = start.job
            );
            return self.outbox.end(End::Failed(TaskError::new(unknown)));
        };
        if let Some((page, prefix)) = start.files {
            make_private_files_for(page, prefix);
        }
        let params = unpack_params(start.params, start.attached, handles);
        let options = RunOptions::new(start.title)
            .params(params)
            .attempts_before(start.attempt.saturating_sub(1))
            .grace(FOR_EVER);
        let spawned = self
            .supervisor
            .spawn_with(options, async move |ctx: RunContext| {
                let output = job.run(ctx.clone()).await?;
                if !output.is_empty() {
                    ctx.output(output);
                }
                Ok(())
            });
        let run = match spawned {
            Ok(run) => run,
            Err(refused) => {
                let refused = TaskError::from(refused);
                return self.outbox.end(End::Failed(refused));
            }
        };
        self.outbox.follow(run.id());
        self.running.set(Some(run.id()));
        let outbox = self.outbox.clone();
        spawn_local(async move {
            outbox.end(match run.outcome().await {
                Outcome::Completed(()) => End::Completed,
                Outcome::Failed(error) => End::Failed(error),
                Outcome::Cancelled(reason) => End::Cancelled(reason),
            });
        });
    }
}
