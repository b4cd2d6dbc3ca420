//! The buttons for the performance view, the palette and the list of keys, in a popover of the header.

use super::{
    actions::{Action, shortcut_of},
    deck::Deck,
    icon::{Icon, Shape},
    perform::perform_on_deck,
    performance,
    popover::ClosePopover,
};
use crate::{texts::tr, ui::lean::*};

/// The buttons. Each closes the popover and leaves focus on its button, so that focus returns there.
#[component]
pub(super) fn Commands() -> impl IntoView {
    let deck = Deck::of_context();
    let close = ClosePopover::of_context();
    let one = move |action: Action, shape: Shape, name: String, title: Option<String>| {
        view! {
            <button
                type="button"
                class="td-button td-plain"
                title=title
                aria-haspopup="dialog"
                aria-keyshortcuts=shortcut_of(action)
                on:click=move |_| perform_on_deck(deck, action, None)
            >
                <Icon shape=shape />
                {name}
            </button>
        }
    };
    let controls = deck.parts.controls;
    let has_performance = controls.concurrency || controls.settings;
    let of_palette = deck.parts.controls.palette.then(|| {
        view! {
            {one(Action::Palette, Shape::PROMPT, tr!(deck, "Commands"), Some(tr!(deck, "Commands (Ctrl K)")))}
            {one(Action::Keys, Shape::KEYBOARD, tr!(deck, "Keys"), None)}
        }
    });
    view! {
        // Before the button acts, so that a dialog returns focus to the button of the popover.
        <div class="td-popover-commands" on:click:capture=move |_| close()>
            {has_performance.then(performance::button)}
            {of_palette}
        </div>
    }
}
