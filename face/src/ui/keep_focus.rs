//! Focus on what goes away.

use leptos::html;
use web_sys::HtmlElement;

use crate::{
    browser::{FocusReturn, active_element, has_focus},
    ui::lean::*,
};

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

/// Returns whether a part is to be drawn. When it goes away with the focus in it, the focus goes to what is nearest then.
pub(super) fn keep_focus_near(is_wanted: Memo<bool>, part: NodeRef<html::Div>) -> ReadSignal<bool> {
    let (is_shown, show) = signal(is_wanted.get_untracked());
    Effect::new(move |_| {
        let wanted = is_wanted.get();
        if is_shown.get_untracked() == wanted {
            return;
        }
        let part = part.get_untracked();
        let holds_focus = active_element()
            .is_some_and(|active| part.is_some_and(|part| part.contains(Some(&active))));
        let nearest = (!wanted && holds_focus).then(FocusReturn::remember);
        show.set(wanted);
        // Dropping it gives focus back.
        drop(nearest);
    });
    is_shown
}
