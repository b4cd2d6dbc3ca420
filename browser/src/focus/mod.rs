//! Focus that is never lost: asked for before its element is drawn, and given back when a dialog closes.
//!
//! A page has one focus, so what is pending here is of the page and not of any deck.

mod active;
mod after_render;
mod around;
mod dialogs;
mod nearest;
mod return_to;
mod target;

pub use self::{
    active::{active_element, has_focus, is_focusable, is_typing, tab_stops},
    after_render::{FocusRequest, cancel_focus, focus_after_render},
    around::focus_around,
    dialogs::is_dialog_open,
    return_to::FocusReturn,
    target::FocusTarget,
};
