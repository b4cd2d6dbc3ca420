//! The address of the page, which names the run whose details are open.
//!
//! Opening details adds an entry to the history, so *Back* closes them and *Forward* opens them again. While they are
//! open, another run replaces the entry: *Back* never goes through all runs that were looked at.

use js_sys::{decode_uri_component, encode_uri_component};
use leptos::wasm_bindgen::JsValue;
use taskdeck_core::RunId;
use web_sys::History;

use crate::{
    browser::until_crash,
    ui::{deck::Deck, lean::*},
};

/// What the fragment of such an address begins with.
const PREFIX: &str = "#run/";

/// The state of an entry that lies above one of the same page without details.
const ABOVE: &str = "details";

/// Keeps the address and the details of a deck the same. Before the first run the address may name one of an earlier
/// visit, which is no longer here.
pub(super) fn follow_with_address(deck: Deck) {
    // Whether the history goes back because the details were closed.
    let going_back = StoredValue::new(false);
    Effect::new(move |before: Option<()>| {
        let opened = deck.opened.get();
        match before {
            None => open_named(deck),
            // The history is read again when it has gone back.
            Some(()) if going_back.get_value() => {}
            Some(()) => going_back.set_value(show(deck, opened)),
        }
    });
    let moved = window_event_listener_untyped(
        "popstate",
        until_crash(move |_| {
            let was_going_back = going_back.try_update_value(std::mem::take) == Some(true);
            match deck.opened.try_get_untracked() {
                Some(opened) if was_going_back => {
                    going_back.set_value(show(deck, opened));
                }
                Some(_) => open_named(deck),
                None => {}
            }
        }),
    );
    on_cleanup(move || moved.remove());
}

/// Writes the open run to the address. Returns whether the history goes back for that.
fn show(deck: Deck, opened: Option<RunId>) -> bool {
    let Ok(history) = window().history() else {
        return false;
    };
    let id = opened.and_then(|run| deck.supervisor().run(run).snapshot());
    match (id.map(|run| run.public_id), named_run()) {
        (None, None) => {}
        (Some(id), Some(named)) if *id == *named => {}
        (Some(id), named) => {
            let address = PREFIX.to_owned() + &String::from(encode_uri_component(&id));
            let _ = match named {
                None => history.push_state_with_url(&ABOVE.into(), "", Some(&address)),
                Some(_) => {
                    let state = history.state().unwrap_or(JsValue::NULL);
                    history.replace_state_with_url(&state, "", Some(&address))
                }
            };
        }
        (None, Some(_)) if is_above(&history) => return history.back().is_ok(),
        (None, Some(_)) => clean(&history),
    }
    false
}

/// Opens the run that the address names, or closes the details if it names none.
fn open_named(deck: Deck) {
    let Some(id) = named_run() else {
        if deck.opened.get_untracked().is_some() {
            deck.close_details();
        }
        return;
    };
    match deck.supervisor().find(&id) {
        Some(run) => deck.open(run),
        None => {
            if deck.opened.get_untracked().is_some() {
                deck.close_details();
            }
            if let Ok(history) = window().history() {
                clean(&history);
            }
            deck.notice_that_run_is_gone();
        }
    }
}

/// Returns the public id of the run that the address names.
fn named_run() -> Option<String> {
    let fragment = window().location().hash().ok()?;
    let id = decode_uri_component(fragment.strip_prefix(PREFIX)?).ok()?;
    Some(id.into())
}

fn is_above(history: &History) -> bool {
    let state = history.state().ok().and_then(|state| state.as_string());
    state.as_deref() == Some(ABOVE)
}

/// Removes the run from the address.
fn clean(history: &History) {
    let location = window().location();
    let (path, search) = (location.pathname(), location.search());
    let address = path.unwrap_or_default() + &search.unwrap_or_default();
    let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&address));
}
