//! A task as a card.

use crate::texts::tr;
use leptos::{attr::custom::custom_attribute, html, wasm_bindgen::JsCast};
use taskdeck_core::{FieldKind, Task};

use super::{
    field::FieldView, form::Form, live::LiveRuns, schedules::Schedules, start::NotStarted,
};
use crate::{
    browser::unless_crashed,
    ui::{
        deck::Deck,
        drop::FileTaker,
        icon::{Icon, Shape},
        lean::*,
    },
};

/// A task as a card: what it does, what it needs, Run.
#[component]
pub(super) fn Card(task: StoredValue<Task, LocalStorage>) -> impl IntoView {
    let deck = Deck::of_context();
    let form = Form::new(task);
    let error = RwSignal::new(None::<String>);
    let is_open = RwSignal::new(false);
    let options_open = RwSignal::new(false);
    let sampling = RwSignal::new(false);
    let card = NodeRef::<html::Li>::new();
    let (id, title, description, icon, has_sample, level) = task.with_value(|task| {
        (
            deck.element_id(&format!("task-{}", task.id())),
            task.title().to_owned(),
            deck.texts().render(task.description_text()),
            Shape::of_task(task.icon_name()),
            task.has_sample(),
            // Without the heading of a group there is one level less.
            task.group_name().is_empty().then_some("3"),
        )
    });
    let title_id = format!("{id}-title");
    let field_id = {
        let id = id.clone();
        move |name: &str| format!("{id}-{name}")
    };
    let settle = {
        let field_id = field_id.clone();
        StoredValue::new(move |result: Result<(), NotStarted>| match result {
            Ok(()) => error.set(None),
            Err(NotStarted::Refused(refused)) => {
                error.set(Some(sentence(&deck.texts().render(&refused.message()))))
            }
            Err(NotStarted::Fields(errors)) => {
                error.set(None);
                is_open.set(true);
                // The first in the order of the form, and not of what was found first.
                let wrong = form
                    .fields()
                    .into_iter()
                    .map(|(field, _)| field)
                    .find(|field| errors.iter().any(|error| error.field == field.name));
                match wrong {
                    Some(field) => {
                        if !field.required {
                            options_open.set(true);
                        }
                        focus_soon(card, field_id(&field.name));
                    }
                    None => error.set(Some(
                        errors
                            .iter()
                            .map(|error| sentence(&deck.texts().render(&error.message)))
                            .collect::<Vec<_>>()
                            .join(" "),
                    )),
                }
            }
        })
    };
    let start = move || {
        let result = form.start(deck);
        settle.with_value(|settle| settle(result));
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        start();
    };
    let on_drop = Callback::new(move |()| start());
    offer_to_take_files(deck, task, form, on_drop);
    let try_sample = move |_| {
        let Some(sample) = task.with_value(Task::make_sample) else {
            return;
        };
        sampling.set(true);
        leptos::task::spawn_local(async move {
            let sample = sample.await;
            // The card may be gone by now.
            if sampling.try_set(false).is_some() {
                return;
            }
            match sample {
                Ok(params) => {
                    let result = form.start_with(deck, params);
                    settle.with_value(|settle| settle(result));
                }
                Err(failed) => error.set(Some(tr!(
                    deck,
                    "No sample could be made: {why}",
                    why = deck.texts().render(failed.message())
                ))),
            }
        });
    };
    let field_view = |(field, state): (taskdeck_core::Field, _)| {
        let id = field_id(&field.name);
        view! { <FieldView field=field state=state id=id on_drop=on_drop /> }
    };
    let (needed, optional): (Vec<_>, Vec<_>) = form
        .fields()
        .into_iter()
        .partition(|(field, _)| field.required);
    let has_fields = !needed.is_empty() || !optional.is_empty();
    let needed = needed.into_iter().map(field_view).collect_view();
    let options = (!optional.is_empty()).then(|| {
        let fields = optional.into_iter().map(field_view).collect_view();
        view! {
            <details
                class="td-options"
                prop:open=options_open
                on:toggle:target=move |event| {
                    options_open.set(event.target().unchecked_into::<web_sys::HtmlDetailsElement>().open());
                }
            >
                <summary>
                    <Icon shape=Shape::Chevron />
                    {tr!(deck, "Options")}
                </summary>
                <div class="td-fields">{fields}</div>
            </details>
        }
    });
    let sample_button = has_sample.then(|| {
        view! {
            <button
                type="button"
                class="td-button td-plain td-sample"
                aria-label=tr!(deck, "Try a sample of {title}", title = title)
                aria-disabled=move || sampling.get().then_some("true")
                on:click=move |event| {
                    if !sampling.get_untracked() {
                        try_sample(event);
                    }
                }
            >
                {tr!(deck, "Try a sample")}
            </button>
        }
    });
    let fold = has_fields.then(|| {
        view! {
            <button
                type="button"
                class="td-button td-icon-button td-plain td-fold"
                aria-label=tr!(deck, "Form of {title}", title = title)
                aria-expanded=move || is_open.get().to_string()
                on:click=move |_| is_open.update(|open| *open = !*open)
            >
                <Icon shape=Shape::Chevron />
            </button>
        }
    });
    view! {
        <li node_ref=card class="td-card" part="card" class:td-card-open=is_open role="listitem" aria-labelledby=title_id.clone()>
            <form novalidate=true on:submit=submit>
                <div class="td-card-head">
                    <span class="td-card-icon" aria-hidden="true">
                        <Icon shape=icon />
                    </span>
                    <h4 id=title_id.clone() class="td-card-title" {..custom_attribute("aria-level", level)}>
                        {title.clone()}
                    </h4>
                    {fold}
                    <p class="td-card-line">{description}</p>
                </div>
                <div class="td-card-form">
                    <div class="td-fields">{needed}</div>
                    {options}
                </div>
                <div role="alert">
                    {move || error.get().map(|error| view! { <p class="td-error">{error}</p> })}
                </div>
                <div class="td-card-actions">
                    <button
                        type="submit"
                        class="td-button td-primary"
                        aria-label=tr!(deck, "Run {title}", title = title)
                    >
                        {tr!(deck, "Run")}
                    </button>
                    {sample_button}
                </div>
            </form>
            <Schedules task=task />
            <LiveRuns task=task />
        </li>
    }
}

/// Makes the task known as one that takes files, for as long as its card is there.
fn offer_to_take_files(
    deck: Deck,
    task: StoredValue<Task, LocalStorage>,
    form: Form,
    start: Callback<()>,
) {
    let Some((field, state)) = form.files_field() else {
        return;
    };
    let FieldKind::Files { accept, .. } = field.kind else {
        return;
    };
    let title = task.with_value(|task| task.title().to_owned());
    let taker = FileTaker {
        title: title.clone(),
        line: task.with_value(|task| deck.texts().render(task.description_text())),
        icon: task.with_value(|task| Shape::of_task(task.icon_name())),
        accept,
        start: Callback::new(move |files| {
            // More than it takes is for the check to name.
            state.take(files, true);
            start.run(());
        }),
    };
    deck.takers.update(|takers| takers.push(taker));
    on_cleanup(move || {
        let _ = deck
            .takers
            .try_update(|takers| takers.retain(|taker| taker.title != title));
    });
}

/// The same words with a capital at the start and a full stop at the end.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let Some(first) = chars.next() else {
        return String::new();
    };
    let stop = if text.ends_with(['.', '!', '?']) {
        ""
    } else {
        "."
    };
    format!("{}{}{stop}", first.to_uppercase(), chars.as_str())
}

/// Puts the focus on an element once what holds it has been unfolded.
fn focus_soon(card: NodeRef<html::Li>, id: String) {
    request_animation_frame(unless_crashed(move || {
        // The card may be gone by now, or be in a shadow root, whose ids the document does not know.
        let card = card.try_get_untracked().flatten();
        let controls = card.and_then(|card| card.query_selector_all("[id]").ok());
        let control = controls.and_then(|controls| {
            (0..controls.length())
                .filter_map(|at| controls.item(at)?.dyn_into::<web_sys::HtmlElement>().ok())
                .find(|control| control.id() == id)
        });
        if let Some(control) = control {
            let _ = control.focus();
        }
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_reads_as_a_sentence() {
        assert_eq!(sentence("the queue is full"), "The queue is full.");
        assert_eq!(sentence(""), "");
    }
}
