//! Dialogs that a signal opens.

use crate::ui::lean::*;
use leptos::html;

/// Opens a modal dialog whenever `is_wanted` becomes true, tracked. The dialog closes itself.
pub(super) fn open_when(dialog: NodeRef<html::Dialog>, is_wanted: impl Fn() -> bool + 'static) {
    open(dialog, Box::new(is_wanted));
}

fn open(dialog: NodeRef<html::Dialog>, is_wanted: Box<dyn Fn() -> bool>) {
    Effect::new(move |_| {
        if is_wanted()
            && let Some(dialog) = dialog.get_untracked().filter(|dialog| !dialog.open())
        {
            let _ = dialog.show_modal();
        }
    });
}
