//! Tasks that panic, run out of something, or take the page along.

use std::{hint::black_box, mem, time::Duration};

use gloo_timers::callback::Timeout;
use taskdeck_core::{Arg, Field, RunContext, Task, TaskError, message};

/// The number of runs that panic one after the other.
const MANY: usize = 500;

/// The memory that is taken at a time, in bytes.
const LARGE_PIECE: usize = 16 << 20;
const SMALL_PIECE: usize = 16 << 10;

pub(super) fn panics() -> Task {
    Task::new("panics", "Panics", async |ctx: RunContext| {
        ctx.log(message!("About to panic"));
        let seconds = ctx.params().number("seconds").unwrap_or(0.0) as u64;
        for second in 0..seconds {
            ctx.progress(second, seconds);
            ctx.sleep(Duration::from_secs(1)).await?;
        }
        let message = ctx.params().text("message").unwrap_or_default();
        panic_with::<()>(message)
    })
    .icon("octagon")
    .description(message!(
        "Panics with a message, at once or after some seconds of work"
    ))
    .field(
        Field::text("message", message!("Message"))
            .required()
            .default("This task panics on purpose"),
    )
    .field(Field::number("seconds", message!("Seconds before"), 0.0, 3_600.0).default(0))
}

pub(super) fn many_panics() -> Task {
    Task::new("500-panics", "500 panics", async |_: RunContext| {
        let held = vec![0_u8; 4_096];
        panic_with::<()>(&format!("One of 500 panics, with {} bytes", held.len()))
    })
    .icon("octagon")
    .description(message!("500 runs that panic one after the other"))
    .split(|params| vec![params; MANY])
}

pub(super) fn calls_itself_for_ever() -> Task {
    Task::new(
        "calls-itself-for-ever",
        "Calls itself for ever",
        async |_: RunContext| {
            Ok(message!(
                "It came back from {number} calls",
                number = call_again(1)
            ))
        },
    )
    .icon("octagon")
    .description(message!("Nests calls until the stack is used up"))
}

pub(super) fn fills_the_memory() -> Task {
    Task::new(
        "fills-the-memory",
        "Fills the memory",
        async |ctx: RunContext| {
            let (piece, at_once) = match ctx.params().text("pieces") {
                Some("small") => (SMALL_PIECE, LARGE_PIECE / SMALL_PIECE),
                _ => (LARGE_PIECE, 1),
            };
            let mut taken = 0_u64;
            loop {
                for _ in 0..at_once {
                    mem::forget(black_box(Vec::<u8>::with_capacity(piece)));
                }
                taken += LARGE_PIECE as u64;
                ctx.message(message!("{size} taken", size = Arg::bytes(taken)));
                if taken.is_multiple_of(256 << 20) {
                    ctx.yield_now().await;
                }
            }
            #[expect(unreachable_code, reason = "names the type of a body that never ends")]
            Ok(())
        },
    )
    .icon("octagon")
    .description(message!(
        "Takes memory until there is none left; a reload gives it back"
    ))
    .field(Field::choice(
        "pieces",
        message!("Pieces"),
        &[
            ("large", message!("of 16 MB")),
            ("small", message!("of 16 KB, to the last")),
        ],
    ))
}

pub(super) fn crashes_the_page() -> Task {
    Task::new(
        "crashes-the-page",
        "Crashes the page",
        async |_: RunContext| {
            // A timer of the page, without a fence around it.
            Timeout::new(0, || panic!("This panic is in no task")).forget();
            Ok(message!("The page crashes in its next turn"))
        },
    )
    .icon("octagon")
    .description(message!(
        "Panics where no run is to blame; only a reload helps"
    ))
}

fn panic_with<T>(message: &str) -> Result<T, TaskError> {
    panic!("{message}")
}

/// Works after the call, so that the call cannot become a loop.
#[expect(unconditional_recursion, reason = "that is what it is for")]
fn call_again(depth: u64) -> u64 {
    let frame = black_box([depth; 16]);
    call_again(frame[3] + 1) + black_box(frame)[7]
}
