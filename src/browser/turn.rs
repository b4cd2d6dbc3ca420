//! A real turn of the event loop.

use std::{
    cell::{Cell, RefCell},
    future::Future,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, Waker},
};

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{MessageChannel, MessagePort};

/// Resolves in a later macrotask, so that the page can draw and take input.
///
/// It is a message to ourselves. `scheduler.yield()` is not used: its continuations go before timers
/// and other tasks of the page, so a body that yields in a loop starves them.
pub(super) struct Turn {
    shared: Rc<Shared>,
    ports: Option<(MessagePort, MessagePort)>,
    _listener: Closure<dyn Fn()>,
}

#[derive(Default)]
struct Shared {
    done: Cell<bool>,
    waker: RefCell<Option<Waker>>,
}

impl Turn {
    pub(super) fn new() -> Self {
        let shared = Rc::new(Shared::default());
        let on_message = shared.clone();
        let listener = Closure::<dyn Fn()>::new(move || {
            on_message.done.set(true);
            if let Some(waker) = on_message.waker.take() {
                waker.wake();
            }
        });
        let ports = MessageChannel::new()
            .ok()
            .map(|channel| (channel.port1(), channel.port2()));
        let sent = ports.as_ref().is_some_and(|(to, from)| {
            to.set_onmessage(Some(listener.as_ref().unchecked_ref()));
            from.post_message(&wasm_bindgen::JsValue::NULL).is_ok()
        });
        // A turn that cannot be had is no reason to stop.
        shared.done.set(!sent);
        Self {
            shared,
            ports,
            _listener: listener,
        }
    }
}

impl Future for Turn {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.shared.done.get() {
            return Poll::Ready(());
        }
        self.shared.waker.replace(Some(context.waker().clone()));
        Poll::Pending
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some((to, from)) = &self.ports {
            to.set_onmessage(None);
            to.close();
            from.close();
        }
    }
}
