//! What the panic fence costs, measured beside polls without one.

use std::{
    future::{Future, poll_fn},
    task::{Poll, Waker},
    time::Duration,
};

use taskdeck::browser::BrowserWorld;
use taskdeck_core::{
    Body, Config, Instant, Limit, LocalBoxFuture, Message, Output, Polled, RunContext, SharedWorld,
    Supervisor, Table, Task, TaskError, Trap, World, message,
};

/// The repetitions in one round.
const TIMES: u32 = 100_000;

/// The rounds of each, in turn. The fastest one counts.
const ROUNDS: u32 = 5;

pub(super) fn cost_of_the_fence() -> Task {
    Task::new("cost-of-the-fence", "Cost of the fence", measure)
        .icon("spark")
        .description(message!(
            "Measures runs and polls with and without the fence that catches panics"
        ))
}

async fn measure(ctx: RunContext) -> Result<Output, TaskError> {
    let worlds: [SharedWorld; 2] = [
        BrowserWorld::shared(),
        std::rc::Rc::new(Unfenced(BrowserWorld::shared())),
    ];
    let mut runs = [Duration::MAX; 2];
    let mut polls = [Duration::MAX; 2];
    for round in 0..ROUNDS {
        ctx.progress(round, ROUNDS);
        for (at, world) in worlds.iter().enumerate() {
            runs[at] = runs[at].min(time_of_runs(world).await?);
            polls[at] = polls[at].min(time_of_polls(world).await?);
        }
    }
    ctx.progress(ROUNDS, ROUNDS);
    let nanos = |time: Duration| time.as_nanos() as f64 / f64::from(TIMES);
    let row = |what: Message, [with, without]: [Duration; 2]| {
        let ratio = with.as_secs_f64() / without.as_secs_f64();
        vec![
            what,
            format!("{:.0}", nanos(with)).into(),
            format!("{:.0}", nanos(without)).into(),
            format!("{ratio:.2}").into(),
        ]
    };
    Ok(Output::from(Table {
        title: message!("Cost of a fence"),
        columns: vec![
            message!("What"),
            message!("With, ns"),
            message!("Without, ns"),
            message!("Ratio"),
        ],
        rows: vec![
            row(message!("A run that ends in its first poll"), runs),
            row(message!("A poll of a body that wakes itself"), polls),
        ],
    }))
}

/// Measures the time to start and end runs that end in their first poll.
async fn time_of_runs(world: &SharedWorld) -> Result<Duration, TaskError> {
    timed(world, TIMES, |_| async { Ok(()) }).await
}

/// Measures the time to poll one body again and again.
async fn time_of_polls(world: &SharedWorld) -> Result<Duration, TaskError> {
    let body = |_| {
        let mut left = TIMES;
        poll_fn(move |context| {
            left -= 1;
            if left == 0 {
                return Poll::Ready(Ok(()));
            }
            context.waker().wake_by_ref();
            Poll::Pending
        })
    };
    timed(world, 1, body).await
}

async fn timed<F>(
    world: &SharedWorld,
    runs: u32,
    body: impl Fn(RunContext) -> F + Clone + 'static,
) -> Result<Duration, TaskError>
where
    F: Future<Output = Result<(), TaskError>> + 'static,
{
    let mut config = Config::new(world.clone()).keep(0);
    config.concurrency = Limit::UNLIMITED;
    config.max_queued = usize::MAX;
    let supervisor = Supervisor::new(config);
    let began = world.now();
    for _ in 0..runs {
        drop(supervisor.spawn("Measured", body.clone())?);
    }
    supervisor.idle().await;
    Ok(world.now() - began)
}

/// The same world without a fence around polls.
struct Unfenced(SharedWorld);

impl World for Unfenced {
    fn poll(&self, mut body: Body, waker: &Waker) -> Polled {
        match body.poll(waker) {
            Poll::Pending => Polled::Pending(body),
            Poll::Ready(result) => Polled::Ready(result),
        }
    }

    fn call(&self, function: Box<dyn FnOnce()>) -> Result<(), Trap> {
        self.0.call(function)
    }

    fn now(&self) -> Instant {
        self.0.now()
    }

    fn unix_time(&self) -> Duration {
        self.0.unix_time()
    }

    fn sleep(&self, duration: Duration) -> LocalBoxFuture<'static, ()> {
        self.0.sleep(duration)
    }

    fn yield_now(&self) -> LocalBoxFuture<'static, ()> {
        self.0.yield_now()
    }

    fn next_frame(&self) -> LocalBoxFuture<'static, ()> {
        self.0.next_frame()
    }

    fn spawn(&self, future: LocalBoxFuture<'static, ()>) {
        self.0.spawn(future);
    }

    fn log(&self, message: &str) {
        self.0.log(message);
    }

    fn has_crashed(&self) -> bool {
        self.0.has_crashed()
    }
}
