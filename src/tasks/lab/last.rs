//! Tasks that last: for some seconds, for ever, or beyond their cancel or timeout.

use std::{future, time::Duration};

use gloo_timers::future::TimeoutFuture;
use taskdeck::browser::BrowserWorld;
use taskdeck_core::{Field, Message, RunContext, Task, TaskError, Unit, message};

/// The reports of a flood in one second.
const FLOOD: u64 = 100_000;

pub(super) fn timer() -> Task {
    Task::new("timer", "Timer", async |ctx: RunContext| {
        let seconds = ctx.params().number("seconds").unwrap_or(10.0) as u64;
        for left in (1..=seconds).rev() {
            ctx.progress(seconds - left, seconds);
            ctx.message(message!("{time} to go", time = Duration::from_secs(left)));
            ctx.sleep(Duration::from_secs(1)).await?;
        }
        ctx.progress(seconds, seconds);
        Ok(message!(
            "{time} have passed",
            time = Duration::from_secs(seconds)
        ))
    })
    .icon("clock")
    .description(message!("Counts down"))
    .unit(Unit::Named("s".into()))
    .field(
        Field::number("seconds", message!("Seconds"), 1.0, 86_400.0)
            .required()
            .default(10),
    )
}

pub(super) fn never_ends() -> Task {
    Task::new("never-ends", "Never ends", async |ctx: RunContext| {
        ctx.message(message!("Waiting for what never comes"));
        future::pending::<Result<(), TaskError>>().await
    })
    .icon("flask")
    .description(message!("Waits for ever; a cancel stops it at once"))
}

pub(super) fn ignores_its_cancel() -> Task {
    Task::new("ignores-its-cancel", "Ignores its cancel", ignore_cancel)
        .icon("warning")
        .description(message!(
            "Has 10 seconds to stop and goes on; then it is stopped"
        ))
        .grace(Duration::from_secs(10))
}

async fn ignore_cancel(ctx: RunContext) -> Result<(), TaskError> {
    let mut has_logged = false;
    loop {
        // The sleep of the context would end with the cancel.
        TimeoutFuture::new(100).await;
        if ctx.is_cancelled() && !has_logged {
            has_logged = true;
            ctx.log(message!("Asked to stop, and going on"));
            ctx.message(message!("Asked to stop, and going on"));
        }
    }
}

pub(super) fn outlasts_its_timeout() -> Task {
    Task::new(
        "outlasts-its-timeout",
        "Outlasts its timeout",
        async |ctx: RunContext| {
            for second in 0..60 {
                ctx.progress(second, 60);
                ctx.sleep(Duration::from_secs(1)).await?;
            }
            Ok(())
        },
    )
    .icon("clock")
    .description(message!("Wants a minute and is given 3 seconds"))
    .unit(Unit::Named("s".into()))
    .timeout(Duration::from_secs(3))
}

pub(super) fn floods_progress() -> Task {
    Task::new("floods-progress", "Floods progress", flood)
        .icon("spark")
        .description(message!("Reports its progress 100,000 times a second"))
        .unit(Unit::Named("reports".into()))
        .field(
            Field::number("seconds", message!("Seconds"), 1.0, 600.0)
                .required()
                .default(5),
        )
}

async fn flood(ctx: RunContext) -> Result<Message, TaskError> {
    let world = BrowserWorld::shared();
    let total = FLOOD * ctx.params().number("seconds").unwrap_or(5.0) as u64;
    let started = world.now();
    let mut done = 0;
    while done < total {
        let due = (world.now() - started).as_millis() as u64 * FLOOD / 1_000;
        while done < due.min(total) {
            done += 1;
            ctx.progress(done, total);
        }
        ctx.sleep(Duration::from_millis(5)).await?;
    }
    Ok(message!("{number} reports", number = done))
}
