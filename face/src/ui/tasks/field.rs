//! One field of a form.

use taskdeck_core::{Field, FieldKind};

use super::{files_field::FilesField, form::FieldState};
use crate::{browser::exact_number, texts::use_texts, ui::lean::*};

/// One field of a form: label, control, help, and what is wrong with it.
#[component]
pub(super) fn FieldView(
    field: Field,
    state: FieldState,
    /// The id of its control.
    id: String,
    /// Called when files were dropped onto it.
    on_drop: Callback<()>,
) -> impl IntoView {
    let texts = use_texts();
    let help_id = format!("{id}-help");
    let error_id = format!("{id}-error");
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
    let invalid = Signal::derive(move || state.error.with(Option::is_some).then_some("true"));
    let required = field.required.then_some("true");
    let type_text = move |text: String| {
        state.text.set(text);
        state.error.set(None);
    };
    let control = match field.kind.clone() {
        FieldKind::Text {
            multiline: true, ..
        } => view! {
            <textarea
                id=id.clone()
                class="td-input td-textarea"
                class:td-secret=field.secret
                rows="3"
                spellcheck="false"
                aria-required=required
                aria-invalid=invalid
                aria-describedby=described
                prop:value=state.text
                on:input:target=move |event| type_text(event.target().value())
            ></textarea>
        }
        .into_any(),
        FieldKind::Text {
            multiline: false, ..
        } => view! {
            <input
                id=id.clone()
                class="td-input"
                type=if field.secret { "password" } else { "text" }
                autocomplete="off"
                spellcheck="false"
                aria-required=required
                aria-invalid=invalid
                aria-describedby=described
                prop:value=state.text
                on:input:target=move |event| type_text(event.target().value())
            />
        }
        .into_any(),
        FieldKind::Number { min, max, whole } => view! {
            <input
                id=id.clone()
                class="td-input td-number"
                class:td-secret=field.secret
                type="number"
                min=exact_number(min)
                max=exact_number(max)
                step=if whole { "1" } else { "any" }
                aria-required=required
                aria-invalid=invalid
                aria-describedby=described
                prop:value=state.text
                on:input:target=move |event| {
                    let input = event.target();
                    // The browser hands out nothing for what is no number; nothing would be the default.
                    let value = match input.validity().bad_input() {
                        true => "?".to_owned(),
                        false => input.value(),
                    };
                    type_text(value);
                }
            />
        }
        .into_any(),
        FieldKind::Choice(options) => {
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
                    id=id.clone()
                    class="td-input td-select"
                    aria-required=required
                    aria-invalid=invalid
                    aria-describedby=described
                    on:change:target=move |event| type_text(event.target().value())
                >
                    {options}
                </select>
            }
            .into_any()
        }
        FieldKind::Switch => view! {
            <input
                id=id.clone()
                class="td-switch"
                type="checkbox"
                role="switch"
                aria-invalid=invalid
                aria-describedby=described
                prop:checked=state.on
                on:change:target=move |event| {
                    state.on.set(event.target().checked());
                    state.error.set(None);
                }
            />
        }
        .into_any(),
        FieldKind::Files {
            multiple,
            folders,
            accept,
        } => view! {
            <FilesField
                id=id.clone()
                label=texts.render(&field.label)
                state=state
                multiple=multiple
                folders=folders
                accept=accept
                required=field.required
                invalid=invalid
                described=described
                on_drop=on_drop
            />
        }
        .into_any(),
    };
    let is_switch = matches!(field.kind, FieldKind::Switch);
    let label = view! {
        <label class="td-label" for=id>
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
