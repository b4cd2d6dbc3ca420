//! Tasks that misbehave in a worker.

use std::{future, hint::black_box};

use js_sys::global;
use taskdeck::workers::{Job, Pool, WORKERS};
use taskdeck_core::{Field, RunContext, Task, TaskError, message};
use wasm_bindgen::JsCast;
use web_sys::DedicatedWorkerGlobalScope;

/// The memory that is taken at a time, in bytes.
const PIECE: usize = 64 << 20;

pub(super) fn jobs() -> Vec<Job> {
    let [plain, asynchronous] = spin_jobs();
    vec![panic_job(), plain, asynchronous, memory_job(), kill_job()]
}

pub(super) fn tasks(pool: &Pool) -> Vec<Task> {
    vec![
        pool.task(panic_job())
            .icon("octagon")
            .description(message!("Panics off the page, in a worker of its own")),
        spins_in_a_worker(pool),
        pool.task(memory_job()).icon("flask").description(message!(
            "Takes memory, 64 MB at a time, until there is none"
        )),
        pool.task(kill_job())
            .icon("octagon")
            .description(message!("Closes its worker without a word")),
    ]
}

fn panic_job() -> Job {
    Job::new(
        "panics-in-a-worker",
        "Panics in a worker",
        async |ctx: RunContext| -> Result<(), TaskError> {
            ctx.log(message!("About to panic"));
            panic!("This task panics on purpose, in a worker");
        },
    )
}

/// Creates the same body as a plain function, and as an async one that never yields.
fn spin_jobs() -> [Job; 2] {
    let title = "Spins in a worker";
    let spin = |ctx: &RunContext| -> Result<(), TaskError> {
        let mut turns = 0_u64;
        loop {
            turns = black_box(turns + 1);
            if turns.is_multiple_of(1 << 24) {
                ctx.progress_so_far(turns >> 24);
            }
        }
    };
    [
        Job::plain("spins-in-a-worker", title, spin),
        Job::new(
            "spins-in-a-worker-async",
            title,
            move |ctx: RunContext| async move { spin(&ctx) },
        ),
    ]
}

fn spins_in_a_worker(pool: &Pool) -> Task {
    let [plain, asynchronous] = spin_jobs();
    let grace = asynchronous.grace();
    let title = plain.title().to_owned();
    let (plain, asynchronous) = (pool.in_worker(plain), pool.in_worker(asynchronous));
    Task::new(
        "spins-in-a-worker",
        title,
        move |ctx: RunContext| match ctx.params().text("body") {
            Some("async") => asynchronous(ctx),
            _ => plain(ctx),
        },
    )
    .lane(WORKERS)
    .grace(grace)
    .icon("retry")
    .description(message!(
        "Counts in a loop that never ends and never yields"
    ))
    .field(Field::choice(
        "body",
        message!("Body"),
        &[
            ("plain", message!("A plain function")),
            ("async", message!("An async function")),
        ],
    ))
}

fn memory_job() -> Job {
    Job::plain(
        "uses-up-memory-in-a-worker",
        "Uses up memory in a worker",
        |ctx: &RunContext| -> Result<(), TaskError> {
            let mut pieces = Vec::new();
            loop {
                pieces.push(black_box(vec![0_u8; PIECE]));
                ctx.progress_so_far((pieces.len() * PIECE) as u64);
            }
        },
    )
}

fn kill_job() -> Job {
    Job::new(
        "kills-its-worker",
        "Kills its worker",
        async |_: RunContext| -> Result<(), TaskError> {
            let scope = global().dyn_into::<DedicatedWorkerGlobalScope>();
            let scope =
                scope.map_err(|_| TaskError::new(message!("There is no worker here to kill")))?;
            scope.close();
            future::pending().await
        },
    )
}
