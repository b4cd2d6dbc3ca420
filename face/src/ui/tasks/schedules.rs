//! The schedules of a task, on its card.

use leptos::ev;
use taskdeck_core::{ScheduleId, Task};

use crate::{
    browser::focus_after_render,
    texts::tr,
    ui::{deck::Deck, lean::*, schedules::content_of, tabs::Tab},
};

/// The schedules of a task, each with its next start, and a link to the region where they can be stopped.
/// Hidden if there are none.
#[component]
pub(in crate::ui) fn Schedules(task: StoredValue<Task>) -> impl IntoView {
    let deck = Deck::of_context();
    let all = deck.supervisor().schedule_ids();
    let (id, title) = task.with_value(|task| (task.id().to_owned(), task.title().to_owned()));
    let own = Memo::new(move |_| {
        let supervisor = deck.supervisor();
        let is_own = |schedule: &ScheduleId| {
            let known = supervisor.schedule(*schedule).snapshot();
            known.is_some_and(|known| *known.task == *id)
        };
        all.get().into_iter().filter(is_own).collect::<Vec<_>>()
    });
    let show = move |event: ev::Targeted<web_sys::MouseEvent, web_sys::HtmlButtonElement>| {
        deck.tabs.show(Tab::Runs);
        if let Some(heading) = deck.element_in_face(&event.target(), "schedules") {
            drop(focus_after_render(heading));
        }
    };
    view! {
        <div class="td-card-schedules" hidden=move || own.with(Vec::is_empty)>
            <ul aria-label=tr!(deck, "Schedules of {title}", title = title)>
                <For each=move || own.get() key=|id| id.as_u64() let:id>
                    <Line id=id />
                </For>
            </ul>
            <button type="button" class="td-link" on:click:target=show>
                {tr!(deck, "Show schedules")}
            </button>
        </div>
    }
}

#[component]
fn Line(id: ScheduleId) -> impl IntoView {
    let deck = Deck::of_context();
    let content = content_of(deck, deck.supervisor().schedule(id).watch()?);
    Some(view! {
        <li>
            <bdi>{move || content.with(|content| content.title.clone())}</bdi>
            <p class="td-quiet">{move || content.with(|content| content.line())}</p>
        </li>
    })
}
