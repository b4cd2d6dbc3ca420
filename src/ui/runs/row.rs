//! The row of a run.

use crate::texts::tr;
use leptos::{attr::custom::custom_attribute, html, prelude::*};
use taskdeck_core::{RunId, RunStatus};

use super::{
    ProgressBar,
    fold::Fold,
    list_state::{ListState, Slot, row_element, shown_run},
    row_actions::perform,
};
use crate::ui::{
    actions::{Act, key_of},
    calm::calm_detail,
    deck::Deck,
    icon::{Icon, Shape},
    keep_focus::keep_focus,
    model::{RowFace, Skip, skip_name},
};

/// One row. It is built once and shows one run after another.
#[component]
pub(super) fn Row(cell: Slot, state: ListState) -> impl IntoView {
    let slot = cell;
    let deck = Deck::of_context();
    let face = Memo::new(move |_| slot.run.with(|run| run.as_ref().map(|run| deck.face(run))));
    let id = Memo::new(move |_| {
        slot.run
            .with(|run| run.as_ref().map(|run| run.get_untracked().id))
    });
    let part = move |read: fn(&RowFace) -> String| {
        move || face.with(|face| face.as_ref().map(read).unwrap_or_default())
    };
    let status = Memo::new(move |_| face.with(|face| face.as_ref().map(|face| face.status)));
    let title = Memo::new(move |_| part(|face| face.title.clone())());
    let shape = Signal::derive(move || status.get().map_or(Shape::Clock, Shape::of_status));
    let detail = calm_detail(slot.run, face);
    let bar = Signal::derive(move || face.with(|face| face.as_ref().and_then(|face| face.bar)));
    let can_cancel =
        Memo::new(move |_| face.with(|face| face.as_ref().is_some_and(|face| face.can_cancel)));
    let can_retry =
        Memo::new(move |_| face.with(|face| face.as_ref().is_some_and(|face| face.can_retry)));
    let can_abandon =
        Memo::new(move |_| face.with(|face| face.as_ref().is_some_and(|face| face.can_abandon)));
    let skip = Memo::new(move |_| face.with(|face| face.as_ref().and_then(|face| face.skip)));
    let can_skip = Memo::new(move |_| skip.get().is_some());
    let can_stop = Memo::new(move |_| skip.get() == Some(Skip::Retry));
    let skip_word = move || skip.get().unwrap_or(Skip::Retry).word(deck.texts());
    let is_current = Memo::new(move |_| id.get().is_some() && state.current.get() == id.get());
    let tab_index = move || if is_current.get() { "0" } else { "-1" };
    let title_id = deck.element_id(&format!("row{}", slot.place));

    // What the pointer went down on is what a click is about, whatever the row shows by then.
    let pressed = StoredValue::new(None::<RunId>);
    let act = move |action: Act, event: &web_sys::MouseEvent| {
        let by_pointer = event.detail() > 0;
        // The second click of a double click was meant for what stood here before.
        if event.detail() > 1 && action != Act::Details {
            return;
        }
        let meant = pressed.get_value().filter(|_| by_pointer);
        pressed.set_value(None);
        if let Some(run) = meant.or_else(|| shown_run(&slot)) {
            perform(deck, state, action, run);
        }
    };
    let cancel = NodeRef::<html::Button>::new();
    let abandon = NodeRef::<html::Button>::new();
    let retry = NodeRef::<html::Button>::new();
    let skip_button = NodeRef::<html::Button>::new();
    let stop_button = NodeRef::<html::Button>::new();
    let row = move || row_element(&slot);
    let shows_skip = keep_focus(can_skip, skip_button, row);
    let shows_stop = keep_focus(can_stop, stop_button, row);
    let can_cancel = keep_focus(can_cancel, cancel, row);
    let can_abandon = keep_focus(can_abandon, abandon, row);
    let can_retry = keep_focus(can_retry, retry, row);
    view! {
        <li
            node_ref=slot.element
            class="td-row" part="row"
            class:td-superseded=move || face.with(|face| face.as_ref().is_some_and(|face| face.superseded))
            class:td-waits=move || shows_skip.get()
            class:td-opened=move || id.get().is_some() && deck.opened.get() == id.get()
            role="listitem"
            tabindex=tab_index
            aria-labelledby=title_id.clone()
            {..custom_attribute("aria-level", move || slot.standing.get().level.to_string())}
            aria-posinset=move || slot.standing.get().position.to_string()
            aria-setsize=move || slot.standing.get().siblings.to_string()
            data-status=move || status.get().map(status_name)
            hidden=move || id.get().is_none()
            style:transform=move || format!("translateY({}px)", slot.index.get() * 56)
            style=("--td-level", move || (slot.standing.get().level.max(1) - 1).to_string())
            on:pointerdown=move |_| pressed.set_value(shown_run(&slot))
        >
            <span class="td-status">
                <Icon shape=shape />
                <span class="td-word">{move || status.get().map(|status| deck.texts().of(status.word()))}</span>
            </span>
            <span class="td-name-cell">
                <Fold cell=slot state=state title=title tab_index=tab_index />
                <span class="td-title" id=title_id.clone()>
                    {title}
                </span>
            </span>
            <span class="td-progress">
                <span class="td-detail">{detail}</span>
                <ProgressBar bar=bar name=title.into() />
            </span>
            <span class="td-duration">{part(|face| face.duration.clone())}</span>
            <span class="td-row-actions">
                <button
                    node_ref=skip_button
                    type="button"
                    class="td-button td-small td-skip"
                    aria-label=move || skip_name(deck.texts(), skip.get(), &title.get())
                    aria-keyshortcuts=key_of(Act::Retry)
                    tabindex=tab_index
                    hidden=move || !shows_skip.get()
                    on:click=move |event| act(Act::RetryNow, &event)
                >
                    <Icon shape=Shape::Play />
                    <span class="td-button-word">{skip_word}</span>
                </button>
                <button
                    node_ref=stop_button
                    type="button"
                    class="td-button td-icon-button td-stop"
                    aria-label=move || tr!(deck, "Stop retrying {title}", title = title.get())
                    aria-keyshortcuts=key_of(Act::StopRetrying)
                    title=tr!(deck, "Stop retrying")
                    tabindex=tab_index
                    hidden=move || !shows_stop.get()
                    on:click=move |event| act(Act::StopRetrying, &event)
                >
                    <Icon shape=Shape::Stop />
                </button>
                <button
                    node_ref=cancel
                    type="button"
                    class="td-button td-small td-cancel"
                    aria-label=move || tr!(deck, "Cancel {title}", title = title.get())
                    aria-keyshortcuts=key_of(Act::Cancel)
                    tabindex=tab_index
                    hidden=move || !can_cancel.get()
                    on:click=move |event| act(Act::Cancel, &event)
                >
                    <Icon shape=Shape::Close />
                    <span class="td-button-word">{tr!(deck, "Cancel")}</span>
                </button>
                <button
                    node_ref=abandon
                    type="button"
                    class="td-button td-small td-danger td-abandon"
                    aria-label=move || tr!(deck, "Abandon {title}", title = title.get())
                    title=tr!(deck, "What it still does is not waited for any more")
                    tabindex=tab_index
                    hidden=move || !can_abandon.get()
                    on:click=move |event| act(Act::Abandon, &event)
                >
                    <Icon shape=Shape::Stop />
                    <span class="td-button-word">{tr!(deck, "Abandon")}</span>
                </button>
                <button
                    node_ref=retry
                    type="button"
                    class="td-button td-small td-retry"
                    aria-label=move || tr!(deck, "Retry {title}", title = title.get())
                    aria-keyshortcuts=key_of(Act::Retry)
                    tabindex=tab_index
                    hidden=move || !can_retry.get()
                    on:click=move |event| act(Act::Retry, &event)
                >
                    <Icon shape=Shape::Retry />
                    <span class="td-button-word">{tr!(deck, "Retry")}</span>
                </button>
                <button
                    type="button"
                    class="td-button td-icon-button td-plain"
                    aria-label=move || tr!(deck, "Details of {title}", title = title.get())
                    aria-keyshortcuts=key_of(Act::Details)
                    tabindex=tab_index
                    on:click=move |event| act(Act::Details, &event)
                >
                    <Icon shape=Shape::Chevron />
                </button>
            </span>
        </li>
    }
}

fn status_name(status: RunStatus) -> &'static str {
    match status {
        RunStatus::Queued => "queued",
        RunStatus::Running => "running",
        RunStatus::Cancelling => "cancelling",
        RunStatus::Completed => "completed",
        RunStatus::Failed => "failed",
        RunStatus::Cancelled => "cancelled",
    }
}
