//! Gives focus back to where it was.

use web_sys::HtmlElement;

use super::{FocusRequest, active_element, focus_after_render, is_focusable, nearest::Trail};

/// Remembers where focus was, and gives it back.
///
/// Make one before a dialog or a drawer opens. However it closes, focus goes back to the element that
/// had it, or, when that is gone or takes no focus any more, to the nearest place that makes sense:
/// what took its place, what was beside it, the region around it.
///
/// # On drop
///
/// Dropping it gives focus back, in a later turn. [`forget`](Self::forget) leaves focus where it is.
#[derive(Debug)]
#[must_use = "dropping it gives focus back at once"]
pub struct FocusReturn(Option<Place>);

#[derive(Debug)]
struct Place {
    element: HtmlElement,
    trail: Trail,
}

impl FocusReturn {
    /// Remembers where focus is now, inside of open shadow roots too.
    pub fn remember() -> Self {
        Self(active_element().map(Place::of))
    }

    /// Remembers this element in place of the one that has focus: the button that opens a drawer, in
    /// browsers where a click does not focus it.
    pub fn to(element: HtmlElement) -> Self {
        Self(Some(Place::of(element)))
    }

    /// Gives focus back. The result is `false` when there was no focus to give back, or somebody else
    /// wanted it meanwhile.
    pub async fn give_back(mut self) -> bool {
        match self.request() {
            Some(request) => request.await,
            None => false,
        }
    }

    /// Leaves focus where it is.
    pub fn forget(mut self) {
        self.0 = None;
    }

    fn request(&mut self) -> Option<FocusRequest> {
        let place = self.0.take()?;
        Some(focus_after_render(move || place.find()))
    }
}

impl Drop for FocusReturn {
    fn drop(&mut self) {
        drop(self.request());
    }
}

impl Place {
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
