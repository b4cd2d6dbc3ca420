//! Closes a popover when the user clicks or focuses something outside it.

use leptos::{
    ev,
    html::Div,
    web_sys::{FocusEvent, PointerEvent},
};

use super::notifications::keys::{happened_inside, other_target, stays_inside};
use crate::{
    browser::{is_dialog_open, until_crash},
    ui::lean::*,
};

/// Calls `close` when a pointer is pressed outside `root`, or when focus moves outside, which is observed by
/// the returned listener for `focusout`. A modal dialog is not outside, because focus returns from it.
pub(super) fn dismiss_outside(
    root: NodeRef<Div>,
    is_open: Signal<bool>,
    close: impl Fn() + Clone + 'static,
) -> impl Fn(FocusEvent) + Clone + 'static {
    let close_if = move |is_elsewhere: &dyn Fn(&web_sys::Element) -> bool| {
        let Some(root) = root.try_get_untracked() else {
            return;
        };
        let is_open = is_open.try_get_untracked() == Some(true);
        if is_open && is_elsewhere(&root) && !is_dialog_open(&root) {
            close();
        }
    };
    let outside = window_event_listener(ev::pointerdown, {
        let close_if = close_if.clone();
        until_crash(move |event: PointerEvent| close_if(&|root| !happened_inside(root, &event)))
    });
    on_cleanup(move || outside.remove());
    // Focus that moves to no element is a click on plain text, which may be inside.
    move |event| {
        close_if(&|root| other_target(&event).is_some() && !stays_inside(root, &event));
    }
}
