//! The supervisor in a real page: real clocks, real turns, real traps.
#![cfg(target_arch = "wasm32")]

use std::{cell::Cell, rc::Rc, time::Duration};

use gloo_timers::callback::Timeout;
use taskdeck::browser::{BrowserWorld, Config};
use taskdeck_core::{
    CancelReason, ErrorKind, Limit, Outcome, RunContext, RunStatus, Supervisor, TaskError,
};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn supervisor() -> Supervisor {
    Supervisor::new(Config::default())
}

#[wasm_bindgen_test]
async fn a_run_sleeps_by_the_clock_and_returns_its_value() {
    let world = BrowserWorld::shared();
    let before = world.now();
    let supervisor = supervisor();
    let run = supervisor
        .spawn("Nap", async |ctx: RunContext| {
            ctx.sleep(Duration::from_millis(30)).await?;
            Ok("rested")
        })
        .unwrap();
    assert_eq!(run.outcome().await, Outcome::Completed("rested"));
    assert!(world.now() - before >= Duration::from_millis(30));
}

#[wasm_bindgen_test]
async fn dropping_the_last_supervisor_cancels_its_runs() {
    let supervisor = supervisor();
    let run = supervisor
        .spawn("For ever", async |_ctx: RunContext| {
            std::future::pending::<Result<(), TaskError>>().await
        })
        .unwrap();
    drop(supervisor);
    assert_eq!(run.outcome().await, Outcome::Cancelled(CancelReason::Owner));
}

#[wasm_bindgen_test]
async fn a_body_that_wakes_itself_for_ever_leaves_the_page_its_turns() {
    let supervisor = supervisor();
    let greedy = supervisor
        .spawn("Greedy", async |_ctx: RunContext| {
            loop {
                wake_self().await;
            }
            #[expect(unreachable_code, reason = "names the type of a body that never ends")]
            Ok(())
        })
        .unwrap();
    let page_had_a_turn = Rc::new(Cell::new(false));
    let seen = page_had_a_turn.clone();
    let _timer = Timeout::new(0, move || seen.set(true));
    let seen = page_had_a_turn.clone();
    let patient = supervisor
        .spawn("Patient", async move |ctx: RunContext| {
            while !seen.get() {
                ctx.yield_now().await;
            }
            Ok(())
        })
        .unwrap();
    assert_eq!(patient.outcome().await, Outcome::Completed(()));
    assert!(greedy.cancel());
    assert_eq!(supervisor.counts().live(), 0);
}

async fn wake_self() {
    let mut woken = false;
    std::future::poll_fn(move |context| {
        if std::mem::replace(&mut woken, true) {
            return std::task::Poll::Ready(());
        }
        context.waker().wake_by_ref();
        std::task::Poll::Pending
    })
    .await;
}

#[wasm_bindgen_test]
async fn a_panic_fails_its_own_run_and_frees_its_slot() {
    let mut config = Config::default();
    config.concurrency = Limit::at_most(1).unwrap();
    let supervisor = Supervisor::new(config);
    for round in 0..20 {
        let run = supervisor
            .spawn(
                "Panics",
                async move |_ctx: RunContext| -> Result<(), TaskError> { panic!("round {round}") },
            )
            .unwrap();
        let Outcome::Failed(error) = run.outcome().await else {
            panic!("it did not fail")
        };
        assert_eq!(error.kind(), ErrorKind::Panic);
    }
    let next = supervisor
        .spawn("Next", async |_ctx: RunContext| Ok(7))
        .unwrap();
    assert_eq!(next.outcome().await, Outcome::Completed(7));
    assert_eq!(supervisor.counts().failed, 20);
}

#[wasm_bindgen_test]
async fn a_panicking_callback_changes_nothing() {
    let supervisor = supervisor();
    let _listener = supervisor
        .observe(taskdeck_core::Interest::All)
        .subscribe(|_| panic!("an observer"));
    let options =
        taskdeck_core::RunOptions::new("Told").on_complete(|_: &u8, _| panic!("a callback"));
    let run = supervisor
        .spawn_with(options, async |_ctx: RunContext| Ok(1_u8))
        .unwrap();
    let id = run.id();
    run.wait().await;
    assert_eq!(supervisor.run(id).status(), Some(RunStatus::Completed));
    let next = supervisor
        .spawn("Next", async |_ctx: RunContext| Ok(()))
        .unwrap();
    assert_eq!(next.outcome().await, Outcome::Completed(()));
}

#[wasm_bindgen_test]
async fn progress_is_shown_with_a_frame_and_the_last_value_always() {
    let supervisor = supervisor();
    let run = supervisor
        .spawn("Reports", async |ctx: RunContext| {
            for done in 0..=1_000 {
                ctx.progress(done, 1_000);
            }
            std::future::pending::<Result<(), TaskError>>().await
        })
        .unwrap();
    let watch = run.watch().unwrap();
    let world = BrowserWorld::shared();
    let shown = loop {
        world.next_frame().await;
        if let Some(progress) = watch.get_untracked().progress {
            break progress;
        }
    };
    assert_eq!((shown.done, shown.fraction()), (1_000.0, Some(1.0)));
    assert!(run.cancel());
    assert_eq!(watch.get_untracked().status(), RunStatus::Cancelled);
}

#[wasm_bindgen_test]
async fn a_delay_of_30_days_is_no_delay_of_none() {
    let supervisor = supervisor();
    let month = Duration::from_secs(30 * 24 * 60 * 60);
    let options = taskdeck_core::RunOptions::new("Later").delay(month);
    let later = supervisor
        .spawn_with(options, async |_ctx: RunContext| Ok(()))
        .unwrap();
    let sleeps = supervisor
        .spawn("Sleeps", async move |ctx: RunContext| {
            Ok(ctx.sleep(month).await?)
        })
        .unwrap();
    gloo_timers::future::TimeoutFuture::new(200).await;
    assert_eq!(supervisor.run(later.id()).status(), Some(RunStatus::Queued));
    assert_eq!(
        supervisor.run(sleeps.id()).status(),
        Some(RunStatus::Running)
    );
    assert!(supervisor.run(later.id()).retry_now());
    assert_eq!(later.outcome().await, Outcome::Completed(()));
}

#[wasm_bindgen_test]
async fn a_page_that_stood_still_times_out_nothing_that_ended_meanwhile() {
    let supervisor = supervisor();
    let timed =
        |limit: u64| taskdeck_core::RunOptions::new("Timed").timeout(Duration::from_millis(limit));
    // A timer of the page, unknown to the supervisor, becomes due at the same moment.
    let body = async |_ctx: RunContext| {
        gloo_timers::future::TimeoutFuture::new(60).await;
        Ok("in time")
    };
    let in_time = supervisor.spawn_with(timed(80), body).unwrap();
    let endless = async |_ctx: RunContext| std::future::pending::<Result<&str, TaskError>>().await;
    let too_long = supervisor.spawn_with(timed(50), endless).unwrap();
    gloo_timers::future::TimeoutFuture::new(10).await;
    let world = BrowserWorld::shared();
    let until = world.now() + Duration::from_millis(300);
    while world.now() < until {}
    assert_eq!(in_time.outcome().await, Outcome::Completed("in time"));
    let Outcome::Failed(error) = too_long.outcome().await else {
        panic!("it has no end of its own");
    };
    assert_eq!(error.kind(), ErrorKind::Timeout);
}
