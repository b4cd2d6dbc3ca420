//! A task whose child runs misbehave.

use std::{future, time::Duration};

use taskdeck_core::{Field, Retry, RunContext, RunOptions, Task, TaskError, message};

/// How many children there are by default.
const CHILDREN: u32 = 12;

pub(super) fn children_that_misbehave() -> Task {
    Task::new(
        "children-that-misbehave",
        "Children that misbehave",
        async |ctx: RunContext| {
            let children = ctx.params().number("children").unwrap_or(CHILDREN.into()) as u32;
            for number in 1..=children {
                start(&ctx, number)?;
            }
            Ok(message!(
                "1 child was started|{count} children were started",
                count = children
            ))
        },
    )
    .icon("list")
    .description(message!(
        "Child runs that work, fail, try again, have children and ignore their cancel"
    ))
    .field(
        Field::number("children", message!("Children"), 1.0, 10_000.0)
            .required()
            .default(CHILDREN),
    )
    .supervised()
}

/// Starts a child. Its number decides what it does.
fn start(ctx: &RunContext, number: u32) -> Result<(), TaskError> {
    let options = RunOptions::new(format!("Child {number}"));
    match number % 6 {
        1 => ctx.spawn_with(options, |ctx| work(ctx, 2)).map(drop),
        2 => ctx
            .spawn_with(options, async |ctx: RunContext| {
                ctx.sleep(Duration::from_millis(700)).await?;
                Err::<(), _>(TaskError::new(message!("This child fails on purpose")))
            })
            .map(drop),
        3 => {
            let retry = Retry::new(1).delay(Duration::from_secs(3));
            ctx.spawn_repeatable(options.retry(retry), async |ctx: RunContext| {
                match ctx.attempt() {
                    1 => Err(TaskError::new(message!(
                        "The first attempt fails on purpose"
                    ))),
                    _ => work(ctx, 1).await,
                }
            })
            .map(drop)
        }
        4 => ctx
            .spawn_with(options, async |ctx: RunContext| {
                ctx.spawn("Child of a child", |ctx| work(ctx, 1))?;
                work(ctx, 1).await
            })
            .map(drop),
        5 => ctx
            .spawn_with(options.grace(Duration::from_secs(3)), stay)
            .map(drop),
        _ => ctx.spawn_with(options, |ctx| work(ctx, 4)).map(drop),
    }?;
    Ok(())
}

async fn work(ctx: RunContext, seconds: u32) -> Result<(), TaskError> {
    for tenth in 0..seconds * 10 {
        ctx.progress(tenth, seconds * 10);
        ctx.sleep(Duration::from_millis(100)).await?;
    }
    Ok(())
}

/// Works like the others, but does not stop when it is cancelled.
async fn stay(ctx: RunContext) -> Result<(), TaskError> {
    match work(ctx.clone(), 3).await {
        Err(_) if ctx.is_cancelled() => future::pending().await,
        ended => ended,
    }
}
