//! The live runs of a task, on its card.

use leptos::{html, wasm_bindgen::JsCast};
use taskdeck_core::{CancelReason, RunFilter, RunId, RunStatus, RunWatch, Task};

use crate::{
    format::count,
    texts::tr,
    ui::{
        deck::Deck, keep_focus::keep_focus, lean::*, runs::ProgressBar,
        throttled_content::throttled_content,
    },
};

/// The newest live run of a task with its bar and *Cancel*, and the number of others. Hidden if there is none.
#[component]
pub(in crate::ui) fn LiveRuns(task: StoredValue<Task>) -> impl IntoView {
    let deck = Deck::of_context();
    let filter = task.with_value(|task| {
        RunFilter::all()
            .task(task.id())
            .roots()
            .status(RunStatus::Queued)
            .status(RunStatus::Running)
            .status(RunStatus::Cancelling)
    });
    let newest = RwSignal::new(None::<RunWatch>);
    let others = RwSignal::new(0_usize);
    Effect::new(move |_| {
        deck.revision.track();
        let supervisor = deck.supervisor();
        let live = supervisor.run_ids(&filter);
        // The newest run that has started, because a queued one has nothing to show.
        let shown = live
            .iter()
            .copied()
            .find(|run| supervisor.run(*run).status() != Some(RunStatus::Queued))
            .or(live.first().copied());
        let is_same =
            newest.with_untracked(|now| now.as_ref().map(|run| run.get_untracked().id)) == shown;
        if !is_same {
            newest.set(shown.and_then(|run| supervisor.run(run).watch()));
        }
        let rest = live.len().saturating_sub(1);
        if others.get_untracked() != rest {
            others.set(rest);
        }
    });
    let (content, bar) = throttled_content(newest);
    let is_shown = Memo::new(move |_| content.with(Option::is_some));
    let title = Memo::new(move |_| {
        content.with(|content| content.as_ref().map(|content| content.title.clone()))
    });
    let shown = move || newest.with_untracked(|run| run.as_ref().map(|run| run.get_untracked().id));
    // A click applies to the run that was shown when the pointer was pressed.
    let pressed = StoredValue::new(None::<RunId>);
    let cancel = move |event: web_sys::MouseEvent| {
        let pressed_run = pressed.get_value().filter(|_| event.detail() > 0);
        pressed.set_value(None);
        if let Some(run) = pressed_run.or_else(shown) {
            deck.supervisor().run(run).cancel(CancelReason::User);
        }
    };
    let can_cancel = Memo::new(move |_| {
        content.with(|content| content.as_ref().is_some_and(|content| content.can_cancel))
    });
    let button = NodeRef::<html::Button>::new();
    let can_cancel = keep_focus(can_cancel, button, move || {
        let card = button.get_untracked()?.closest("li").ok()??;
        card.query_selector("[type=submit]").ok()??.dyn_into().ok()
    });
    let detail =
        move || content.with(|content| content.as_ref().map(|content| content.detail.clone()));
    view! {
        <div class="td-live" hidden=move || !is_shown.get()>
            <div class="td-live-line">
                <span class="td-live-title">{move || title.get()}</span>
                <button
                    node_ref=button
                    type="button"
                    class="td-button td-small td-plain"
                    aria-label=move || tr!(deck, "Cancel {title}", title = title.get().unwrap_or_default())
                    hidden=move || !can_cancel.get()
                    on:pointerdown=move |_| pressed.set_value(shown())
                    on:click=cancel
                >
                    {tr!(deck, "Cancel")}
                </button>
            </div>
            <ProgressBar bar=bar name=Signal::derive(move || title.get().unwrap_or_default()) />
            <p class="td-quiet td-live-detail">
                {detail}
                {move || {
                    let more = others.get();
                    (more > 0).then(|| " · ".to_owned() + &tr!(deck, "{count} more", count = count(deck.texts(), more)))
                }}
            </p>
        </div>
    }
}
