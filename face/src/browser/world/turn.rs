//! A turn of the event loop.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{MessageChannel, MessagePort};

use super::oneshot::Oneshot;

/// Resolves in a later macrotask, so that the page can draw and take input.
///
/// It posts a message to itself. `scheduler.yield()` is no alternative: its continuations run
/// before timers and other tasks of the page, so a body that yields in a loop would starve them.
pub(crate) struct Turn {
    arrived: Oneshot<()>,
    ports: Option<(MessagePort, MessagePort)>,
    _listener: Closure<dyn Fn()>,
}

impl Turn {
    pub(crate) fn new() -> Self {
        let arrived = Oneshot::new();
        let on_message = arrived.clone();
        let listener = Closure::<dyn Fn()>::new(move || on_message.send(()));
        let ports = MessageChannel::new()
            .ok()
            .map(|channel| (channel.port1(), channel.port2()));
        let sent = ports.as_ref().is_some_and(|(to, from)| {
            to.set_onmessage(Some(listener.as_ref().unchecked_ref()));
            from.post_message(&JsValue::NULL).is_ok()
        });
        if !sent {
            // Without a message channel, continue at once instead of never.
            arrived.send(());
        }
        Self {
            arrived,
            ports,
            _listener: listener,
        }
    }
}

impl Future for Turn {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        self.arrived.poll(context)
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
