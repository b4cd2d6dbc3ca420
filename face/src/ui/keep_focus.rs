//! Keeps focus when the focused element is hidden.

use leptos::html;
use web_sys::HtmlElement;

use crate::{
    browser::{FocusReturn, active_element, has_focus},
    ui::lean::*,
};

/// Returns whether a button is shown. Before a focused button is hidden, focus moves to `next`. Otherwise the
/// browser would move it to the top of the page.
pub(super) fn keep_focus(
    is_wanted: Memo<bool>,
    button: NodeRef<html::Button>,
    next: impl Fn() -> Option<HtmlElement> + 'static,
) -> ReadSignal<bool> {
    keep(is_wanted, button, Box::new(next))
}

fn keep(
    is_wanted: Memo<bool>,
    button: NodeRef<html::Button>,
    next: Box<dyn Fn() -> Option<HtmlElement>>,
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

/// Returns whether a part is shown. If it is hidden while focus is inside, focus moves to the nearest element.
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
        // Dropping it moves focus.
        drop(nearest);
    });
    is_shown
}
