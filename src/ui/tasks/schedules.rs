//! The schedules of one task, on its card.

use leptos::{html, prelude::*};
use reactive_graph::signal::ArcReadSignal;
use taskdeck_core::{ScheduleId, ScheduleSnapshot, ScheduleState, Task};

use crate::{
    browser::focus_after_render,
    ui::{
        deck::Deck, keep_focus::keep_focus, model::schedule_words, notifications::unix_time_of_day,
    },
};

/// The schedules of a task, each with its next start and Stop. Nothing while there is none.
#[component]
pub(super) fn Schedules(task: StoredValue<Task, LocalStorage>) -> impl IntoView {
    let deck = Deck::of_context();
    let all = deck.supervisor().schedule_ids();
    let (id, title) = task.with_value(|task| (task.id().to_owned(), task.title().to_owned()));
    let own = Memo::new(move |_| {
        let supervisor = deck.supervisor();
        let is_own = |schedule: &ScheduleId| {
            let known = supervisor.schedule_snapshot(*schedule);
            known.is_some_and(|known| *known.task == *id)
        };
        all.get().into_iter().filter(is_own).collect::<Vec<_>>()
    });
    view! {
        <ul
            class="td-schedules"
            aria-label=format!("Schedules of {title}")
            hidden=move || own.with(Vec::is_empty)
        >
            <For each=move || own.get() key=|id| *id let:id>
                <Line id=id />
            </For>
        </ul>
    }
}

#[component]
fn Line(id: ScheduleId) -> impl IntoView {
    let deck = Deck::of_context();
    let shown: ArcReadSignal<ScheduleSnapshot> = deck.supervisor().watch_schedule(id)?;
    let title = shown.with_untracked(|schedule| schedule.title.to_string());
    let words = {
        let shown = shown.clone();
        move || shown.with(|schedule| schedule_words(schedule, unix_time_of_day))
    };
    let rests = Memo::new(move |_| {
        let state = shown.with(|schedule| schedule.state.clone());
        matches!(state, ScheduleState::Paused | ScheduleState::Suspended(_))
    });
    let (resume, stop) = (
        NodeRef::<html::Button>::new(),
        NodeRef::<html::Button>::new(),
    );
    let rests = keep_focus(rests, resume, move || stop.get_untracked().map(Into::into));
    let end = move |_| {
        // Its line goes away with the focus that it has.
        let card = stop
            .get_untracked()
            .and_then(|stop| stop.closest(".td-card").ok()?);
        if let Some(run) = card.and_then(|card| card.query_selector("[type=submit]").ok()?) {
            drop(focus_after_render(run));
        }
        deck.supervisor().stop_schedule(id);
    };
    Some(view! {
        <li>
            <div class="td-live-line">
                <span class="td-live-title">{title.clone()}</span>
                <button
                    node_ref=resume
                    type="button"
                    class="td-button td-small td-plain"
                    aria-label=format!("Resume {title}")
                    hidden=move || !rests.get()
                    on:click=move |_| {
                        deck.supervisor().resume_schedule(id);
                    }
                >
                    "Resume"
                </button>
                <button
                    node_ref=stop
                    type="button"
                    class="td-button td-small td-plain"
                    aria-label=format!("Stop {title}")
                    on:click=end
                >
                    "Stop"
                </button>
            </div>
            <p class="td-quiet td-schedule-words">{words}</p>
        </li>
    })
}
