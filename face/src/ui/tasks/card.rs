//! The card of a task.

use crate::texts::tr;
use leptos::{attr::custom::custom_attribute, html, wasm_bindgen::JsCast};
use taskdeck_core::{Field, FieldKind, Task};

use super::{
    field::FieldView, form::Form, live::LiveRuns, schedules::Schedules, start::StartError,
};
use crate::{
    browser::unless_crashed,
    ui::{
        deck::Deck,
        drop::DropTarget,
        icon::{Icon, Shape},
        lean::*,
    },
};

/// The card of a task: title, description, form, and *Run*.
#[component]
pub(super) fn Card(task: StoredValue<Task, LocalStorage>) -> impl IntoView {
    let deck = Deck::of_context();
    let (id, title, description, icon, has_sample, level) = task.with_value(|task| {
        (
            deck.element_id(&format!("task-{}", task.id())),
            task.title().to_owned(),
            deck.texts().render(task.description_text()),
            Shape::of_task(task.icon_name()),
            task.has_sample(),
            // Without a group, the heading is one level higher.
            task.group_name().is_empty().then_some("3"),
        )
    });
    let title_id = format!("{id}-title");
    let card = CardState {
        deck,
        task,
        form: Form::new(task),
        id: StoredValue::new(id),
        element: NodeRef::new(),
        error: RwSignal::new(None),
        is_open: RwSignal::new(false),
        options_open: RwSignal::new(false),
        sampling: RwSignal::new(false),
    };
    let error = card.error;
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        card.start();
    };
    let on_drop = Callback::new(move |()| card.start());
    register_drop_target(deck, task, card.form, on_drop);
    let field_view = |(field, state): (Field, _)| {
        let id = card.field_id(&field.name);
        view! { <FieldView field=field state=state id=id on_drop=on_drop /> }
    };
    let (needed, optional): (Vec<_>, Vec<_>) = card
        .form
        .fields()
        .into_iter()
        .partition(|(field, _)| field.required);
    let has_fields = !needed.is_empty() || !optional.is_empty();
    let needed = needed.into_iter().map(field_view).collect_view();
    let options = (!optional.is_empty()).then(|| {
        let fields = optional.into_iter().map(field_view).collect_view();
        options(card, fields.into_any())
    });
    let sample = has_sample.then(|| sample_button(card, &title));
    let fold = has_fields.then(|| fold_button(card, &title));
    view! {
        <li
            node_ref=card.element
            class="td-card"
            part="card"
            class:td-card-open=card.is_open
            role="listitem"
            aria-labelledby=title_id.clone()
        >
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
                    {sample}
                </div>
            </form>
            <Schedules task=task />
            <LiveRuns task=task />
        </li>
    }
}

/// The state shared by the parts of a card.
#[derive(Clone, Copy)]
struct CardState {
    deck: Deck,
    task: StoredValue<Task, LocalStorage>,
    form: Form,
    /// The prefix of the ids of its fields.
    id: StoredValue<String>,
    element: NodeRef<html::Li>,
    /// Why the start was refused, unless a field shows that.
    error: RwSignal<Option<String>>,
    is_open: RwSignal<bool>,
    options_open: RwSignal<bool>,
    /// Whether a sample is being made.
    sampling: RwSignal<bool>,
}

impl CardState {
    fn field_id(self, name: &str) -> String {
        self.id.with_value(|id| format!("{id}-{name}"))
    }

    fn start(self) {
        self.show_result(self.form.start(self.deck));
    }

    /// Shows the result of a start, and focuses the first invalid field.
    fn show_result(self, result: Result<(), StartError>) {
        let deck = self.deck;
        match result {
            Ok(()) => self.error.set(None),
            Err(StartError::Refused(refused)) => {
                self.error
                    .set(Some(sentence(&deck.texts().render(&refused.message()))));
            }
            Err(StartError::Fields(errors)) => {
                self.error.set(None);
                self.is_open.set(true);
                // The first in the order of the form, not of the errors.
                let fields = self.form.fields().into_iter().map(|(field, _)| field);
                let mut wrong =
                    fields.filter(|field| errors.iter().any(|error| error.field == field.name));
                if let Some(field) = wrong.next() {
                    if !field.required {
                        self.options_open.set(true);
                    }
                    focus_after_expanding(self.element, self.field_id(&field.name));
                    return;
                }
                let errors = errors.iter();
                let errors = errors.map(|error| sentence(&deck.texts().render(&error.message)));
                self.error.set(Some(errors.collect::<Vec<_>>().join(" ")));
            }
        }
    }

    /// Makes a sample and starts the task with it.
    fn try_sample(self) {
        let Some(sample) = self.task.with_value(Task::make_sample) else {
            return;
        };
        self.sampling.set(true);
        leptos::task::spawn_local(async move {
            let sample = sample.await;
            // The card may be gone by now.
            if self.sampling.try_set(false).is_some() {
                return;
            }
            match sample {
                Ok(params) => self.show_result(self.form.start_with(self.deck, params)),
                Err(failed) => self.error.set(Some(tr!(
                    self.deck,
                    "No sample could be made: {why}",
                    why = self.deck.texts().render(failed.message())
                ))),
            }
        });
    }
}

/// The optional fields, collapsed.
fn options(card: CardState, fields: AnyView) -> impl IntoView {
    let CardState {
        deck, options_open, ..
    } = card;
    view! {
        <details
            class="td-options"
            prop:open=options_open
            on:toggle:target=move |event| {
                options_open.set(event.target().unchecked_into::<web_sys::HtmlDetailsElement>().open());
            }
        >
            <summary>
                <Icon shape=Shape::CHEVRON />
                {tr!(deck, "Options")}
            </summary>
            <div class="td-fields">{fields}</div>
        </details>
    }
}

fn sample_button(card: CardState, title: &str) -> impl IntoView + use<> {
    let CardState { deck, sampling, .. } = card;
    view! {
        <button
            type="button"
            class="td-button td-plain td-sample"
            aria-label=tr!(deck, "Try a sample of {title}", title = title)
            aria-disabled=move || sampling.get().then_some("true")
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

/// A button that expands the form on narrow cards.
fn fold_button(card: CardState, title: &str) -> impl IntoView + use<> {
    let CardState { deck, is_open, .. } = card;
    view! {
        <button
            type="button"
            class="td-button td-icon-button td-plain td-expand"
            aria-label=tr!(deck, "Form of {title}", title = title)
            aria-expanded=move || is_open.get().to_string()
            on:click=move |_| is_open.update(|open| *open = !*open)
        >
            <Icon shape=Shape::CHEVRON />
        </button>
    }
}

/// Registers the task as a target for dropped files while its card exists.
fn register_drop_target(
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
    let target = DropTarget {
        title: title.clone(),
        line: task.with_value(|task| deck.texts().render(task.description_text())),
        icon: task.with_value(|task| Shape::of_task(task.icon_name())),
        accept,
        start: Callback::new(move |files| {
            // The check of the parameters rejects more files than the field takes.
            state.take(files, true);
            start.run(());
        }),
    };
    deck.drop_targets.update(|targets| targets.push(target));
    on_cleanup(move || {
        let _ = deck
            .drop_targets
            .try_update(|targets| targets.retain(|target| target.title != title));
    });
}

/// Returns a text with a capital at the start and a full stop at the end.
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

/// Focuses a control after its container was expanded.
fn focus_after_expanding(card: NodeRef<html::Li>, id: String) {
    request_animation_frame(unless_crashed(move || {
        // The card may be gone by now. It may also be in a shadow root, where `document` finds no id.
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
