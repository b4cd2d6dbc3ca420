//! Restores focus to where it was.

use web_sys::HtmlElement;

use super::{FocusRequest, active_element, focus_after_render, is_focusable, nearest::Trail};

/// Remembers where focus was, and restores it.
///
/// Create one before a dialog or a drawer opens. When it closes, focus returns to the element that
/// had it. If that element is gone or can no longer take focus, the nearest element to its old
/// place is focused. For a dialog that is one future, [`focus_around`](crate::browser::focus_around) is
/// shorter.
///
/// # On drop
///
/// Focus is restored in a later turn. [`forget`](Self::forget) leaves it where it is.
#[derive(Debug)]
#[must_use = "dropping it restores focus"]
pub struct FocusReturn(Option<Origin>);

#[derive(Debug)]
struct Origin {
    element: HtmlElement,
    trail: Trail,
}

impl FocusReturn {
    /// Remembers the element that has focus now, looking into open shadow roots.
    pub fn remember() -> Self {
        Self(active_element().map(Origin::of))
    }

    /// Remembers `element` instead of the one that has focus. Use it for the button that opened a
    /// drawer: in some browsers a click does not focus it.
    pub fn to(element: HtmlElement) -> Self {
        Self(Some(Origin::of(element)))
    }

    /// Restores focus. Returns `false` if no element had focus, or a newer request replaced this
    /// one.
    pub async fn give_back(mut self) -> bool {
        match self.request() {
            Some(request) => request.await,
            None => false,
        }
    }

    /// Ends the restoration without moving focus.
    pub fn forget(mut self) {
        self.0 = None;
    }

    fn request(&mut self) -> Option<FocusRequest> {
        let origin = self.0.take()?;
        Some(focus_after_render(move || origin.find()))
    }
}

impl Drop for FocusReturn {
    fn drop(&mut self) {
        drop(self.request());
    }
}

impl Origin {
    fn of(element: HtmlElement) -> Self {
        Self {
            trail: Trail::of(&element),
            element,
        }
    }

    fn find(&self) -> Option<HtmlElement> {
        if is_focusable(&self.element) {
            return Some(self.element.clone());
        }
        self.trail.nearest()
    }
}
