//! Tracks whether the user can look at the toasts.

use leptos::ev;

use crate::{
    browser::until_crash,
    reporter::{Attention, Reporter},
    ui::lean::*,
};

/// The reasons why the countdowns of toasts are paused.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct PauseReasons {
    pointer: bool,
    focus: bool,
    window_blurred: bool,
    page_hidden: bool,
}

/// Notifies the reporter whether the user can look at the toasts, and is at them.
#[derive(Clone, Copy, Debug)]
pub(super) struct AttentionTracker(RwSignal<PauseReasons>);

impl AttentionTracker {
    /// Observes window and page until the current owner is disposed of.
    pub(super) fn new(reporter: Reporter) -> Self {
        let reasons = RwSignal::new(PauseReasons {
            page_hidden: document().hidden(),
            ..PauseReasons::default()
        });
        for handle in [
            window_event_listener(
                ev::blur,
                until_crash(move |_| reasons.update(|reasons| reasons.window_blurred = true)),
            ),
            window_event_listener(
                ev::focus,
                until_crash(move |_| reasons.update(|reasons| reasons.window_blurred = false)),
            ),
            window_event_listener(
                ev::visibilitychange,
                until_crash(move |_| {
                    reasons.update(|reasons| reasons.page_hidden = document().hidden())
                }),
            ),
        ] {
            on_cleanup(move || handle.remove());
        }
        let attention = Memo::new(move |_| match reasons.get() {
            PauseReasons { pointer: true, .. } | PauseReasons { focus: true, .. } => {
                Attention::AtToasts
            }
            PauseReasons {
                window_blurred: false,
                page_hidden: false,
                ..
            } => Attention::Free,
            _ => Attention::Away,
        });
        Effect::new(move || reporter.attend_toasts(attention.get()));
        Self(reasons)
    }

    pub(super) fn pointer(self, inside: bool) {
        self.0.update(|reasons| reasons.pointer = inside);
    }

    pub(super) fn focus(self, inside: bool) {
        self.0.update(|reasons| reasons.focus = inside);
    }
}
