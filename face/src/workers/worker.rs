//! A worker, on the side of the page.

use std::cell::Cell;

use js_sys::{Array, Reflect};
use serde::Serialize;
use taskdeck_core::{TaskError, message};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{ErrorEvent, Event, MessageEvent, WorkerOptions, WorkerType};

use super::{
    attached::Handles,
    inbox::{Inbox, WorkerEvent},
    lock::lock_name,
    message::{self, FromWorker, ToWorker},
};
use crate::browser::{has_crashed, js_error, until_crash, when_lock_is_free};

/// A worker. Dropping it terminates the worker at once.
#[derive(Debug)]
pub(super) struct Worker {
    worker: web_sys::Worker,
    pub(super) inbox: Inbox,
    /// The name of the worker and its lock.
    name: String,
    _on_message: Closure<dyn Fn(MessageEvent)>,
    _on_error: Closure<dyn Fn(Event)>,
    _on_unreadable: Closure<dyn Fn(Event)>,
}

thread_local! {
    /// The number of workers started by this page, which may have several pools.
    static STARTED: Cell<u32> = const { Cell::new(0) };
}

impl Worker {
    /// Starts the worker program at `address`. The inbox later receives that it is ready, or that
    /// it died.
    ///
    /// # Errors
    ///
    /// The browser has no workers, or does not allow one here.
    pub(super) fn start(address: &str) -> Result<Self, TaskError> {
        if !Reflect::has(&js_sys::global(), &"Worker".into()).unwrap_or_default() {
            return Err(TaskError::new(message!("This browser has no workers")));
        }
        let name = lock_name(STARTED.replace(STARTED.get() + 1));
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        options.set_name(&name);
        let worker = web_sys::Worker::new_with_options(address, &options)
            .map_err(|thrown| js_error(&thrown).context(message!("Workers may not start here")))?;
        let inbox = Inbox::default();
        let to = inbox.clone();
        let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if has_crashed() {
                return terminate_sender(&event);
            }
            to.push(match message::decode::<FromWorker>(&event.data()) {
                Ok((message, handles)) => WorkerEvent::Message(message, handles),
                Err(error) => WorkerEvent::Died(Some(error)),
            });
        });
        let to = inbox.clone();
        let on_error = Closure::<dyn Fn(Event)>::new(until_crash(move |event: Event| {
            // The run that ends reports the error, so the page must not report it again.
            event.prevent_default();
            to.push(WorkerEvent::Died(error_of(&event)));
        }));
        let to = inbox.clone();
        let on_unreadable = Closure::<dyn Fn(Event)>::new(until_crash(move |_| {
            let why = TaskError::new(message!("It sent a message that cannot be read"));
            to.push(WorkerEvent::Died(Some(why)));
        }));
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        worker.set_onmessageerror(Some(on_unreadable.as_ref().unchecked_ref()));
        Ok(Self {
            worker,
            inbox,
            name,
            _on_message: on_message,
            _on_error: on_error,
            _on_unreadable: on_unreadable,
        })
    }

    /// Detects from now on that the worker dies silently. The worker must hold its lock already.
    pub(super) fn watch(&self) {
        let inbox = self.inbox.clone();
        // Without locks a silent death goes unnoticed, and a timeout ends the run.
        let _watched = when_lock_is_free(&self.name, move || {
            let why = TaskError::new(message!("It ended without giving a reason"));
            inbox.push(WorkerEvent::Died(Some(why)));
        });
    }

    /// Sends a message.
    ///
    /// # Errors
    ///
    /// The message cannot be sent.
    pub(super) fn send(&self, message: &ToWorker, handles: &Handles) -> Result<(), TaskError> {
        post(message, &handles.all, |encoded| {
            self.worker
                .post_message_with_transfer(encoded, &handles.moved)
        })
    }
}

/// Posts a message with its handles.
pub(super) fn post(
    message: &impl Serialize,
    handles: &Array,
    send: impl FnOnce(&JsValue) -> Result<(), JsValue>,
) -> Result<(), TaskError> {
    let encoded = message::encode(message, handles)?;
    send(&encoded).map_err(|thrown| js_error(&thrown))
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.set_onmessageerror(None);
        self.worker.terminate();
    }
}

/// Terminates the worker that sent this event, because the page has crashed.
fn terminate_sender(event: &MessageEvent) {
    let sender = event.current_target();
    if let Some(worker) = sender.and_then(|sender| sender.dyn_into::<web_sys::Worker>().ok()) {
        worker.terminate();
    }
}

/// Returns the error of an `error` event, or `None` if the program could not be loaded: that event
/// has no message.
fn error_of(event: &Event) -> Option<TaskError> {
    let event: &ErrorEvent = event.dyn_ref()?;
    let message = event.message();
    (!message.is_empty()).then(|| {
        let error = TaskError::new(message!("Uncaught error: {message}", message = message));
        match event.filename() {
            file if file.is_empty() => error,
            file => error.caused_by(message!(
                "At {place}",
                place = format!("{file}:{}:{}", event.lineno(), event.colno())
            )),
        }
    })
}
