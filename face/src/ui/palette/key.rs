//! The key that opens the palette.

use leptos::{ev, html};
use web_sys::{Element, KeyboardEvent};

use crate::{
    browser::{is_dialog_open, until_crash},
    ui::{
        actions::{Action, global_action},
        deck::Deck,
        face::Embedded,
        lean::*,
        notifications::keys::happened_inside,
        perform::perform_on_deck,
    },
};

/// Opens the palette of a face by its key; in an embedded face, only while focus is inside.
pub(in crate::ui) fn listen_for_key(deck: Deck, face: NodeRef<html::Div>) {
    let is_embedded = Embedded::is_here();
    let handle = window_event_listener(
        ev::keydown,
        until_crash(move |event: KeyboardEvent| {
            let Some(face) = face.try_get_untracked() else {
                return;
            };
            let face: &Element = &face;
            if event.default_prevented()
                || !deck.offers(Action::Palette)
                || global_action(&event) != Some(Action::Palette)
                || is_dialog_open(face)
                || (is_embedded && !happened_inside(face, &event))
            {
                return;
            }
            event.prevent_default();
            perform_on_deck(deck, Action::Palette, None);
        }),
    );
    on_cleanup(move || handle.remove());
}
