//! The next frame, or a second later while nothing is drawn.

use std::{
    cell::{Cell, RefCell},
    future::Future,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, Waker},
};

use gloo_timers::callback::Timeout;
use wasm_bindgen::{JsCast, closure::Closure};

/// How long a hidden page waits for a frame, in milliseconds.
const HIDDEN_FRAME: u32 = 1_000;

/// Resolves with the next frame, or after a second while the page is hidden and none comes. Dropping
/// it leaves neither a frame nor a timer behind.
pub(super) struct NextFrame {
    shared: Rc<Shared>,
    request: Option<i32>,
    _closure: Closure<dyn Fn()>,
    _timeout: Timeout,
}

#[derive(Default)]
struct Shared {
    done: Cell<bool>,
    waker: RefCell<Option<Waker>>,
}

impl Shared {
    fn finish(&self) {
        self.done.set(true);
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }
}

impl NextFrame {
    pub(super) fn new() -> Self {
        let shared = Rc::new(Shared::default());
        let on_frame = shared.clone();
        let closure = Closure::<dyn Fn()>::new(move || on_frame.finish());
        let request = web_sys::window().and_then(|window| {
            window
                .request_animation_frame(closure.as_ref().unchecked_ref())
                .ok()
        });
        let on_timeout = shared.clone();
        let timeout = Timeout::new(HIDDEN_FRAME, move || on_timeout.finish());
        Self {
            shared,
            request,
            _closure: closure,
            _timeout: timeout,
        }
    }
}

impl Future for NextFrame {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.shared.done.get() {
            return Poll::Ready(());
        }
        self.shared.waker.replace(Some(context.waker().clone()));
        Poll::Pending
    }
}

impl Drop for NextFrame {
    fn drop(&mut self) {
        if let (Some(window), Some(request)) = (web_sys::window(), self.request) {
            // A request that has been served is not there to be cancelled; that is no error.
            let _ = window.cancel_animation_frame(request);
        }
    }
}
