//! Keeps focus from being lost: focus for elements that are not drawn yet, and its return when a
//! dialog closes.
//!
//! A page has one focus, so the pending request belongs to the page and not to a deck.

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
