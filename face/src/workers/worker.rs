//! One worker, as its page holds it.

use std::cell::Cell;

use js_sys::{Array, Reflect};
use serde::Serialize;
use taskdeck_core::{TaskError, message};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{ErrorEvent, Event, MessageEvent, WorkerOptions, WorkerType};

use super::{
    attached::Handles,
    inbox::{Heard, Inbox},
    lock::lock_name,
    message::{self, FromWorker, ToWorker},
};
use crate::browser::{has_crashed, js_error, until_crash, when_lock_is_free};

/// One worker. Dropping it terminates it, whatever it does.
#[derive(Debug)]
pub(super) struct Worker {
    worker: web_sys::Worker,
    pub(super) inbox: Inbox,
    /// What its lock is called.
    name: String,
    _on_message: Closure<dyn Fn(MessageEvent)>,
    _on_error: Closure<dyn Fn(Event)>,
    _on_unreadable: Closure<dyn Fn(Event)>,
}

thread_local! {
    /// How many workers this page has started; a page may have several pools.
    static STARTED: Cell<u32> = const { Cell::new(0) };
}

impl Worker {
    /// Starts the worker program at this address. It says *ready* later, or that it died.
    ///
    /// # Errors
    ///
    /// When this browser has no workers, or lets none start here.
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
                return stop(&event);
            }
            to.push(match message::read::<FromWorker>(&event.data()) {
                Ok((message, handles)) => Heard::Message(message, handles),
                Err(wrong) => Heard::Died(Some(wrong)),
            });
        });
        let to = inbox.clone();
        let on_error = Closure::<dyn Fn(Event)>::new(until_crash(move |event: Event| {
            // It is told once, by the run that it ends, not as an error of the page too.
            event.prevent_default();
            to.push(Heard::Died(why(&event)));
        }));
        let to = inbox.clone();
        let on_unreadable = Closure::<dyn Fn(Event)>::new(until_crash(move |_| {
            let why = TaskError::new(message!("It sent a message that cannot be read"));
            to.push(Heard::Died(Some(why)));
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

    /// Notices from here on when the worker dies without a word. It holds its lock by now.
    pub(super) fn watch(&self) {
        let inbox = self.inbox.clone();
        // Where there are no locks a death without a word goes unnoticed; a timeout ends such a run.
        let _watched = when_lock_is_free(&self.name, move || {
            let why = TaskError::new(message!("It ended without giving a reason"));
            inbox.push(Heard::Died(Some(why)));
        });
    }

    /// Tells it something.
    ///
    /// # Errors
    ///
    /// When it cannot be sent.
    pub(super) fn say(&self, message: &ToWorker, handles: &Handles) -> Result<(), TaskError> {
        post(message, &handles.all, |written| {
            self.worker
                .post_message_with_transfer(written, &handles.moved)
        })
    }
}

/// Posts a message with its handles.
pub(super) fn post(
    message: &impl Serialize,
    handles: &Array,
    send: impl FnOnce(&JsValue) -> Result<(), JsValue>,
) -> Result<(), TaskError> {
    let written = message::written(message, handles)?;
    send(&written).map_err(|thrown| js_error(&thrown))
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.set_onmessageerror(None);
        self.worker.terminate();
    }
}

/// Terminates the worker that has sent this: nobody is there to listen any more.
fn stop(event: &MessageEvent) {
    let sender = event.current_target();
    if let Some(worker) = sender.and_then(|sender| sender.dyn_into::<web_sys::Worker>().ok()) {
        worker.terminate();
    }
}

/// What an `error` event of a worker says; a program that could not be loaded says nothing.
fn why(event: &Event) -> Option<TaskError> {
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
