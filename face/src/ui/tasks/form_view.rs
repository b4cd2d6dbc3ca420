//! The fields of a task in its card.

use leptos::wasm_bindgen::JsCast;
use taskdeck_core::Field;

use super::{card_state::CardState, field::FieldView};
use crate::{
    texts::tr,
    ui::{
        drop::Instead,
        icon::{Icon, Shape},
        lean::*,
    },
};

/// The fields of a form, the optional ones collapsed.
pub(in crate::ui) fn form_view(card: CardState, on_drop: Callback<()>) -> AnyView {
    let field_view = |(field, state): (Field, _)| {
        let id = card.field_id(&field.name);
        view! { <FieldView field=field state=state id=id on_drop=on_drop /> }
    };
    let (needed, optional): (Vec<_>, Vec<_>) = card
        .form
        .fields()
        .into_iter()
        .partition(|(field, _)| field.required);
    let needed = needed.into_iter().map(field_view).collect_view();
    let options = (!optional.is_empty()).then(|| {
        let fields = optional.into_iter().map(field_view).collect_view();
        options(card, fields.into_any())
    });
    view! {
        <div class="td-fields">{needed}</div>
        {options}
        {instead(card)}
    }
    .into_any()
}

/// The optional fields, collapsed.
fn options(card: CardState, fields: AnyView) -> impl IntoView {
    let CardState {
        deck, options_open, ..
    } = card;
    view! {
        <details
            class="td-options"
            prop:open=move || options_open.get()
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

/// The other tasks that the dropped files in the form fit.
fn instead(card: CardState) -> Option<impl IntoView> {
    let (_, state) = card.form.files_field()?;
    let task = card.task.with_value(|task| task.id().to_owned());
    let has_files = Signal::derive(move || state.files.with(|files| !files.is_empty()));
    Some(view! { <Instead task=task has_files=has_files /> })
}
