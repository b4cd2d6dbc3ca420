//! A panic outside every body, in the test's own page, which stops its module.

use std::{cell::Cell, rc::Rc, time::Duration};

use gloo_timers::{callback::Timeout, future::TimeoutFuture};
use js_sys::{Array, Function};
use leptos::{mount::mount_to, prelude::*};
use taskdeck::{
    Config, Outcome, RunContext, RunStatus, SpawnError, Supervisor, TaskError,
    browser::{draw_crashes_over, has_crashed, latch_crashes},
    reporter::Reporter,
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

fn run(script: &str) -> JsValue {
    Function::new_no_args(script)
        .call0(&JsValue::UNDEFINED)
        .unwrap()
}

fn text(script: &str) -> String {
    run(script).as_string().unwrap_or_default()
}

async fn until(is_so: impl Fn() -> bool) {
    while !is_so() {
        TimeoutFuture::new(1).await;
    }
}

/// A trap of another WebAssembly module.
const FOREIGN_TRAP: &str = "
    const bytes = Uint8Array.from([0,97,115,109,1,0,0,0,1,4,1,96,0,0,3,2,1,0,7,5,1,1,102,0,0,10,5,1,3,0,0,11]);
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
    setTimeout(exports.f);";

#[wasm_bindgen_test]
async fn a_panic_outside_of_any_body_stops_everything_and_is_shown() {
    // Keeps the test runner from treating the errors as its own.
    run("globalThis.uncaught = [];
         addEventListener('error', (event) => { uncaught.push(String(event.error)); event.preventDefault(); }, true);");
    latch_crashes();
    let app: web_sys::HtmlElement = document().create_element("main").unwrap().unchecked_into();
    document().body().unwrap().append_child(&app).unwrap();
    let (set, drawn) = (RwSignal::new(0), Rc::new(Cell::new(0)));
    let count = send_wrapper::SendWrapper::new(drawn.clone());
    mount_to(app.clone(), move || {
        Effect::new(move || {
            set.track();
            count.set(count.get() + 1);
        });
        view! { <button on:click=move |_| set.update(|set| *set += 1)>{move || set.get()}</button> }
    })
    .forget();
    draw_crashes_over(&app);

    let supervisor = Supervisor::new(Config::default());
    let reporter = Reporter::new(&supervisor);
    let steps = Rc::new(Cell::new(0));
    let count = steps.clone();
    let endless = async move |ctx: RunContext| -> Result<(), TaskError> {
        loop {
            count.set(count.get() + 1);
            ctx.sleep(Duration::from_millis(1)).await?;
        }
    };
    let running = supervisor.spawn("Goes on", endless).unwrap();
    until(|| steps.get() > 2 && drawn.get() == 1).await;
    set.set(1);
    until(|| drawn.get() == 2).await;

    // Panics of a body, a callback, another module and a script: none of these is a crash.
    let panics = async |_: RunContext| -> Result<(), TaskError> { panic!("in a body") };
    let failed = supervisor.spawn("Panics", panics).unwrap().outcome().await;
    assert!(matches!(failed, Outcome::Failed(_)));
    let uncaught = || run("return uncaught").unchecked_into::<Array>().length();
    run(FOREIGN_TRAP);
    until(|| uncaught() == 1).await;
    run("setTimeout(() => { throw new RangeError('Maximum call stack size exceeded'); })");
    until(|| uncaught() == 2).await;
    assert!(!has_crashed());
    let before = steps.get();
    until(|| steps.get() > before).await;

    Timeout::new(0, || panic!("<b>outside</b> of any body")).forget();
    until(has_crashed).await;
    let overlay = "document.getElementById('taskdeck-crashed')";
    until(|| run(&format!("return {overlay} !== null")).is_truthy()).await;

    // Nothing continues, and nothing starts.
    let (steps_then, drawn_then) = (steps.get(), drawn.get());
    let refused = supervisor.spawn("Too late", async |_| Ok(())).unwrap_err();
    assert_eq!(refused, SpawnError::Crashed);
    reporter.report(TaskError::new("it is not shown"), "Too late");
    set.set(7);
    app.query_selector("button")
        .unwrap()
        .unwrap()
        .unchecked_into::<web_sys::HtmlElement>()
        .click();
    TimeoutFuture::new(50).await;
    assert_eq!((steps.get(), drawn.get()), (steps_then, drawn_then));
    assert_eq!(set.get_untracked(), 7, "the click was not heard");
    assert_eq!(
        supervisor.run(running.id()).status(),
        Some(RunStatus::Running)
    );

    // The overlay is a dialog with a name, a description, the message as text, and focus.
    let dialog =
        format!("const root = {overlay}.shadowRoot; const dialog = root.querySelector('dialog');");
    let ask = |what: &str| text(&format!("{dialog} return String({what})"));
    assert_eq!(ask("dialog.matches(':modal')"), "true");
    assert_eq!(ask("dialog.getAttribute('role')"), "alertdialog");
    assert_eq!(
        ask("root.getElementById(dialog.getAttribute('aria-labelledby')).textContent"),
        "Taskdeck has crashed"
    );
    let message = ask("root.querySelector('pre').textContent");
    assert!(
        message.starts_with("<b>outside</b> of any body (at face/tests/crash/standstill.rs:"),
        "{message}"
    );
    assert_eq!(ask("root.querySelectorAll('b').length"), "0");
    assert_eq!(ask("root.activeElement.textContent"), "Copy details");
    assert!(app.has_attribute("inert"));
    // A second crash changes nothing.
    Timeout::new(0, || panic!("another")).forget();
    until(|| uncaught() == 4).await;
    assert_eq!(
        text("return String(document.querySelectorAll('#taskdeck-crashed').length)"),
        "1"
    );
    assert!(ask("root.querySelector('pre').textContent").starts_with("<b>outside"));
    run(&format!("{overlay}.remove()"));
}
