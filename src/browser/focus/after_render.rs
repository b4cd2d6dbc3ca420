//! Focus for an element that is not drawn yet.

use std::{
    cell::{Cell, RefCell},
    future::Future,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, Waker},
    time::Duration,
};

use web_sys::HtmlElement;

use super::{FocusTarget, active::is_drawn, has_focus};
use crate::browser::BrowserWorld;

/// How long an element may take to be drawn.
const PATIENCE: Duration = Duration::from_secs(2);

thread_local! {
    /// The one pending request of the page.
    static PENDING: RefCell<Option<Rc<Pending>>> = const { RefCell::new(None) };
}

/// Focuses an element once it is in the document and drawn. It begins with this call, in a later turn,
/// whether the result is awaited or not.
///
/// There is one pending request on the page at most: a newer one takes the place of an older one. The
/// result is `true` when the element has focus, and `false` when the request was replaced or
/// cancelled, when the element was not drawn within two seconds, or does not take focus.
///
/// ```no_run
/// use taskdeck::browser::focus_after_render;
///
/// # async fn show(button: leptos::web_sys::HtmlElement) {
/// if !focus_after_render(button).await {
///     // Somebody else wanted it more, or it is gone.
/// }
/// # }
/// ```
pub fn focus_after_render(target: impl FocusTarget) -> FocusRequest {
    let request = Rc::new(Pending::default());
    if let Some(older) = PENDING.replace(Some(request.clone())) {
        older.finish(false);
    }
    let pending = request.clone();
    wasm_bindgen_futures::spawn_local(async move {
        let focused = pending.clone().focus(&target).await;
        pending.finish(focused);
        PENDING.with_borrow_mut(|newest| newest.take_if(|newest| Rc::ptr_eq(newest, &pending)));
    });
    FocusRequest(request)
}

/// Cancels the pending request of the page, if there is one; its result is `false`.
pub fn cancel_focus() {
    if let Some(request) = PENDING.take() {
        request.finish(false);
    }
}

/// A request for focus. Dropping it changes nothing: the request goes on.
#[derive(Debug)]
#[must_use = "the result says whether the element has focus; to ignore it, `drop` this"]
pub struct FocusRequest(Rc<Pending>);

impl FocusRequest {
    /// Gives the request up; its result is `false`.
    pub fn cancel(&self) {
        self.0.finish(false);
    }
}

impl Future for FocusRequest {
    type Output = bool;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<bool> {
        match self.0.result.get() {
            Some(focused) => Poll::Ready(focused),
            None => {
                self.0.waker.replace(Some(context.waker().clone()));
                Poll::Pending
            }
        }
    }
}

#[derive(Debug, Default)]
struct Pending {
    result: Cell<Option<bool>>,
    waker: RefCell<Option<Waker>>,
}

impl Pending {
    /// The first result stays.
    fn finish(&self, focused: bool) {
        if self.result.get().is_some() {
            return;
        }
        self.result.set(Some(focused));
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }

    async fn focus(self: Rc<Self>, target: &impl FocusTarget) -> bool {
        let world = BrowserWorld::shared();
        let deadline = world.now() + PATIENCE;
        loop {
            // What was just built is in the document now at best; it is drawn with the next frame.
            world.next_frame().await;
            if self.result.get().is_some() {
                return false;
            }
            if let Some(element) = target.find().filter(|element| is_drawn(element)) {
                return focus_now(&element);
            }
            if world.now() >= deadline {
                return false;
            }
        }
    }
}

fn focus_now(element: &HtmlElement) -> bool {
    element.focus().is_ok() && has_focus(element)
}
