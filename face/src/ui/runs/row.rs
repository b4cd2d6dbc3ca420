//! The row of a run.

use leptos::attr::custom::custom_attribute;
use taskdeck_core::RunId;
use web_sys::MouseEvent;

use super::{
    ProgressBar,
    expand_button::ExpandButton,
    list_state::{ListState, RowSlot, row_element, shown_run},
};
use crate::{
    texts::tr,
    ui::{
        actions::{Action, shortcut_of},
        deck::Deck,
        icon::{Icon, Shape},
        lean::*,
        model::{BarState, RowContent, status_name},
        perform::perform_on_run,
        run_buttons::RunButtons,
        throttled_content::throttled_content,
    },
};

/// A row. It is built once and shows one run after another.
#[component]
pub(super) fn Row(row_slot: RowSlot, state: ListState) -> impl IntoView {
    let slot = row_slot;
    let deck = Deck::of_context();
    let (content, bar) = throttled_content(slot.run);
    let id = Memo::new(move |_| {
        slot.run
            .with(|run| run.as_ref().map(|run| run.get_untracked().id))
    });
    let part = move |read: fn(&RowContent) -> String| {
        move || content.with(|content| content.as_ref().map(read).unwrap_or_default())
    };
    let status =
        Memo::new(move |_| content.with(|content| content.as_ref().map(|content| content.status)));
    let title = Memo::new(move |_| part(|content| content.title.clone())());
    let shape = Signal::derive(move || status.get().map_or(Shape::CLOCK, Shape::of_status));
    let waits = Memo::new(move |_| {
        content.with(|content| {
            content
                .as_ref()
                .is_some_and(|content| content.skip.is_some())
        })
    });
    let is_current = Memo::new(move |_| id.get().is_some() && state.current.get() == id.get());
    let tab_index = move || if is_current.get() { "0" } else { "-1" };
    let title_id = deck.element_id(&format!("row{}", slot.number));

    let is_selected = Memo::new(move |_| {
        let shown = id.get();
        let selected = deck.selected;
        shown.is_some_and(|run| selected.with(|selected| selected.contains(run)))
    });
    let pressed = PressedRun {
        slot,
        state,
        run: StoredValue::new(None),
    };
    let on_action = move |action, event: &MouseEvent| pressed.perform(action, event);
    let select = move |event: MouseEvent| {
        pressed.select(&event);
        // The checkbox follows the selection, not the click.
        let input: web_sys::HtmlInputElement = event_target(&event);
        input.set_checked(is_selected.get_untracked());
    };
    let row = move || row_element(&slot);
    view! {
        <li
            node_ref=slot.element
            class="td-row" part="row"
            class:td-superseded=move || content.with(|content| content.as_ref().is_some_and(|content| content.superseded))
            class:td-waiting=move || waits.get()
            class:td-selected=move || is_selected.get()
            class:td-opened=move || id.get().is_some() && deck.opened.get() == id.get()
            role="listitem"
            tabindex=tab_index
            aria-labelledby=title_id.clone()
            {..custom_attribute("aria-level", move || slot.tree.get().level.to_string())}
            aria-posinset=move || slot.tree.get().position.to_string()
            aria-setsize=move || slot.tree.get().siblings.to_string()
            data-status=move || status.get().map(status_name)
            hidden=move || id.get().is_none()
            style:transform=move || format!("translateY({}px)", slot.index.get() * 56)
            style=("--td-level", move || (slot.tree.get().level.max(1) - 1).to_string())
            on:pointerdown=move |_| pressed.run.set_value(shown_run(&slot))
        >
            <label class="td-check td-row-check">
                <input
                    type="checkbox"
                    aria-label=move || tr!(deck, "Select {title}", title = title.get())
                    aria-keyshortcuts=shortcut_of(Action::Select)
                    tabindex=tab_index
                    prop:checked=move || is_selected.get()
                    on:click=select
                />
            </label>
            <span class="td-status">
                <Icon shape=shape />
                <span class="td-status-text">{move || status.get().map(|status| deck.texts().render(&status.message()))}</span>
            </span>
            <span class="td-name-cell">
                <ExpandButton row_slot=slot state=state title=title tab_index=tab_index />
                <span class="td-title" id=title_id.clone()>
                    {move || title.get()}
                </span>
            </span>
            {progress(content, bar, title)}
            <span class="td-duration">{part(|content| content.duration.clone())}</span>
            <span class="td-row-actions">
                <RunButtons content=content row=Signal::derive(tab_index) stay=row press=on_action />
                <button
                    type="button"
                    class="td-button td-icon-button td-plain"
                    aria-label=move || tr!(deck, "Details of {title}", title = title.get())
                    aria-keyshortcuts=shortcut_of(Action::Details)
                    tabindex=tab_index
                    on:click=move |event| on_action(Action::Details, &event)
                >
                    <Icon shape=Shape::CHEVRON />
                </button>
            </span>
        </li>
    }
}

/// The line of a run, its lint and its bar.
fn progress(
    content: Signal<Option<RowContent>>,
    bar: Signal<Option<BarState>>,
    title: Memo<String>,
) -> impl IntoView {
    let detail =
        move || content.with(|content| content.as_ref().map(|content| content.detail.clone()));
    let lint = Memo::new(move |_| {
        content.with(|content| content.as_ref().and_then(|content| content.lint.clone()))
    });
    view! {
        <span class="td-progress">
            <span class="td-row-text">
                <span class="td-detail">{detail}</span>
                <span class="td-lint" hidden=move || lint.get().is_none()>
                    <Icon shape=Shape::WARNING />
                    <span>{move || lint.get()}</span>
                </span>
            </span>
            <ProgressBar bar=bar name=title.into() />
        </span>
    }
}

/// The run under a pressed pointer. A click applies to it, even if the row shows another run by then.
#[derive(Clone, Copy)]
struct PressedRun {
    slot: RowSlot,
    state: ListState,
    run: StoredValue<Option<RunId>>,
}

impl PressedRun {
    /// Returns the run that a click applies to.
    fn take(self, event: &MouseEvent) -> Option<RunId> {
        let by_pointer = event.detail() > 0;
        let pressed_run = self.run.get_value().filter(|_| by_pointer);
        self.run.set_value(None);
        pressed_run.or_else(|| shown_run(&self.slot))
    }

    fn perform(self, action: Action, event: &MouseEvent) {
        // The second click of a double click was meant for what was here before.
        if event.detail() > 1 && action != Action::Details {
            return;
        }
        if let Some(run) = self.take(event) {
            let state = self.state;
            perform_on_run(state.deck, action, run, |new| state.insert_above(new, run));
        }
    }

    fn select(self, event: &MouseEvent) {
        let Some(run) = self.take(event) else { return };
        let state = self.state;
        match state.current.get_untracked().filter(|_| event.shift_key()) {
            Some(from) => state.select_to(from, run),
            None => state.deck.selected.update(|selected| selected.toggle(run)),
        }
    }
}
