//! Bodies of random shape, which tell the model what they do.

use std::{
    future::{Future, pending, poll_fn},
    panic::resume_unwind,
    pin::Pin,
    rc::{Rc, Weak},
    task::{Context, Poll},
    time::Duration,
};

use taskdeck_core::{Cancelled, LocalBoxFuture, RunContext, TaskError, World};

use crate::{
    machine::Machine,
    model::Said,
    program::{End, Move, OnDrop, Spec},
};

/// What a body leaves behind: tells the model that it is gone, and does what a drop does.
pub(crate) struct Remains {
    machine: Weak<Machine>,
    run: Option<usize>,
    spec: Spec,
}

impl Remains {
    pub(crate) fn new(machine: &Weak<Machine>, run: Option<usize>, spec: &Spec) -> Self {
        Self {
            machine: machine.clone(),
            run,
            spec: spec.clone(),
        }
    }
}

impl Drop for Remains {
    fn drop(&mut self) {
        let (Some(machine), Some(run)) = (self.machine.upgrade(), self.run) else {
            return;
        };
        // A run that was refused never was one.
        if run >= machine.model.borrow().runs.len() {
            return;
        }
        machine.model.borrow_mut().runs[run].leaving = true;
        if let Some(OnDrop::Do(deed)) = &self.spec.on_drop {
            machine.deed(deed);
        }
        let at = &mut machine.model.borrow_mut().runs[run];
        at.gone = true;
        // A second panic while the first one unwinds would abort, here as everywhere in Rust.
        if matches!(self.spec.on_drop, Some(OnDrop::Panic)) && !std::thread::panicking() {
            if at.said.is_some() {
                at.said = Some(Said::Panic);
            }
            resume_unwind(Box::new("the drop panics"));
        }
    }
}

/// A body that tells the model of each poll.
pub(crate) struct Watched {
    body: Option<LocalBoxFuture<'static, Result<(), TaskError>>>,
    remains: Remains,
}

impl Watched {
    pub(crate) fn new(mut remains: Remains, ctx: RunContext) -> Self {
        if let Some(machine) = remains.machine.upgrade() {
            let mut model = machine.model.borrow_mut();
            remains.run = model.index(ctx.id());
            if let Some(run) = remains.run {
                model.runs[run].gone = false;
            }
        }
        let body = body(remains.machine.clone(), ctx, remains.spec.clone());
        Self {
            body: Some(Box::pin(body)),
            remains,
        }
    }
}

impl Future for Watched {
    type Output = Result<(), TaskError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let (Some(machine), Some(run)) = (self.remains.machine.upgrade(), self.remains.run) else {
            return Poll::Pending;
        };
        machine.model.borrow_mut().poll_begins(run);
        let ends = EndsPoll { machine, run };
        let Some(body) = &mut self.body else {
            return Poll::Pending;
        };
        let polled = body.as_mut().poll(context);
        if let Poll::Ready(result) = &polled {
            let said = match result {
                Ok(()) => Said::Value,
                Err(error) if error.is_cancel() => Said::Stopped,
                Err(_) => Said::Error,
            };
            ends.machine.model.borrow_mut().runs[run].said = Some(said);
        }
        polled
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        // First the body, with its timers; then what it leaves.
        self.body = None;
    }
}

struct EndsPoll {
    machine: Rc<Machine>,
    run: usize,
}

impl Drop for EndsPoll {
    fn drop(&mut self) {
        self.machine.model.borrow_mut().poll_ends(self.run);
    }
}

async fn body(machine: Weak<Machine>, ctx: RunContext, spec: Spec) -> Result<(), TaskError> {
    for next in &spec.moves {
        let taken = take(&machine, &ctx, next).await;
        if let Some(machine) = machine.upgrade() {
            machine.waits(ctx.id(), None);
        }
        taken?;
    }
    match spec.end {
        End::Value => Ok(()),
        End::Error => Err(TaskError::new("it fails")),
        End::Panic => {
            if let Some(machine) = machine.upgrade() {
                machine.says(ctx.id(), Said::Panic);
            }
            resume_unwind(Box::new("it panics"))
        }
        End::Never => pending().await,
        End::StopWhenTold => Err(ctx.cancelled().await.into()),
        End::ValueWhenTold => {
            let Cancelled { .. } = ctx.cancelled().await;
            Ok(())
        }
    }
}

async fn take(machine: &Weak<Machine>, ctx: &RunContext, next: &Move) -> Result<(), TaskError> {
    let machine = machine.upgrade();
    let Some(machine) = machine else {
        return Ok(());
    };
    match next {
        Move::Sleep(millis) => {
            machine.waits(ctx.id(), Some(*millis));
            drop(machine);
            ctx.sleep(Duration::from_millis(*millis)).await?;
        }
        Move::SleepDeaf(millis) => {
            machine.waits(ctx.id(), Some(*millis));
            let sleep = machine.world.sleep(Duration::from_millis(*millis));
            drop(machine);
            sleep.await;
        }
        Move::Yield => {
            machine.waits(ctx.id(), Some(0));
            drop(machine);
            ctx.yield_now().await;
        }
        Move::WakeItself(times) => {
            machine.waits(ctx.id(), Some(0));
            drop(machine);
            let mut left = *times;
            poll_fn(|context| {
                if left == 0 {
                    return Poll::Ready(());
                }
                left -= 1;
                context.waker().wake_by_ref();
                Poll::Pending
            })
            .await;
        }
        Move::Report => {
            ctx.progress(1, 2);
            ctx.log("half of it");
        }
        Move::CancelItself => {
            let run = machine.model.borrow().index(ctx.id());
            if let (Some(run), Some(supervisor)) = (run, machine.supervisor()) {
                machine.cancel(&supervisor, run, ctx.id());
            }
        }
        Move::Do(deed) => machine.deed(deed),
    }
    Ok(())
}
