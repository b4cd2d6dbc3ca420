//! The next frame, or a timeout while nothing is drawn.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use gloo_timers::callback::Timeout;
use wasm_bindgen::{JsCast, closure::Closure};

use super::oneshot::Oneshot;

/// The timeout, in milliseconds.
const HIDDEN_FRAME: u32 = 1_000;

/// Resolves with the next frame, or after a second if there is none, as in a hidden page or a
/// worker. Dropping it cancels the frame request and the timer.
pub(crate) struct NextFrame {
    drawn: Oneshot<()>,
    request: Option<i32>,
    _closure: Closure<dyn Fn()>,
    _timeout: Timeout,
}

impl NextFrame {
    pub(crate) fn new() -> Self {
        let drawn = Oneshot::new();
        let on_frame = drawn.clone();
        let closure = Closure::<dyn Fn()>::new(move || on_frame.send(()));
        let request = web_sys::window().and_then(|window| {
            window
                .request_animation_frame(closure.as_ref().unchecked_ref())
                .ok()
        });
        let on_timeout = drawn.clone();
        let timeout = Timeout::new(HIDDEN_FRAME, move || on_timeout.send(()));
        Self {
            drawn,
            request,
            _closure: closure,
            _timeout: timeout,
        }
    }
}

impl Future for NextFrame {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        self.drawn.poll(context)
    }
}

impl Drop for NextFrame {
    fn drop(&mut self) {
        if let (Some(window), Some(request)) = (web_sys::window(), self.request) {
            // The frame may have been drawn already, which is no error.
            let _ = window.cancel_animation_frame(request);
        }
    }
}
