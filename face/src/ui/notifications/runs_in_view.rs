//! Which runs the user sees, for the reporter: they need no toasts.

use leptos::web_sys::HtmlElement;
use taskdeck_core::RunId;

use super::{focused_toast::FocusedToast, more_buttons::ReturnFromToasts};
use crate::{
    reporter::{Reporter, RunWatcher},
    ui::{deck::Deck, lean::*},
};

/// Sees the runs whose rows are in view, and the one whose details are open, while its face is drawn.
struct DeckWatcher {
    deck: Deck,
    region: HtmlElement,
}

impl RunWatcher for DeckWatcher {
    fn is_seen(&self, run: RunId) -> bool {
        let Deck {
            opened, in_view, ..
        } = self.deck;
        // The panel of a tray is hidden while it is closed.
        let is_drawn = self.region.get_client_rects().length() > 0;
        is_drawn
            && (opened.try_get_untracked().flatten() == Some(run)
                || in_view.try_with_value(|runs| runs.contains(&run)) == Some(true))
    }
}

/// Lets the reporter know which runs are seen, and dismisses the toasts of the run whose details are opened.
pub(super) fn follow_deck<E>(
    deck: Deck,
    region: NodeRef<E>,
    reporter: &Reporter,
    focused: FocusedToast,
    back: ReturnFromToasts,
) where
    E: leptos::html::ElementType + 'static,
    E::Output: leptos::wasm_bindgen::JsCast + Clone + Into<HtmlElement> + 'static,
{
    let registration = StoredValue::new(None);
    let watched = reporter.clone();
    Effect::new(move || {
        if let Some(region) = region.get() {
            let region = region.into();
            let watcher = DeckWatcher { deck, region };
            registration.set_value(Some(watched.set_run_watcher(watcher)));
        }
    });
    let reporter = reporter.clone();
    Effect::new(move || {
        if let Some(run) = deck.opened.get() {
            // Focus goes to the details and not to another toast.
            focused.take();
            if let Some(back) = back.try_update_value(Option::take).flatten() {
                back.forget();
            }
            reporter.dismiss_run(run);
        }
    });
}
