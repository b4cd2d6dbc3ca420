//! The settings of the user.

use crate::{texts::tr, ui::lean::*};

use super::{
    Theme,
    deck::Deck,
    dismiss::dismiss_outside,
    face::Embedded,
    icon::{Icon, Shape},
};

/// A button that opens the settings: the theme.
#[component]
pub(super) fn Settings(theme: RwSignal<Theme>) -> impl IntoView {
    let deck = Deck::of_context();
    let is_open = RwSignal::new(false);
    let button = NodeRef::<leptos::html::Button>::new();
    let panel_id = deck.element_id("settings");
    let group = deck.element_id("theme");
    let close_on_escape = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" && is_open.get_untracked() {
            event.stop_propagation();
            is_open.set(false);
            if let Some(button) = button.get_untracked() {
                let _ = button.focus();
            }
        }
    };
    let root = NodeRef::<leptos::html::Div>::new();
    let close_on_leave = dismiss_outside(root, is_open.into(), move || is_open.set(false));
    let choices = Theme::ALL
        .into_iter()
        .map(|choice| {
            view! {
                <label class="td-radio">
                    <input
                        type="radio"
                        name=group.clone()
                        value=choice.name()
                        prop:checked=move || theme.get() == choice
                        on:change=move |_| theme.set(choice)
                    />
                    <span>{choice.label(deck.texts(), Embedded::is_here())}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <div node_ref=root class="td-settings" on:keydown=close_on_escape on:focusout=close_on_leave>
            <button
                node_ref=button
                type="button"
                class="td-button td-icon-button"
                aria-label=tr!(deck, "Settings")
                aria-expanded=move || is_open.get().to_string()
                aria-controls=panel_id.clone()
                on:click=move |_| is_open.update(|open| *open = !*open)
            >
                <Icon shape=Shape::SETTINGS />
            </button>
            <div id=panel_id class="td-popover" hidden=move || !is_open.get()>
                <fieldset class="td-fieldset">
                    <legend>{tr!(deck, "Theme")}</legend>
                    {choices}
                </fieldset>
            </div>
        </div>
    }
}
