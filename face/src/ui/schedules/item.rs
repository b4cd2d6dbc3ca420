//! An item of the list of schedules.

use crate::texts::tr;
use taskdeck_core::{ScheduleId, ScheduleSnapshot, Supervisor};

use super::{
    bars::Bars, clock::content_of, last_run::LastRun, recent::recent_runs, run_list::RunList,
};
use crate::{
    reporter::use_reporter,
    ui::{
        button::named_button,
        deck::Deck,
        icon::{Icon, Shape},
        lean::*,
        model::ScheduleContent,
    },
};

/// A schedule: what it starts, how often, the next start, the last result, its newest runs, and its buttons.
#[component]
pub(super) fn ScheduleItem(
    id: ScheduleId,
    /// The schedule. It keeps its last value when the schedule has ended.
    schedule: ArcReadSignal<ScheduleSnapshot>,
) -> impl IntoView {
    let deck = Deck::of_context();
    let content = content_of(deck, schedule.clone());
    let last = Memo::new(move |_| schedule.with(|schedule| schedule.last_run));
    let memo = move |read: fn(&ScheduleContent) -> String| Memo::new(move |_| content.with(read));
    let part = move |read| {
        let part = memo(read);
        move || part.get()
    };
    let title = memo(|content| content.title.clone());
    let is_inactive = Memo::new(move |_| content.with(|content| content.is_inactive));
    let suspended = Memo::new(move |_| content.with(|content| content.suspended.clone()));
    let refused = Memo::new(move |_| content.with(|content| content.refused.clone()));
    announce(deck, title, suspended);
    let runs = recent_runs(deck, id, last);
    let is_open = RwSignal::new(false);
    let title_id = deck.element_id(&format!("schedule{id}"));
    let list_id = format!("{title_id}-runs");
    let controls = list_id.clone();
    let counts = memo(|content| content.counts.clone());
    view! {
        <li
            class="td-schedule"
            class:td-resting=move || is_inactive.get()
            class:td-suspended=move || suspended.with(Option::is_some)
            role="listitem"
            aria-labelledby=title_id.clone()
            data-schedule=id.to_string()
        >
            <span class="td-schedule-icon" aria-hidden="true">
                <Icon shape=Signal::derive(move || {
                    match (suspended.with(Option::is_some), is_inactive.get()) {
                        (true, _) => Shape::WARNING,
                        (false, true) => Shape::PAUSE,
                        (false, false) => Shape::CLOCK,
                    }
                }) />
            </span>
            <div class="td-schedule-name">
                <span id=title_id.clone() class="td-schedule-title">
                    {move || title.get()}
                </span>
                <span class="td-schedule-when">
                    {part(|content| content.every.clone())} " · "
                    <span class="td-schedule-next">{part(|content| content.next.clone())}</span>
                </span>
                <button
                    type="button"
                    class="td-schedule-fold"
                    aria-label=move || tr!(
                        deck,
                        "{counts}, runs of {title}",
                        counts = counts.get(),
                        title = title.get()
                    )
                    aria-expanded=move || is_open.get().to_string()
                    aria-controls=move || is_open.get().then(|| controls.clone())
                    on:click=move |_| is_open.update(|open| *open = !*open)
                >
                    <Icon shape=Shape::CHEVRON />
                    {move || counts.get()}
                </button>
            </div>
            <div class="td-schedule-result">
                <Bars runs=runs />
                <LastRun newest=last runs=runs title=title />
            </div>
            <p class="td-schedule-reason" hidden=move || suspended.with(Option::is_none)>
                {move || suspended.get()}
            </p>
            <p
                class="td-schedule-reason"
                hidden=move || suspended.with(Option::is_some) || refused.with(Option::is_none)
            >
                {move || refused.get()}
            </p>
            {buttons(id, title, is_inactive, suspended)}
            <Show when=move || is_open.get()>
                <RunList runs=runs title=title id=list_id.clone() />
            </Show>
        </li>
    }
}

/// The buttons of a schedule: pause or resume, run now, stop.
fn buttons(
    id: ScheduleId,
    title: Memo<String>,
    is_inactive: Memo<bool>,
    suspended: Memo<Option<String>>,
) -> impl IntoView {
    let deck = Deck::of_context();
    let call = move |method: fn(&Supervisor, ScheduleId)| method(&deck.supervisor(), id);
    let toggle = move |_| {
        if is_inactive.get_untracked() {
            call(|supervisor, id| _ = supervisor.schedule(id).resume());
        } else {
            call(|supervisor, id| _ = supervisor.schedule(id).pause());
        }
    };
    let run_now = move || match deck.supervisor().schedule(id).run_now() {
        Ok(_) => deck.show_notice(String::new()),
        Err(refused) => deck.show_notice(refused.message()),
    };
    let stop = move || call(|supervisor, id| _ = supervisor.schedule(id).stop());
    let switch = move || {
        if is_inactive.get() {
            tr!(deck, "Resume")
        } else {
            tr!(deck, "Pause")
        }
    };
    view! {
        <div class="td-schedule-actions">
            <button
                type="button"
                class="td-button td-small"
                class:td-accent=move || suspended.with(Option::is_some)
                aria-label=move || match is_inactive.get() {
                    true => tr!(deck, "Resume {title}", title = title.get()),
                    false => tr!(deck, "Pause {title}", title = title.get()),
                }
                on:click=toggle
            >
                {switch}
            </button>
            {named_button(
                tr!(deck, "Run now"),
                move || tr!(deck, "Run now: {title}", title = title.get()),
                run_now,
            )}
            {named_button(tr!(deck, "Stop"), move || tr!(deck, "Stop {title}", title = title.get()), stop)}
        </div>
    }
}

/// Announces to screen readers that a schedule has been suspended.
fn announce(deck: Deck, title: Memo<String>, suspended: Memo<Option<String>>) {
    let reporter = StoredValue::new(use_reporter().ok());
    Effect::new(move |was: Option<bool>| {
        let why = suspended.get();
        if let (Some(false), Some(_)) = (was, &why) {
            reporter.with_value(|reporter| {
                if let Some(reporter) = reporter {
                    reporter.announce(tr!(
                        deck,
                        "{title} is suspended",
                        title = title.get_untracked()
                    ));
                }
            });
        }
        why.is_some()
    });
}
