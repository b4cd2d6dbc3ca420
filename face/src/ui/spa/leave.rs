//! Leaving the page.

use crate::{browser::should_ask_before_leaving, ui::lean::*};

/// Lets the browser ask before the page is left while runs are live: they would end with it. Nothing
/// is listened to while none is, so that the page can be kept for the way back.
pub(super) fn ask_before_leaving(live: Memo<usize>) {
    let is_busy = Memo::new(move |_| live.get() > 0);
    let listener = StoredValue::new_local(None::<WindowListenerHandle>);
    Effect::new(move |_| {
        let listen = is_busy.get().then(|| {
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
