//! Announcements for screen readers.

use gloo_timers::callback::Timeout;

use crate::{
    browser::unless_crashed,
    reporter::{Announcement, use_reporter},
    ui::{announce_deck::announce_deck, deck::Deck, lean::*},
};

/// How long the live region stays empty before it is filled, in milliseconds. A screen reader must notice that
/// the same text is new.
const EMPTY_FOR: u32 = 60;

/// A live region that announces milestones, collected over a second: *12 failed, 3 done*. The toasts are not
/// live, so that their buttons are not read out.
#[component]
pub fn Announcer() -> impl IntoView {
    let text = RwSignal::new(String::new());
    let timer = StoredValue::new(None::<Timeout>);
    if let Ok(reporter) = use_reporter() {
        if let Some(deck) = use_context::<Deck>() {
            announce_deck(deck, reporter.clone());
        }
        let announcement: Signal<Announcement> = reporter.announcement().into();
        Effect::new(move || {
            let announced = announcement.get().text;
            if announced.is_empty() {
                return;
            }
            text.set(String::new());
            timer.set_value(Some(Timeout::new(
                EMPTY_FOR,
                unless_crashed(move || {
                    // The face may be gone by now.
                    text.try_set(announced.to_string());
                }),
            )));
        });
    }
    view! {
        <div class="td-announcer" role="status" aria-live="polite" aria-atomic="true">
            {move || text.get()}
        </div>
    }
}
