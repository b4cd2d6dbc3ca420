//! One field of a form.

use taskdeck_core::{Field, FieldKind, Message};

use super::{files_field::FilesField, form::FieldState};
use crate::{
    browser::exact_number,
    texts::{Texts, use_texts},
    ui::lean::*,
};

/// A field of a form: label, control, help, error.
#[component]
pub(super) fn FieldView(
    field: Field,
    state: FieldState,
    /// The id of the control.
    id: String,
    /// Called after files were dropped on the field.
    on_drop: Callback<()>,
) -> impl IntoView {
    let texts = use_texts();
    let help_id = format!("{id}-help");
    let error_id = format!("{id}-error");
    let label_id = format!("{id}-label");
    let has_help = !field.help.is_empty();
    let described = {
        let (help_id, error_id) = (help_id.clone(), error_id.clone());
        Signal::derive(move || {
            let wrong = state
                .error
                .with(Option::is_some)
                .then_some(error_id.as_str());
            let help = has_help.then_some(help_id.as_str());
            let ids: Vec<_> = wrong.into_iter().chain(help).collect();
            (!ids.is_empty()).then(|| ids.join(" "))
        })
    };
    let control = Control {
        id: id.clone(),
        state,
        described,
        invalid: Signal::derive(move || state.error.with(Option::is_some).then_some("true")),
        required: field.required.then_some("true"),
        secret: field.secret,
    };
    let control = match field.kind.clone() {
        FieldKind::Text {
            multiline: true, ..
        } => control.textarea(),
        FieldKind::Text {
            multiline: false, ..
        } => control.line(),
        FieldKind::Number { min, max, whole } => control.number(min, max, whole),
        FieldKind::Choice(options) => control.choice(texts, options),
        FieldKind::Switch => control.switch(),
        FieldKind::Files {
            multiple,
            folders,
            accept,
        } => view! {
            <FilesField
                id=control.id
                label_id=label_id.clone()
                label=texts.render(&field.label)
                state=state
                multiple=multiple
                folders=folders
                accept=accept
                required=field.required
                invalid=control.invalid
                described=described
                on_drop=on_drop
            />
        }
        .into_any(),
    };
    let is_switch = matches!(field.kind, FieldKind::Switch);
    let label = view! {
        <label id=label_id class="td-label" for=id>
            {texts.render(&field.label)}
        </label>
    };
    let (before, after) = if is_switch {
        (None, Some(label))
    } else {
        (Some(label), None)
    };
    view! {
        <div class="td-field" class:td-field-switch=is_switch>
            {before}
            {control}
            {after}
            {has_help.then(|| view! { <p id=help_id class="td-help">{texts.render(&field.help)}</p> })}
            <p id=error_id class="td-error" hidden=move || state.error.with(Option::is_none)>
                {move || state.error.get().map(|error| texts.render(&error))}
            </p>
        </div>
    }
}

/// The attributes that all kinds of controls share.
struct Control {
    id: String,
    state: FieldState,
    /// The ids of the help and the error.
    described: Signal<Option<String>>,
    invalid: Signal<Option<&'static str>>,
    required: Option<&'static str>,
    secret: bool,
}

impl Control {
    fn textarea(self) -> AnyView {
        let state = self.state;
        view! {
            <textarea
                id=self.id
                class="td-input td-textarea"
                class:td-secret=self.secret
                rows="3"
                spellcheck="false"
                aria-required=self.required
                aria-invalid=move || self.invalid.get()
                aria-describedby=move || self.described.get()
                prop:value=move || state.text.get()
                on:input:target=move |event| state.type_text(event.target().value())
            ></textarea>
        }
        .into_any()
    }

    fn line(self) -> AnyView {
        let state = self.state;
        view! {
            <input
                id=self.id
                class="td-input"
                type=if self.secret { "password" } else { "text" }
                autocomplete="off"
                spellcheck="false"
                aria-required=self.required
                aria-invalid=move || self.invalid.get()
                aria-describedby=move || self.described.get()
                prop:value=move || state.text.get()
                on:input:target=move |event| state.type_text(event.target().value())
            />
        }
        .into_any()
    }

    fn number(self, min: f64, max: f64, whole: bool) -> AnyView {
        let state = self.state;
        view! {
            <input
                id=self.id
                class="td-input td-number"
                class:td-secret=self.secret
                type="number"
                min=exact_number(min)
                max=exact_number(max)
                step=if whole { "1" } else { "any" }
                aria-required=self.required
                aria-invalid=move || self.invalid.get()
                aria-describedby=move || self.described.get()
                prop:value=move || state.text.get()
                on:input:target=move |event| {
                    let input = event.target();
                    // For invalid input the browser returns an empty value, which would mean the default.
                    let value = match input.validity().bad_input() {
                        true => "?".to_owned(),
                        false => input.value(),
                    };
                    state.type_text(value);
                }
            />
        }
        .into_any()
    }

    /// A choice between values, each with a label.
    fn choice(self, texts: Texts, options: Vec<(String, Message)>) -> AnyView {
        let state = self.state;
        let options = options
            .into_iter()
            .map(|(value, label)| {
                let own = value.clone();
                view! {
                    <option
                        value=value
                        prop:selected=move || state.text.with(|text| *text == own)
                    >
                        {texts.render(&label)}
                    </option>
                }
            })
            .collect_view();
        view! {
            <select
                id=self.id
                class="td-input td-select"
                aria-required=self.required
                aria-invalid=move || self.invalid.get()
                aria-describedby=move || self.described.get()
                on:change:target=move |event| state.type_text(event.target().value())
            >
                {options}
            </select>
        }
        .into_any()
    }

    fn switch(self) -> AnyView {
        let state = self.state;
        view! {
            <input
                id=self.id
                class="td-switch"
                type="checkbox"
                role="switch"
                aria-invalid=move || self.invalid.get()
                aria-describedby=move || self.described.get()
                prop:checked=move || state.on.get()
                on:change:target=move |event| {
                    state.on.set(event.target().checked());
                    state.error.set(None);
                }
            />
        }
        .into_any()
    }
}
