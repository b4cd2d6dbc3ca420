//! The row of a run.

use std::borrow::Cow;

use leptos::wasm_bindgen::JsCast;
use taskdeck_core::RunId;
use web_sys::{Element, MouseEvent};

use super::{
    ProgressBar,
    expand_button::ExpandButton,
    list_state::{ListState, RowSlot, row_element, shown_run},
    row_size::css_length,
};
use crate::{
    texts::tr,
    ui::{
        actions::{Action, shortcut_of},
        deck::Deck,
        icon::{Icon, Shape},
        lean::*,
        model::{RowContent, RowStatus, split_title},
        perform::perform_on_run,
        result_action::ResultButton,
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
    let drawn = Memo::new(move |_| part(|content| content.drawn_title.clone())());
    let shape = Signal::derive(move || status.get().map_or(Shape::CLOCK, Shape::of_row));
    let waits = Memo::new(move |_| {
        content.with(|content| {
            content
                .as_ref()
                .is_some_and(|content| content.skip.is_some())
        })
    });
    let is_current = Memo::new(move |_| id.get().is_some() && state.current.get() == id.get());
    let tab_index = move || if is_current.get() { "0" } else { "-1" };
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
    let step = Memo::new(move |_| {
        content.with(|content| content.as_ref().and_then(|content| content.next))
    });
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
            aria-label=move || title.get()
            aria-level=move || slot.tree.get().level.to_string()
            aria-posinset=move || slot.tree.get().position.to_string()
            aria-setsize=move || slot.tree.get().siblings.to_string()
            data-status=move || status.get().map(RowStatus::name)
            hidden=move || id.get().is_none()
            style:transform=move || {
                let (rows, headings) = slot.above.get();
                format!("translateY({})", css_length(rows, headings))
            }
            style=("--td-level", move || (slot.tree.get().level.max(1) - 1).to_string())
            on:pointerdown=move |_| pressed.run.set_value(shown_run(&slot))
            on:click=move |event| pressed.open(&event)
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
            <ExpandButton row_slot=slot state=state title=title tab_index=tab_index />
            <span class="td-row-icon">
                <Icon shape=shape />
            </span>
            <Title title=drawn />
            <span class="td-row-line">
                <span class="td-status-text">{move || status.get().map(|status| deck.texts().render(&status.message()))}</span>
                {line(content, deck)}
            </span>
            <ProgressBar bar=bar name=title.into() />
            <span class="td-row-times">
                <span class="td-ended">{part(|content| content.ended.clone())}</span>
                <span class="td-duration">{part(|content| content.duration.clone())}</span>
            </span>
            <span class="td-row-actions">
                <ResultButton
                    run=id
                    step=step
                    title=title
                    tab_index=Signal::derive(tab_index)
                    stay=row
                    pressed=Callback::new(move |event| pressed.take(&event))
                />
                <RunButtons content=content row=Signal::derive(tab_index) stay=row press=on_action />
                <button
                    type="button"
                    class="td-button td-icon-button td-plain td-details-button"
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

/// The title, whose middle is cut where there is no room.
#[component]
fn Title(title: Memo<String>) -> impl IntoView {
    let part = move |read: fn((Cow<'_, str>, &str)) -> String| {
        Memo::new(move |_| title.with(|title| read(split_title(title))))
    };
    let (start, end) = (
        part(|(start, _)| start.into_owned()),
        part(|(_, end)| end.to_owned()),
    );
    view! {
        <bdi class="td-title">
            <span class="td-title-start">{move || start.get()}</span>
            <span class="td-title-end">{move || end.get()}</span>
        </bdi>
    }
}

/// The line of a run, and its lint.
fn line(content: Signal<Option<RowContent>>, deck: Deck) -> impl IntoView {
    let detail =
        move || content.with(|content| content.as_ref().map(|content| content.detail.clone()));
    let lint = Memo::new(move |_| {
        let is_shown = deck.developer.get();
        content
            .with(|content| content.as_ref().and_then(|content| content.lint.clone()))
            .filter(|_| is_shown)
    });
    view! {
        <bdi class="td-detail">{detail}</bdi>
        <span class="td-lint" hidden=move || lint.get().is_none()>
            <Icon shape=Shape::WARNING />
            <span>{move || lint.get()}</span>
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
            perform_on_run(state.deck, action, run, &|new| state.insert_above(new, run));
        }
    }

    /// Opens the details after a click beside the controls of the row, unless it ended a selection of text.
    fn open(self, event: &MouseEvent) {
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok());
        let on_control = target.is_none_or(|target| {
            let control = target.closest("button, input, label, a");
            !matches!(control, Ok(None))
        });
        let selects = window()
            .get_selection()
            .ok()
            .flatten()
            .is_some_and(|selection| selection.type_() == "Range");
        if event.default_prevented() || event.detail() > 1 || on_control || selects {
            return;
        }
        if let Some(run) = self.take(event) {
            perform_on_run(self.state.deck, Action::Details, run, &|_| {});
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
