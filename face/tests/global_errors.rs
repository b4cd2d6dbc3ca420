//! Uncaught errors.
#![cfg(target_arch = "wasm32")]

use std::{cell::RefCell, rc::Rc};

use js_sys::Function;
use taskdeck::browser::{BrowserWorld, GlobalErrors};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

type Errors = Rc<RefCell<Vec<String>>>;

fn listen() -> (GlobalErrors, Errors) {
    let errors = Errors::default();
    let log = errors.clone();
    let listening = GlobalErrors::listen(move |error| {
        log.borrow_mut().push(error.message().to_string());
    });
    (listening, errors)
}

fn run(script: &str) -> JsValue {
    Function::new_no_args(script)
        .call0(&JsValue::UNDEFINED)
        .unwrap()
}

/// Throws an error that nothing catches, and rejects a promise that nothing awaits. The page's own
/// handlers count the events and keep them off the console.
fn throw_and_reject() {
    run("globalThis.seen = [];
         globalThis.earlier = (event) => { seen.push(event.type); event.preventDefault(); };
         addEventListener('error', earlier);
         addEventListener('unhandledrejection', earlier);");
}

fn forget_handlers() {
    run("removeEventListener('error', earlier);
         removeEventListener('unhandledrejection', earlier);");
}

fn seen() -> Vec<String> {
    let seen: js_sys::Array = run("return globalThis.seen").unchecked_into();
    seen.iter().filter_map(|entry| entry.as_string()).collect()
}

async fn wait_until(is_so: impl Fn() -> bool) {
    while !is_so() {
        BrowserWorld::shared().next_frame().await;
    }
}

#[wasm_bindgen_test]
async fn each_error_is_reported_once_and_earlier_handlers_still_run() {
    throw_and_reject();
    let (listening, errors) = listen();
    run("setTimeout(() => { throw new TypeError('x is not a function'); });");
    wait_until(|| seen().len() == 1).await;
    run("Promise.reject(new Error('not awaited'));");
    wait_until(|| seen().len() == 2).await;
    assert_eq!(seen(), ["error", "unhandledrejection"]);
    assert_eq!(
        *errors.borrow(),
        ["TypeError: x is not a function", "Error: not awaited"]
    );
    drop(listening);
    forget_handlers();
}

#[wasm_bindgen_test]
async fn what_was_thrown_need_not_be_an_error() {
    throw_and_reject();
    let (listening, errors) = listen();
    run("setTimeout(() => { throw 'a text'; });");
    wait_until(|| seen().len() == 1).await;
    run("Promise.reject(undefined);");
    wait_until(|| seen().len() == 2).await;
    assert_eq!(errors.borrow().len(), 2);
    assert_eq!(errors.borrow()[0], "a text");
    drop(listening);
    forget_handlers();
}

#[wasm_bindgen_test]
async fn after_the_drop_nothing_is_reported() {
    throw_and_reject();
    let (listening, errors) = listen();
    drop(listening);
    run("setTimeout(() => { throw new Error('too late'); });");
    wait_until(|| seen().len() == 1).await;
    assert!(errors.borrow().is_empty());
    forget_handlers();
}
