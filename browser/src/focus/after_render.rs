//! Focus for an element that is not drawn yet.

use std::{
    cell::RefCell,
    future::Future,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use web_sys::HtmlElement;

use super::{FocusTarget, active::is_drawn, has_focus};
use crate::{BrowserWorld, panics::crash::spawn, world::oneshot::Moment};

/// How long an element may take to be drawn.
const PATIENCE: Duration = Duration::from_secs(2);

thread_local! {
    /// The one pending request of the page.
    static PENDING: RefCell<Option<Moment<bool>>> = const { RefCell::new(None) };
}

/// Focuses an element once it is in the document and drawn. It begins with this call, in a later turn,
/// whether the result is awaited or not.
///
/// There is one pending request on the page at most: a newer one takes the place of an older one. The
/// result is `true` when the element has focus, and `false` when the request was replaced or
/// cancelled, when the element was not drawn within two seconds, or does not take focus.
///
/// ```no_run
/// use taskdeck_browser::focus_after_render;
///
/// # async fn show(button: web_sys::HtmlElement) {
/// if !focus_after_render(button).await {
///     // Somebody else wanted it more, or it is gone.
/// }
/// # }
/// ```
pub fn focus_after_render(target: impl FocusTarget) -> FocusRequest {
    let request = Moment::new();
    if let Some(older) = PENDING.replace(Some(request.clone())) {
        older.come(false);
    }
    let pending = request.clone();
    spawn(async move {
        let focused = focus_when_drawn(&target, &pending).await;
        pending.come(focused);
        PENDING.with_borrow_mut(|newest| newest.take_if(|newest| newest.is(&pending)));
    });
    FocusRequest(request)
}

/// Cancels the pending request of the page, if there is one; its result is `false`.
pub fn cancel_focus() {
    if let Some(request) = PENDING.take() {
        request.come(false);
    }
}

/// A request for focus. Dropping it changes nothing: the request goes on.
#[derive(Debug)]
#[must_use = "the result says whether the element has focus; to ignore it, `drop` this"]
pub struct FocusRequest(Moment<bool>);

impl FocusRequest {
    /// Gives the request up; its result is `false`.
    pub fn cancel(&self) {
        self.0.come(false);
    }
}

impl Future for FocusRequest {
    type Output = bool;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<bool> {
        self.0.poll(context)
    }
}

async fn focus_when_drawn(target: &impl FocusTarget, request: &Moment<bool>) -> bool {
    let world = BrowserWorld::shared();
    let deadline = world.now() + PATIENCE;
    loop {
        // What was just built is in the document now at best; it is drawn with the next frame.
        world.next_frame().await;
        if request.value().is_some() {
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

fn focus_now(element: &HtmlElement) -> bool {
    element.focus().is_ok() && has_focus(element)
}
