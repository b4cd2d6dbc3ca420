//! The card of a task: a tile that opens to its form.

use leptos::wasm_bindgen::JsCast;
use taskdeck_core::Task;
use web_sys::{DragEvent, Element, MouseEvent};

use super::{card_drop::register_drop_target, card_state::CardState};
use crate::{
    texts::tr,
    ui::{
        deck::Deck,
        drop::{FileDrop, has_files},
        icon::{Icon, Shape},
        lean::*,
        parts,
    },
};

/// The card of a task. Closed, it is a tile with the title, one line and *Run*. It opens to the form, and closes
/// when another one opens. A task that has neither fields nor a sample only runs.
#[component]
pub(super) fn Card(task: StoredValue<Task>) -> impl IntoView {
    let deck = Deck::of_context();
    let card = CardState::new(deck, task);
    let (title, has_sample) = task.with_value(|task| (task.title().to_owned(), task.has_sample()));
    let title_id = card.field_id("title");
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        card.start();
    };
    let dropping = use_context::<FileDrop>();
    let on_drop = Callback::new(move |()| {
        if let Some(dropping) = dropping {
            task.with_value(|task| parts::files_landed(dropping, task.id()));
        }
    });
    register_drop_target(card);
    let drop_here = move |event| {
        if let Some(dropping) = dropping {
            task.with_value(|task| dropping.dropped_on(task.id(), &event));
        }
    };
    let can_open = has_sample || !card.form.fields().is_empty();
    let sample = has_sample.then(|| sample_button(card, &title));
    let is_shut = move || !card.is_open.get();
    let error = card.error;
    view! {
        <li
            node_ref=card.element
            class="td-card"
            part="card"
            class:td-card-open=move || card.is_open.get()
            class:td-card-plain=!can_open
            role="listitem"
            aria-labelledby=title_id.clone()
            on:drop=drop_here
        >
            <form novalidate=true on:submit=submit>
                {head(card, &title, can_open)}
                <div id=card.field_id("form") class="td-card-form" hidden=is_shut>
                    {parts::form(card, on_drop)}
                </div>
                <div class="td-card-alert" role="alert">
                    {move || error.get().map(|error| view! { <p class="td-error">{error}</p> })}
                </div>
                <div class="td-card-actions">
                    {run_button(card, &title)}
                    {sample}
                </div>
            </form>
            <div hidden=is_shut>{parts::card_schedules(card)}</div>
            {parts::live_runs(task)}
        </li>
    }
}

/// The head of a card: icon, title, line, and the button that opens the form. A press anywhere on it does so too,
/// and files can be dropped on it.
fn head(card: CardState, title: &str, can_open: bool) -> impl IntoView + use<> {
    let (line, icon, level) = card.task.with_value(|task| {
        (
            card.deck.texts().render(task.description_text()),
            Shape::of_task(task.icon_name()),
            // Without a group, the heading is one level higher.
            task.group_name().is_empty().then_some("3"),
        )
    });
    let is_over = RwSignal::new(false);
    let takes_files = card.form.files_field().is_some();
    let over = move |event: DragEvent| {
        if takes_files && has_files(&event) {
            event.prevent_default();
            is_over.set(true);
        }
    };
    let press = move |event: MouseEvent| {
        let on_button = event.target().is_some_and(|target| {
            let element = target.dyn_into::<Element>().ok();
            element.is_some_and(|element| element.closest("button").ok().flatten().is_some())
        });
        if can_open && !on_button {
            card.toggle();
        }
    };
    view! {
        <div
            class="td-card-head"
            class:td-drag-over=move || is_over.get()
            on:click=press
            on:pointerenter=move |_| if can_open { parts::expect_form() }
            on:dragenter=over
            on:dragover=over
            on:dragleave=move |_| is_over.set(false)
            on:drop=move |_| is_over.set(false)
        >
            <span class="td-card-icon" aria-hidden="true">
                <Icon shape=icon />
            </span>
            <div class="td-card-text">
                <h4 id=card.field_id("title") class="td-card-title" aria-level=level>
                    <bdi>{title.to_owned()}</bdi>
                </h4>
                <p class="td-card-line">{line}</p>
            </div>
            {can_open.then(|| fold_button(card, title))}
        </div>
    }
}

/// The button that opens and closes the form.
fn fold_button(card: CardState, title: &str) -> impl IntoView + use<> {
    let CardState { deck, is_open, .. } = card;
    view! {
        <button
            type="button"
            class="td-button td-icon-button td-plain td-expand"
            aria-label=tr!(deck, "Form of {title}", title = title)
            aria-expanded=move || is_open.get().to_string()
            aria-controls=card.field_id("form")
            on:click=move |_| card.toggle()
        >
            <Icon shape=Shape::CHEVRON />
        </button>
    }
}

/// The button that starts the task: *Run*, or what the task calls it for the contents of the form.
fn run_button(card: CardState, title: &str) -> impl IntoView + use<> {
    let CardState { deck, form, .. } = card;
    let title = title.to_owned();
    let label = Memo::new(move |_| form.run_label().map(|label| deck.texts().render(&label)));
    let name = move || match label.get() {
        Some(label) => tr!(deck, "{label} {title}", label = label, title = title),
        None => tr!(deck, "Run {title}", title = title),
    };
    view! {
        <button
            node_ref=card.run
            type="submit"
            class="td-button"
            class:td-primary=move || card.is_open.get()
            aria-label=name
        >
            {move || label.get().unwrap_or_else(|| tr!(deck, "Run"))}
        </button>
    }
}

fn sample_button(card: CardState, title: &str) -> impl IntoView + use<> {
    let CardState {
        deck,
        sampling,
        is_open,
        ..
    } = card;
    view! {
        <button
            type="button"
            class="td-button td-plain td-sample"
            aria-label=tr!(deck, "Try a sample of {title}", title = title)
            aria-disabled=move || sampling.get().then_some("true")
            hidden=move || !is_open.get()
            on:click=move |_| {
                if !sampling.get_untracked() {
                    card.try_sample();
                }
            }
        >
            {tr!(deck, "Try a sample")}
        </button>
    }
}
