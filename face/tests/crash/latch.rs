//! The latch without the overlay: only the panic hook detects a panic outside every fence.

use std::process::abort;

use taskdeck::{
    Config, ErrorKind, Outcome, RunContext, RunOptions, SpawnError, Supervisor, TaskError,
    browser::{BrowserWorld, has_crashed, latch_crashes},
};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::frame::Frame;

thread_local! {
    pub(crate) static SUPERVISOR: Supervisor = Supervisor::new(Config::default());
}

/// Returns whether this module has crashed.
#[wasm_bindgen]
pub fn crashed() -> bool {
    has_crashed()
}

/// Returns whether new runs are refused.
#[wasm_bindgen]
pub fn refuses() -> bool {
    let spawned = SUPERVISOR.with(|supervisor| supervisor.spawn("One more", async |_| Ok(())));
    matches!(spawned, Err(SpawnError::Crashed))
}

/// Panics outside every fence.
#[wasm_bindgen]
pub fn panics_outside() {
    panic!("outside");
}

/// Traps inside single and nested fences, with and without a panic. Returns what went wrong.
#[wasm_bindgen]
pub async fn traps_inside() -> Result<(), String> {
    latch_crashes();
    // Twice, so that what one leaves behind meets all the others.
    for _ in 0..2 {
        ends(true, "a panic", async |_| panic!("in a body")).await?;
        ends(true, "an abort", async |_| abort()).await?;
        ends(false, "inside", async |_| inner(|| panic!("inside"))).await?;
        ends(false, "an abort inside", async |_| inner(|| abort())).await?;
        // After an inner fence has trapped, the outer fence is still entered.
        let both = async |_| {
            inner(|| panic!("inside"))?;
            inner(|| drop(inner(|| abort())))?;
            panic!("and outside")
        };
        ends(true, "both", both).await?;
        let options = || RunOptions::new("Told").on_start(|_| panic!("on_start"));
        let run = SUPERVISOR
            .with(|supervisor| supervisor.spawn_with(options(), async |_: RunContext| Ok(())));
        stands("a callback", run.unwrap().outcome().await, false)?;
    }
    Ok(())
}

/// Runs a trapping function in a fence of its own, inside that of the body.
fn inner(trapping: impl FnOnce() + 'static) -> Result<(), TaskError> {
    let _ = BrowserWorld::shared().call(Box::new(trapping));
    Ok(())
}

async fn ends(
    trapped: bool,
    what: &str,
    body: impl AsyncFnOnce(RunContext) -> Result<(), TaskError> + 'static,
) -> Result<(), String> {
    let body = move |ctx| async move { body(ctx).await };
    let run = SUPERVISOR.with(|supervisor| supervisor.spawn(what, body));
    let run = run.map_err(|error| format!("{what}: {error}"))?;
    stands(what, run.outcome().await, trapped)
}

fn stands(what: &str, outcome: Outcome<()>, trapped: bool) -> Result<(), String> {
    let as_expected = match &outcome {
        Outcome::Failed(error) => trapped && error.kind() == ErrorKind::Panic,
        Outcome::Completed(()) => !trapped,
        Outcome::Cancelled(_) => false,
    };
    match (as_expected, has_crashed()) {
        (true, false) => Ok(()),
        (_, crashed) => Err(format!("{what}: {outcome:?}, crashed: {crashed}")),
    }
}

#[wasm_bindgen_test]
async fn only_a_panic_outside_of_all_fences_is_a_crash() {
    let frame = Frame::open().await;
    frame.wait_for("traps_inside").await.unwrap();
    assert!(!frame.stands_still());
    assert_eq!(frame.eval("uncaught"), 0);
    frame.call("panics_outside");
    frame.until("uncaught > 0").await;
    assert!(frame.stands_still());
    let overlay = frame.eval("document.getElementById('taskdeck-crashed')");
    assert!(overlay.is_null());
}
