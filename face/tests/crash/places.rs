//! The places where the page's own code may trap, and the overlay after each.

use std::process::abort;

use leptos::{html::Button, mount::mount_to, prelude::*};
use taskdeck::browser::{draw_crashes_over, latch_crashes};
use wasm_bindgen::{JsCast, prelude::wasm_bindgen};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::{frame::Frame, latch::SUPERVISOR};

/// Mounts a view that the overlay can be drawn over.
fn mount<V: IntoView + 'static>(view: impl FnOnce() -> V + 'static) {
    latch_crashes();
    let app = document().query_selector("main").unwrap().unwrap();
    mount_to(app.clone().unchecked_into(), view).forget();
    draw_crashes_over(&app);
}

/// A button that panics when it is pressed.
fn button(node: NodeRef<Button>) -> impl IntoView {
    view! { <button node_ref=node on:click=|_| panic!("a listener")>"Press"</button> }
}

/// Shows the button.
#[wasm_bindgen]
pub fn shows() {
    mount(|| button(NodeRef::new()));
}

/// Aborts as if memory had run out: this traps without calling the panic hook.
#[wasm_bindgen]
pub fn aborts() {
    abort()
}

/// Shows a view with an effect that panics in a later turn.
#[wasm_bindgen]
pub fn has_a_bad_effect() {
    mount(|| {
        Effect::new(|| -> () { panic!("an effect") });
    });
}

/// Clicks the button inside a body. The browser reports the listener's exception, and the body does
/// not see it.
#[wasm_bindgen]
pub fn presses_in_a_body() {
    let node = NodeRef::new();
    mount(move || button(node));
    let body = async move |_| {
        node.get_untracked().unwrap().click();
        Ok(())
    };
    SUPERVISOR.with(|supervisor| supervisor.spawn("Presses", body).unwrap());
}

async fn says(frame: &Frame, message: &str) {
    let shown = frame.overlay().await;
    assert!(shown.starts_with(message), "{shown}");
    assert!(frame.stands_still());
    assert_eq!(frame.eval("uncaught"), 1);
}

#[wasm_bindgen_test]
async fn a_panic_of_an_effect_is_a_crash() {
    let frame = Frame::open().await;
    frame.call("has_a_bad_effect");
    says(&frame, "an effect (at face/tests/crash/places.rs:").await;
}

#[wasm_bindgen_test]
async fn a_panic_of_a_listener_is_a_crash() {
    let frame = Frame::open().await;
    frame.eval("module.shows()");
    frame.eval("document.querySelector('button').click()");
    says(&frame, "a listener (at face/tests/crash/places.rs:").await;
}

#[wasm_bindgen_test]
async fn a_panic_of_a_listener_is_a_crash_also_while_a_body_runs() {
    let frame = Frame::open().await;
    frame.call("presses_in_a_body");
    says(&frame, "a listener (at face/tests/crash/places.rs:").await;
}

#[wasm_bindgen_test]
async fn a_trap_that_is_no_panic_is_a_crash() {
    let frame = Frame::open().await;
    frame.eval("module.shows()");
    frame.call("aborts");
    says(&frame, "RuntimeError: unreachable").await;
}
