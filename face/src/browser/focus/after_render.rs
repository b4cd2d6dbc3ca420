//! Focuses an element that is not drawn yet.

use std::{
    cell::RefCell,
    future::Future,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use web_sys::HtmlElement;

use super::{FocusTarget, active::is_drawn, has_focus};
use crate::browser::{BrowserWorld, panics::crash::spawn, world::oneshot::Oneshot};

/// How long an element may take to be drawn.
const TIMEOUT: Duration = Duration::from_secs(2);

thread_local! {
    /// The pending request of this page.
    static PENDING: RefCell<Option<Oneshot<bool>>> = const { RefCell::new(None) };
}

/// Focuses an element once it is in the document and drawn. The request starts with this call, in a
/// later turn, even if the result is not awaited.
///
/// At most one request is pending on the page: a newer one replaces it. The result is `true` once
/// the element has focus. It is `false` if the request was replaced or cancelled, or if the element
/// was not drawn within two seconds or cannot take focus.
///
/// To restore focus after a dialog, use [`focus_around`](crate::browser::focus_around) or
/// [`FocusReturn`](crate::browser::FocusReturn).
///
/// ```no_run
/// use taskdeck::browser::focus_after_render;
///
/// # async fn show(button: web_sys::HtmlElement) {
/// if !focus_after_render(button).await {
///     // A newer request replaced this one, or the button is gone.
/// }
/// # }
/// ```
pub fn focus_after_render(target: impl FocusTarget) -> FocusRequest {
    begin(Box::new(move || target.find()))
}

type Find = Box<dyn Fn() -> Option<HtmlElement>>;

fn begin(find: Find) -> FocusRequest {
    let request = Oneshot::new();
    if let Some(older) = PENDING.replace(Some(request.clone())) {
        older.send(false);
    }
    let pending = request.clone();
    spawn(async move {
        let focused = focus_when_drawn(&find, &pending).await;
        pending.send(focused);
        PENDING.with_borrow_mut(|newest| newest.take_if(|newest| newest.is_same(&pending)));
    });
    FocusRequest(request)
}

/// Cancels the pending request of the page, if any. Its result is `false`.
pub fn cancel_focus() {
    if let Some(request) = PENDING.take() {
        request.send(false);
    }
}

/// A request for focus. Dropping it does not cancel the request.
#[derive(Debug)]
#[must_use = "the result is whether the element has focus; to ignore it, `drop` this"]
pub struct FocusRequest(Oneshot<bool>);

impl FocusRequest {
    /// Cancels the request. Its result is `false`.
    pub fn cancel(&self) {
        self.0.send(false);
    }
}

impl Future for FocusRequest {
    type Output = bool;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<bool> {
        self.0.poll(context)
    }
}

async fn focus_when_drawn(find: &Find, request: &Oneshot<bool>) -> bool {
    let world = BrowserWorld::shared();
    let deadline = world.now() + TIMEOUT;
    loop {
        // A new element is drawn with the next frame at the earliest.
        world.next_frame().await;
        if request.value().is_some() {
            return false;
        }
        if let Some(element) = find().filter(|element| is_drawn(element)) {
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
