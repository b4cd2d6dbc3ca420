//! Focus on a button that goes away.

use leptos::html;
use web_sys::HtmlElement;

use crate::{browser::has_focus, ui::lean::*};

/// Whether a button is to be drawn: it goes away only after the focus that it may have has been handed
/// on. Else the browser would take the focus to the top of the page.
pub(super) fn keep_focus(
    is_wanted: Memo<bool>,
    button: NodeRef<html::Button>,
    next: impl Fn() -> Option<HtmlElement> + 'static,
) -> ReadSignal<bool> {
    let (is_shown, show) = signal(is_wanted.get_untracked());
    Effect::new(move |_| {
        let wanted = is_wanted.get();
        if !wanted
            && let Some(button) = button.get_untracked()
            && has_focus(&button)
            && let Some(next) = next()
        {
            let _ = next.focus();
        }
        if is_shown.get_untracked() != wanted {
            show.set(wanted);
        }
    });
    is_shown
}
