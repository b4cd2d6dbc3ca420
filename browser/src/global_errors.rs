//! Errors that nobody caught.

use std::rc::Rc;

use taskdeck_core::{TaskError, message};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{ErrorEvent, Event, PromiseRejectionEvent};

use super::{crash::until_crash, js_error};

/// Listens to `error` and `unhandledrejection` of the window until it is dropped.
///
/// Each uncaught error is told once. Handlers that the page had before still run, and what they do
/// with the event is left to them: nothing here stops it or marks it as handled.
#[derive(Debug)]
#[must_use = "dropping it ends the listening at once"]
pub struct GlobalErrors {
    error: Closure<dyn Fn(Event)>,
    rejection: Closure<dyn Fn(Event)>,
}

impl GlobalErrors {
    /// Tells every uncaught error from now on.
    pub fn listen(told: impl Fn(TaskError) + 'static) -> Self {
        let told = Rc::new(told);
        let on_error = {
            let told = told.clone();
            Closure::<dyn Fn(Event)>::new(until_crash(move |event: Event| {
                if let Some(event) = event.dyn_ref::<ErrorEvent>() {
                    told(of_event(event));
                }
            }))
        };
        let on_rejection = Closure::<dyn Fn(Event)>::new(until_crash(move |event: Event| {
            if let Some(event) = event.dyn_ref::<PromiseRejectionEvent>() {
                told(with_name(&event.reason()));
            }
        }));
        let listening = Self {
            error: on_error,
            rejection: on_rejection,
        };
        if let Some(window) = web_sys::window() {
            for (name, listener) in listening.listeners() {
                // Adding a listener does not fail.
                let _ = window
                    .add_event_listener_with_callback(name, listener.as_ref().unchecked_ref());
            }
        }
        listening
    }

    fn listeners(&self) -> [(&'static str, &Closure<dyn Fn(Event)>); 2] {
        [
            ("error", &self.error),
            ("unhandledrejection", &self.rejection),
        ]
    }
}

impl Drop for GlobalErrors {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            for (name, listener) in self.listeners() {
                let _ = window
                    .remove_event_listener_with_callback(name, listener.as_ref().unchecked_ref());
            }
        }
    }
}

/// What an `error` event tells: of a script of another site it is only a message.
fn of_event(event: &ErrorEvent) -> TaskError {
    let thrown = event.error();
    let error = if thrown.is_null() || thrown.is_undefined() {
        TaskError::new(event.message())
    } else {
        with_name(&thrown)
    };
    match event.filename() {
        file if file.is_empty() => error,
        file => error.caused_by(message!(
            "At {place}",
            place = format!("{file}:{}:{}", event.lineno(), event.colno())
        )),
    }
}

/// What was thrown, with its name before its message: *TypeError: x is not a function*.
fn with_name(thrown: &JsValue) -> TaskError {
    let error = js_error(thrown);
    let name = thrown
        .is_object()
        .then(|| {
            js_sys::Reflect::get(thrown, &"name".into())
                .ok()?
                .as_string()
        })
        .flatten()
        .filter(|name| !name.is_empty() && error.message() != name.as_str());
    match name {
        Some(name) => {
            let renamed = TaskError::new(format!("{name}: {}", error.message()));
            error
                .causes()
                .fold(renamed, |error, cause| error.caused_by(cause))
        }
        None => error,
    }
}
