//! What is read out to those who do not see the page.

use gloo_timers::callback::Timeout;

use crate::{
    browser::unless_crashed,
    reporter::{Announcement, use_reporter},
    ui::lean::*,
};

/// How long the live region is empty before it is filled again: readers that look at it now and then
/// must notice that the same words are new.
const EMPTY_FOR: u32 = 60;

/// A live region that says milestones, gathered by the second: *12 failed, 3 done*. It is apart from
/// the toasts, whose buttons nobody wants read out.
#[component]
pub fn Announcer() -> impl IntoView {
    let text = RwSignal::new(String::new());
    let timer = StoredValue::new_local(None::<Timeout>);
    if let Ok(reporter) = use_reporter() {
        let announcement: Signal<Announcement> = reporter.announcement().into();
        Effect::new(move || {
            let said = announcement.get().text;
            if said.is_empty() {
                return;
            }
            text.set(String::new());
            timer.set_value(Some(Timeout::new(
                EMPTY_FOR,
                unless_crashed(move || {
                    // The face may be gone by now.
                    let _ = text.try_set(said.to_string());
                }),
            )));
        });
    }
    view! {
        <div class="td-announcer" role="status" aria-live="polite" aria-atomic="true">
            {text}
        </div>
    }
}
