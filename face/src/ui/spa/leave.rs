//! The confirmation before the page is left.

use crate::{browser::should_ask_before_leaving, ui::lean::*};

/// Lets the browser confirm that the page is left while something would be lost with it: live runs, schedules, files
/// that were not saved. Otherwise nothing listens, so that the browser can keep the page in its back/forward cache.
pub(super) fn ask_before_leaving(would_lose: Memo<bool>) {
    let listener = StoredValue::new(None::<WindowListenerHandle>);
    Effect::new(move |_| {
        let listen = would_lose.get().then(|| {
            window_event_listener(leptos::ev::beforeunload, |event| {
                if should_ask_before_leaving() {
                    event.prevent_default();
                }
            })
        });
        let before = listener
            .try_update_value(|held| std::mem::replace(held, listen))
            .flatten();
        if let Some(before) = before {
            before.remove();
        }
    });
}
