//! Uncaught errors of the page.

use std::rc::Rc;

use taskdeck_core::{TaskError, message};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{ErrorEvent, Event, PromiseRejectionEvent};

use crate::browser::{js_error, panics::crash::until_crash};

/// Listens for uncaught errors and unhandled rejections of the window.
///
/// The page's own handlers still run: the event is neither stopped nor marked as handled.
///
/// # On drop
///
/// Listening ends at once.
#[derive(Debug)]
#[must_use = "dropping it ends listening at once"]
pub struct GlobalErrors {
    error: Closure<dyn Fn(Event)>,
    rejection: Closure<dyn Fn(Event)>,
}

impl GlobalErrors {
    /// Calls `observer` once for every uncaught error from now on.
    pub fn listen(observer: impl Fn(TaskError) + 'static) -> Self {
        let observer = Rc::new(observer);
        let on_error = {
            let observer = observer.clone();
            Closure::<dyn Fn(Event)>::new(until_crash(move |event: Event| {
                if let Some(event) = event.dyn_ref::<ErrorEvent>() {
                    observer(event_error(event));
                }
            }))
        };
        let on_rejection = Closure::<dyn Fn(Event)>::new(until_crash(move |event: Event| {
            if let Some(event) = event.dyn_ref::<PromiseRejectionEvent>() {
                observer(named_error(&event.reason()));
            }
        }));
        let listening = Self {
            error: on_error,
            rejection: on_rejection,
        };
        if let Some(window) = web_sys::window() {
            for (name, listener) in listening.listeners() {
                // Adding a listener cannot fail.
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

/// Converts an `error` event. For a script of another site it contains only a message.
fn event_error(event: &ErrorEvent) -> TaskError {
    let thrown = event.error();
    let error = if thrown.is_null() || thrown.is_undefined() {
        TaskError::new(event.message())
    } else {
        named_error(&thrown)
    };
    match event.filename() {
        file if file.is_empty() => error,
        file => error.caused_by(message!(
            "At {place}",
            place = format!("{file}:{}:{}", event.lineno(), event.colno())
        )),
    }
}

/// Converts a thrown value, with its name before the message: *TypeError: x is not a function*.
fn named_error(thrown: &JsValue) -> TaskError {
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
