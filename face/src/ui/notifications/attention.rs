//! Tracks whether the user can look at the toasts.

use leptos::ev;

use crate::{
    browser::until_crash,
    reporter::{Attention, Reporter},
    ui::lean::*,
};

/// The reasons why the countdowns of toasts are paused.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Held {
    pointer: bool,
    focus: bool,
    window_blurred: bool,
    page_hidden: bool,
}

/// Notifies the reporter whether the user can look at the toasts, and is at them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Watcher(RwSignal<Held>);

impl Watcher {
    /// Observes window and page until the current owner is disposed of.
    pub(super) fn new(reporter: Reporter) -> Self {
        let held = RwSignal::new(Held {
            page_hidden: document().hidden(),
            ..Held::default()
        });
        for handle in [
            window_event_listener(
                ev::blur,
                until_crash(move |_| held.update(|held| held.window_blurred = true)),
            ),
            window_event_listener(
                ev::focus,
                until_crash(move |_| held.update(|held| held.window_blurred = false)),
            ),
            window_event_listener(
                ev::visibilitychange,
                until_crash(move |_| held.update(|held| held.page_hidden = document().hidden())),
            ),
        ] {
            on_cleanup(move || handle.remove());
        }
        let attention = Memo::new(move |_| match held.get() {
            Held { pointer: true, .. } | Held { focus: true, .. } => Attention::AtToasts,
            Held {
                window_blurred: false,
                page_hidden: false,
                ..
            } => Attention::Free,
            _ => Attention::Away,
        });
        Effect::new(move || reporter.attend_toasts(attention.get()));
        Self(held)
    }

    pub(super) fn pointer(self, inside: bool) {
        self.0.update(|held| held.pointer = inside);
    }

    pub(super) fn focus(self, inside: bool) {
        self.0.update(|held| held.focus = inside);
    }
}
