//! Bodies of random shape, which tell the model what they do.

use std::{
    cell::Cell,
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
    model::{Said, Wait},
    program::{End, Move, OnDrop, Spec},
};

/// The number of a run, as soon as it has one.
pub(crate) type Number = Rc<Cell<Option<usize>>>;

/// What a body leaves behind: it notes in the model that the body is gone, and acts on the drop.
pub(crate) struct Remains {
    machine: Weak<Machine>,
    run: Number,
    spec: Rc<Spec>,
}

impl Remains {
    pub(crate) fn new(machine: &Weak<Machine>, run: Number, spec: &Rc<Spec>) -> Self {
        Self {
            machine: machine.clone(),
            run,
            spec: spec.clone(),
        }
    }
}

impl Drop for Remains {
    fn drop(&mut self) {
        let Some(machine) = self.machine.upgrade() else {
            return;
        };
        machine.discover();
        // A run that was refused does not exist.
        let Some(run) = self.run.get() else {
            return;
        };
        {
            let mut model = machine.model.borrow_mut();
            model.stops_with_parent(run, machine.world.now());
            model.runs[run].leaving = true;
        }
        if let Some(OnDrop::Do(deed)) = &self.spec.on_drop {
            machine.deed(deed);
        }
        let mut model = machine.model.borrow_mut();
        let at = &mut model.runs[run];
        at.gone = true;
        // A second panic while the first one unwinds would abort, here as everywhere in Rust.
        let panics = matches!(self.spec.on_drop, Some(OnDrop::Panic));
        let panics = panics && !std::thread::panicking();
        if panics && at.said.is_some() {
            at.said = Some(Said::Panic);
        }
        model.body_goes(run, machine.world.now());
        drop(model);
        if panics {
            resume_unwind(Box::new("the drop panics"));
        }
    }
}

/// A body that notes each poll in the model.
pub(crate) struct Watched {
    body: Option<LocalBoxFuture<'static, Result<(), TaskError>>>,
    remains: Remains,
}

impl Watched {
    /// Returns the body of one attempt.
    pub(crate) fn new(mut remains: Remains, ctx: RunContext) -> Self {
        if let Some(machine) = remains.machine.upgrade() {
            machine.discover();
            let mut model = machine.model.borrow_mut();
            remains.run = Rc::new(Cell::new(model.index(ctx.id())));
            if let Some(run) = remains.run.get() {
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
        let (Some(machine), Some(run)) = (self.remains.machine.upgrade(), self.remains.run.get())
        else {
            return Poll::Pending;
        };
        machine.discover();
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
                Err(error) => Said::Error {
                    for_good: !error.may_retry(),
                    after: error.retry_delay().map(|wait| wait.as_millis() as u64),
                },
            };
            ends.machine.model.borrow_mut().runs[run].said = Some(said);
        }
        polled
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        // First the body, with its timers; then what it leaves behind.
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

async fn body(machine: Weak<Machine>, ctx: RunContext, spec: Rc<Spec>) -> Result<(), TaskError> {
    for next in &spec.moves {
        let taken = take(&machine, &ctx, next).await;
        if let Some(machine) = machine.upgrade() {
            machine.waits(ctx.id(), None);
        }
        taken?;
    }
    let error = || TaskError::new("it fails");
    match spec.end(ctx.attempt()) {
        End::Value => Ok(()),
        End::Error => Err(error()),
        End::ErrorForGood => Err(error().no_retry()),
        End::ErrorAfter(millis) => Err(error().retry_after(Duration::from_millis(millis))),
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
        End::ErrorWhenTold => {
            ctx.cancelled().await;
            Err(error())
        }
    }
}

async fn take(machine: &Weak<Machine>, ctx: &RunContext, next: &Move) -> Result<(), TaskError> {
    let machine = machine.upgrade();
    let Some(machine) = machine else {
        return Ok(());
    };
    let waits = |millis: u64, by_timer| {
        let until = machine.world.now() + Duration::from_millis(millis);
        machine.waits(ctx.id(), Some(Wait { until, by_timer }));
    };
    match next {
        Move::Sleep(millis) => {
            waits(*millis, true);
            drop(machine);
            ctx.sleep(Duration::from_millis(*millis)).await?;
        }
        Move::SleepDeaf(millis) => {
            waits(*millis, true);
            let sleep = machine.world.sleep(Duration::from_millis(*millis));
            drop(machine);
            sleep.await;
        }
        Move::Yield => {
            waits(0, false);
            drop(machine);
            ctx.yield_now().await;
        }
        Move::WakeItself(times) => {
            waits(0, false);
            drop(machine);
            wake_itself(*times).await;
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
        Move::Child(spec) => machine.spawn_child(ctx, spec),
        Move::AwaitChildren => {
            let children = machine.want_children(ctx);
            drop(machine);
            for child in children {
                child.await;
            }
        }
    }
    Ok(())
}

async fn wake_itself(times: usize) {
    let mut left = times;
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
