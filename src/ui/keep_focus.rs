//! Focus on a button that goes away.

use leptos::{html, prelude::*};
use web_sys::HtmlElement;

use crate::browser::has_focus;

/// A button that is hidden while it has the focus hands it on: else the browser would take it to the
/// top of the page.
pub(super) fn keep_focus(
    is_shown: Memo<bool>,
    button: NodeRef<html::Button>,
    next: impl Fn() -> Option<HtmlElement> + 'static,
) {
    Effect::new(move |was: Option<bool>| {
        let is = is_shown.get();
        if was == Some(true)
            && !is
            && let Some(button) = button.get_untracked()
            && has_focus(&button)
            && let Some(next) = next()
        {
            let _ = next.focus();
        }
        is
    });
}
