//! The settings of the user.

use crate::{texts::tr, ui::lean::*};

use super::{
    Theme,
    commands::Commands,
    deck::Deck,
    face::Embedded,
    icon::{Icon, Shape},
    parts,
    popover::Popover,
};

/// A button that opens the settings: the theme, and the details for developers. Without the queue in the header
/// it has the commands, which would be there.
#[component]
pub(super) fn Settings(theme: RwSignal<Theme>) -> impl IntoView {
    let deck = Deck::of_context();
    view! {
        <Popover
            name="settings"
            class="td-button td-icon-button"
            label=tr!(deck, "Settings")
            button=view! { <Icon shape=Shape::SETTINGS /> }.into_any()
        >
            {parts::settings(theme)}
        </Popover>
    }
}

/// The content of the popover.
pub(super) fn choices(theme: RwSignal<Theme>) -> AnyView {
    let deck = Deck::of_context();
    let controls = deck.parts.controls;
    view! {
        {(!controls.concurrency).then(|| view! { <Commands /> })}
        {controls.settings.then(|| preferences(deck, theme))}
    }
    .into_any()
}

fn preferences(deck: Deck, theme: RwSignal<Theme>) -> impl IntoView {
    let group = deck.element_id("theme");
    let developer = deck.developer;
    let themes = Theme::ALL
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
        <fieldset class="td-fieldset">
            <legend>{tr!(deck, "Theme")}</legend>
            {themes}
        </fieldset>
        <label class="td-radio td-developer">
            <input
                type="checkbox"
                prop:checked=move || developer.get()
                on:change:target=move |event| developer.set(event.target().checked())
            />
            <span>{tr!(deck, "Show details for developers")}</span>
        </label>
    }
}
