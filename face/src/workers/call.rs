//! A run in a worker, on the side of the page.

use std::pin::pin;

use futures_util::future::{Either, select};
use taskdeck_core::{Cancelled, ErrorKind, Message, Output, RunContext, TaskError, message};
use wasm_bindgen_futures::spawn_local;

use super::{
    attached::{Handles, pack_params, unpack_output},
    inbox::WorkerEvent,
    job::Job,
    message::{End, FromWorker, ReportBatch, Start, ToWorker},
    pool::{NoWorker, Pool, lost},
    worker::Worker,
};
use crate::browser::{discard_private_files, private_folder, trigger_collection};

/// The message for a worker that is of no use any more.
const LOST: Message = message!("The worker is lost");

/// The number of reports after which a garbage collection is triggered. A page that only draws
/// progress allocates little, but each frame leaves 25 KB of the browser's own memory behind.
const COLLECT_AFTER: u32 = 256;

/// Runs a job in a worker of the pool. Dropping the future terminates the worker.
pub(super) async fn call(
    pool: &Pool,
    job: &Job,
    ctx: &RunContext,
) -> Result<Result<Output, TaskError>, NoWorker> {
    let worker = match select(pin!(pool.acquire()), pin!(ctx.cancelled())).await {
        Either::Left((worker, _)) => worker?,
        Either::Right((cancelled, _)) => return Ok(Err(cancelled.into())),
    };
    let folder = private_folder().await;
    let call = Call {
        worker: Some(worker),
        files: format!("call-{}-", pool.next_call()),
    };
    Ok(call.run(pool, job, ctx, folder).await)
}

/// A run that has a worker to itself.
struct Call {
    worker: Option<Worker>,
    /// The prefix of its private files.
    files: String,
}

impl Call {
    async fn run(
        mut self,
        pool: &Pool,
        job: &Job,
        ctx: &RunContext,
        folder: String,
    ) -> Result<Output, TaskError> {
        let (params, attached, handles) = pack_params(ctx.params())?;
        let start = ToWorker::Start(Start {
            job: job.name().to_owned(),
            title: job.title().to_owned(),
            attempt: ctx.attempt(),
            params,
            attached,
            files: Some((folder, self.files.clone())),
        });
        self.send(&start, &handles)?;
        let mut output = Output::none();
        let end = self.receive(job, ctx, &mut output).await?;
        match end {
            End::Failed(error) if error.kind() == ErrorKind::Panic => Err(error),
            end => {
                // A body that ended by itself leaves a clean worker, which can be reused.
                if let Some(worker) = self.worker.take() {
                    pool.release(worker);
                }
                match end {
                    End::Completed => Ok(output),
                    End::Failed(error) => Err(error),
                    End::Cancelled(reason) => Err(Cancelled { reason }.into()),
                }
            }
        }
    }

    fn send(&self, message: &ToWorker, handles: &Handles) -> Result<(), TaskError> {
        match &self.worker {
            Some(worker) => worker.send(message, handles),
            None => Ok(()),
        }
    }

    /// Forwards what the worker reports until the run has ended.
    async fn receive(
        &self,
        job: &Job,
        ctx: &RunContext,
        output: &mut Output,
    ) -> Result<End, TaskError> {
        let Some(worker) = &self.worker else {
            return Err(lost(LOST, TaskError::new(message!("It had no work"))));
        };
        let mut cancelling = false;
        let mut reports = 0_u32;
        loop {
            let event = if cancelling {
                worker.inbox.next().await
            } else {
                match select(pin!(worker.inbox.next()), pin!(ctx.cancelled())).await {
                    Either::Left((event, _)) => event,
                    // A plain function cannot react to a cancel.
                    Either::Right((cancelled, _)) if job.is_plain() => {
                        return Err(cancelled.into());
                    }
                    Either::Right((Cancelled { reason }, _)) => {
                        cancelling = true;
                        self.send(&ToWorker::Cancel(reason), &Handles::default())?;
                        continue;
                    }
                }
            };
            match event {
                WorkerEvent::Message(FromWorker::Report(batch), _) => {
                    report(ctx, batch);
                    reports += 1;
                    if reports.is_multiple_of(COLLECT_AFTER) {
                        trigger_collection();
                    }
                }
                WorkerEvent::Message(FromWorker::Output(packed), handles) => {
                    let shown = unpack_output(packed, &handles).map_err(|why| lost(LOST, why))?;
                    *output = shown.clone();
                    ctx.output(shown);
                }
                WorkerEvent::Message(FromWorker::End(end), _) => return Ok(end),
                WorkerEvent::Message(FromWorker::Ready | FromWorker::NotLoaded(_), _) => {
                    return Err(lost(LOST, TaskError::new(message!("It started again"))));
                }
                WorkerEvent::Died(why) => {
                    let why = why.unwrap_or_else(|| TaskError::new(message!("It gave no reason")));
                    return Err(lost(LOST, why));
                }
            }
        }
    }
}

fn report(ctx: &RunContext, batch: ReportBatch) {
    if let Some(progress) = batch.progress {
        match progress.total {
            Some(total) => ctx.progress(progress.done, total),
            None => ctx.progress_so_far(progress.done),
        }
        if let Some(message) = progress.message {
            ctx.message(message);
        }
    }
    if let Some(note) = batch.note {
        ctx.note(note);
    }
    if let Some(summary) = batch.summary {
        ctx.summary(summary);
    }
    for problem in batch.problems {
        ctx.problem(problem);
    }
    if batch.dropped > 0 {
        ctx.log(message!(
            "… 1 more line than can be kept|… {count} more lines than can be kept",
            count = batch.dropped
        ));
    }
    for line in batch.lines {
        ctx.log(line);
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        // The run was dropped, so its unfinished files are removed.
        if let Some(worker) = self.worker.take() {
            drop(worker);
            spawn_local(discard_private_files(std::mem::take(&mut self.files)));
        }
    }
}
