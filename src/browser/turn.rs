//! A real turn of the event loop.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;

/// Resolves in a later macrotask, so that the page can draw and take input: `scheduler.yield()` where
/// it exists, else a message to ourselves.
pub(super) async fn yield_turn() {
    let promise = scheduler_yield().unwrap_or_else(message_to_ourselves);
    // A turn that cannot be had is no reason to stop.
    let _ = JsFuture::from(promise).await;
}

fn scheduler_yield() -> Option<Promise> {
    let scheduler = Reflect::get(&js_sys::global(), &"scheduler".into()).ok()?;
    let function = Reflect::get(&scheduler, &"yield".into()).ok()?;
    function
        .dyn_into::<Function>()
        .ok()?
        .call0(&scheduler)
        .ok()?
        .dyn_into()
        .ok()
}

fn message_to_ourselves() -> Promise {
    Promise::new(&mut |resolve, _| {
        let Ok(channel) = web_sys::MessageChannel::new() else {
            let _ = resolve.call0(&JsValue::UNDEFINED);
            return;
        };
        let port = channel.port1();
        let listener = Closure::once_into_js(move |event: web_sys::MessageEvent| {
            if let Some(port) = event
                .target()
                .and_then(|port| port.dyn_into::<web_sys::MessagePort>().ok())
            {
                port.close();
            }
            let _ = resolve.call0(&JsValue::UNDEFINED);
        });
        port.set_onmessage(Some(listener.unchecked_ref()));
        let _ = channel.port2().post_message(&JsValue::NULL);
    })
}
