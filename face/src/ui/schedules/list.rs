//! The region of the schedules.

use crate::texts::tr;
use leptos::{html, wasm_bindgen::JsCast};
use taskdeck_core::ScheduleId;
use web_sys::{Element, HtmlElement};

use super::item::ScheduleItem;
use crate::{
    browser::active_element,
    format::count,
    ui::{deck::Deck, lean::*, ordinal::name_suffix},
};

/// The schedules that have not ended, in the order of their creation. Hidden if there are none.
#[component]
pub(crate) fn Schedules() -> impl IntoView {
    let deck = Deck::of_context();
    let ids: Signal<Vec<ScheduleId>> = deck.supervisor().schedule_ids().into();
    let shown = RwSignal::new(ids.get_untracked());
    let list = NodeRef::<html::Ul>::new();
    let title = deck.element_id("schedules");
    // Focus moves before the schedule that has it is removed.
    Effect::new(move |_| {
        let now = ids.get();
        if let Some(list) = list.get_untracked() {
            hand_focus_on(deck, &list, &shown.get_untracked(), &now);
        }
        if shown.with_untracked(|shown| *shown != now) {
            shown.set(now);
        }
    });
    let one = move |id: ScheduleId| {
        let schedule = deck.supervisor().schedule(id).watch()?;
        Some(view! { <ScheduleItem id=id schedule=schedule /> })
    };
    let has_some = move || !shown.with(Vec::is_empty);
    view! {
        <Show when=has_some>
            <section class="td-schedules" aria-labelledby=title.clone()>
                <div class="td-schedules-title">
                    <h2 id=title.clone() tabindex="-1">
                        {tr!(deck, "Schedules")}
                        {name_suffix(deck)}
                    </h2>
                    <span class="td-total">{move || count(deck.texts(), shown.with(Vec::len))}</span>
                </div>
                <ul node_ref=list class="td-schedules-list" role="list">
                    <For each=move || shown.get() key=|id| id.as_u64() children=one />
                </ul>
            </section>
        </Show>
    }
}

/// If the focused schedule has ended, focuses the same button of the next schedule, or else of the previous
/// one. Without any, focuses the heading of the runs.
fn hand_focus_on(deck: Deck, list: &Element, shown: &[ScheduleId], now: &[ScheduleId]) {
    let item = |id: ScheduleId| {
        let selector = format!("[data-schedule='{id}']");
        list.query_selector(&selector).ok().flatten()
    };
    let Some(active) = active_element() else {
        return;
    };
    let holds = |id: &ScheduleId| item(*id).is_some_and(|item| item.contains(Some(&active)));
    let Some(at) = shown.iter().position(holds) else {
        return;
    };
    if now.contains(&shown[at]) {
        return;
    }
    let (before, after) = (&shown[..at], &shown[at + 1..]);
    let next = after
        .iter()
        .chain(before.iter().rev())
        .find(|id| now.contains(id));
    let target = match next {
        Some(next) => item(*next).and_then(|to| same_button(&active, item(shown[at])?, &to)),
        None => deck.element_in_face(list, "runs"),
    };
    if let Some(target) = target {
        let _ = target.focus();
    }
}

/// Returns the button of another item that is in the same position.
fn same_button(active: &Element, from: Element, to: &Element) -> Option<HtmlElement> {
    let buttons = |item: &Element| {
        let found = item.query_selector_all(".td-schedule-actions button").ok();
        let length = found.as_ref().map_or(0, |found| found.length());
        (0..length)
            .filter_map(|at| found.as_ref()?.item(at)?.dyn_into::<HtmlElement>().ok())
            .collect::<Vec<_>>()
    };
    let active = active.unchecked_ref::<HtmlElement>();
    let at = buttons(&from).iter().position(|button| button == active);
    buttons(to).into_iter().nth(at.unwrap_or_default())
}
