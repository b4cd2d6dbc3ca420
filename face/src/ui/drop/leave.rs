//! A page that dropped files never navigate away.

use leptos::ev;
use web_sys::DragEvent;

use super::{FileDrop, has_files};
use crate::ui::lean::*;

/// Keeps files that are dropped beside the deck from navigating the page away, and takes those that are pasted there.
pub(crate) fn never_leave(dropping: FileDrop) {
    let stop = |event: DragEvent| {
        if has_files(&event) {
            event.prevent_default();
        }
    };
    let handles = [
        window_event_listener(ev::dragover, stop),
        window_event_listener(ev::drop, stop),
        // Focus is often outside of the deck's elements, on the page itself.
        window_event_listener(ev::paste, move |event| dropping.pasted(&event)),
    ];
    on_cleanup(move || handles.into_iter().for_each(WindowListenerHandle::remove));
}
