//! One run in a worker, as its page sees it.

use std::pin::pin;

use futures_util::future::{Either, select};
use taskdeck_core::{Cancelled, ErrorKind, Message, Output, RunContext, TaskError, message};
use wasm_bindgen_futures::spawn_local;

use super::{
    attached::{Handles, pack_params, unpack_output},
    inbox::Heard,
    job::Job,
    message::{End, FromWorker, Reported, Start, ToWorker},
    pool::{NoWorker, Pool, lost},
    worker::Worker,
};
use crate::browser::{discard_private_files, make_collector_look, private_folder};

/// What has become of a worker that is of no use any more.
const GONE: Message = message!("The worker is lost");

/// After how many reports the collector is asked to look. A page that only draws progress has little for
/// it to see, and each frame leaves 25 KB of the browser's own behind.
const LOOK_AFTER: u32 = 256;

/// Runs a job in a worker of the pool. Dropping this terminates the worker.
pub(super) async fn call(
    pool: &Pool,
    job: &Job,
    ctx: &RunContext,
) -> Result<Result<Output, TaskError>, NoWorker> {
    let worker = match select(pin!(pool.take()), pin!(ctx.cancelled())).await {
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
    /// What the names of its private files begin with.
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
        self.say(&start, &handles)?;
        let mut output = Output::none();
        let end = self.hear(job, ctx, &mut output).await?;
        match end {
            End::Failed(error) if error.kind() == ErrorKind::Panic => Err(error),
            end => {
                // What has ended by itself has left the worker as it was, and nothing behind.
                if let Some(worker) = self.worker.take() {
                    pool.give_back(worker);
                }
                match end {
                    End::Completed => Ok(output),
                    End::Failed(error) => Err(error),
                    End::Cancelled(reason) => Err(Cancelled { reason }.into()),
                }
            }
        }
    }

    fn say(&self, message: &ToWorker, handles: &Handles) -> Result<(), TaskError> {
        match &self.worker {
            Some(worker) => worker.say(message, handles),
            None => Ok(()),
        }
    }

    /// Hands on what the worker says, until it says how the run has ended.
    async fn hear(
        &self,
        job: &Job,
        ctx: &RunContext,
        output: &mut Output,
    ) -> Result<End, TaskError> {
        let Some(worker) = &self.worker else {
            return Err(lost(GONE, TaskError::new(message!("It had no work"))));
        };
        let mut asked = false;
        let mut reports = 0_u32;
        loop {
            let heard = if asked {
                worker.inbox.next().await
            } else {
                match select(pin!(worker.inbox.next()), pin!(ctx.cancelled())).await {
                    Either::Left((heard, _)) => heard,
                    // A plain function cannot be told anything.
                    Either::Right((cancelled, _)) if job.is_plain() => {
                        return Err(cancelled.into());
                    }
                    Either::Right((Cancelled { reason }, _)) => {
                        asked = true;
                        self.say(&ToWorker::Cancel(reason), &Handles::default())?;
                        continue;
                    }
                }
            };
            match heard {
                Heard::Message(FromWorker::Report(reported), _) => {
                    report(ctx, reported);
                    reports += 1;
                    if reports.is_multiple_of(LOOK_AFTER) {
                        make_collector_look();
                    }
                }
                Heard::Message(FromWorker::Output(parts), handles) => {
                    let shown = unpack_output(parts, &handles).map_err(|why| lost(GONE, why))?;
                    *output = shown.clone();
                    ctx.output(shown);
                }
                Heard::Message(FromWorker::End(end), _) => return Ok(end),
                Heard::Message(FromWorker::Ready | FromWorker::NotLoaded(_), _) => {
                    return Err(lost(GONE, TaskError::new(message!("It started again"))));
                }
                Heard::Died(why) => {
                    let why = why.unwrap_or_else(|| TaskError::new(message!("It gave no reason")));
                    return Err(lost(GONE, why));
                }
            }
        }
    }
}

fn report(ctx: &RunContext, reported: Reported) {
    if let Some(progress) = reported.progress {
        match progress.total {
            Some(total) => ctx.progress(progress.done, total),
            None => ctx.progress_so_far(progress.done),
        }
        if let Some(message) = progress.message {
            ctx.message(message);
        }
    }
    if let Some(note) = reported.note {
        ctx.note(note);
    }
    if reported.dropped > 0 {
        ctx.log(message!(
            "… 1 more line than can be kept|… {count} more lines than can be kept",
            count = reported.dropped
        ));
    }
    for line in reported.lines {
        ctx.log(line);
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        // Still here: the run was given up, and what it was writing with it.
        if let Some(worker) = self.worker.take() {
            drop(worker);
            spawn_local(discard_private_files(std::mem::take(&mut self.files)));
        }
    }
}
