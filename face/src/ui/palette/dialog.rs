//! The dialog of the palette: a field and the list of matching commands.

use leptos::{ev, html};
use web_sys::{Element, KeyboardEvent};

use super::commands::{Offer, carry_out, offers};
use crate::{
    browser::{is_dialog_open, until_crash},
    texts::tr,
    ui::{
        Theme,
        actions::{Act, act_everywhere},
        deck::Deck,
        dialog::open_when,
        face::Embedded,
        lean::*,
        notifications::keys::happened_inside,
        perform::perform_here,
    },
};

/// The palette of commands. Its key opens it; in an embedded face, only while focus is inside.
#[component]
pub(in crate::ui) fn Palette(theme: RwSignal<Theme>) -> impl IntoView {
    let deck = Deck::of_context();
    let dialog = NodeRef::<html::Dialog>::new();
    let title = deck.element_id("palette");
    lead_here(deck, dialog);
    open_when(dialog, move || deck.shows_palette.get());
    let choose = move |offer: Offer| {
        let Some(dialog) = dialog.get_untracked().filter(|_| offer.why_not.is_none()) else {
            return;
        };
        // Closing restores focus first, so that a command can move it elsewhere.
        dialog.close();
        carry_out(deck, offer.command, theme, &dialog);
    };
    view! {
        <dialog
            node_ref=dialog
            class="td-dialog td-palette"
            part="dialog"
            aria-labelledby=title.clone()
            on:close=move |_| deck.shows_palette.set(false)
            on:click=move |event| {
                // The dialog has no area of its own, so this is a click on its backdrop.
                if event.target() == dialog.get_untracked().map(Into::into) && let Some(dialog) = dialog.get_untracked() {
                    dialog.close();
                }
            }
        >
            <h2 id=title.clone() class="td-visually-hidden">
                {tr!(deck, "Commands")}
            </h2>
            <Show when=move || deck.shows_palette.get()>
                <Inside choose=choose />
            </Show>
        </dialog>
    }
}

/// The field and the list, built again for each opening.
#[component]
fn Inside(choose: impl Fn(Offer) + Copy + Send + Sync + 'static) -> impl IntoView {
    let deck = Deck::of_context();
    let typed = RwSignal::new(String::new());
    let active = RwSignal::new(0_usize);
    let found = Memo::new(move |_| typed.with(|typed| untrack(|| offers(deck, typed))));
    let list = NodeRef::<html::Ul>::new();
    let field = NodeRef::<html::Input>::new();
    let list_id = deck.element_id("palette-list");
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            let _ = field.focus();
        }
    });
    Effect::new(move |_| {
        let at = active.get();
        let options = list.get().map(|list| list.children());
        if let Some(option) = options.and_then(|options| options.item(at as u32)) {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            option.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
    let key = move |event: KeyboardEvent| {
        let length = found.with(Vec::len);
        let at = active.get_untracked();
        let next = match event.key().as_str() {
            _ if event.is_composing() || length == 0 => return,
            "ArrowDown" => (at + 1) % length,
            "ArrowUp" => (at + length - 1) % length,
            "PageDown" => (at + 8).min(length - 1),
            "PageUp" => at.saturating_sub(8),
            "Enter" => {
                event.prevent_default();
                if let Some(offer) = found.with_untracked(|found| found.get(at).cloned()) {
                    choose(offer);
                }
                return;
            }
            _ => return,
        };
        event.prevent_default();
        active.set(next);
    };
    let options = move || {
        let offers = found.get().into_iter().enumerate();
        offers
            .map(|(at, offer)| option(deck, at, offer, active, choose))
            .collect_view()
    };
    let how_many = move || match found.with(Vec::len) {
        0 => tr!(deck, "No command matches"),
        number => tr!(deck, "1 command|{count} commands", count: number),
    };
    view! {
        <input
            node_ref=field
            class="td-input td-palette-field"
            type="text"
            role="combobox"
            autocomplete="off"
            spellcheck="false"
            aria-label=tr!(deck, "Commands")
            aria-expanded="true"
            aria-autocomplete="list"
            aria-controls=list_id.clone()
            aria-activedescendant=move || found.with(|found| !found.is_empty()).then(|| option_id(deck, active.get()))
            placeholder=tr!(deck, "Type what you want to do, or the title of a run")
            prop:value=typed
            on:input:target=move |event| {
                typed.set(event.target().value());
                active.set(0);
            }
            on:keydown=key
        />
        <ul node_ref=list id=list_id class="td-commands" role="listbox" aria-label=tr!(deck, "Commands")>
            {options}
        </ul>
        <p role="status" class="td-palette-foot td-quiet">
            {how_many}
        </p>
    }
}

fn option_id(deck: Deck, at: usize) -> String {
    deck.element_id(&format!("palette-{at}"))
}

/// An item of the list.
fn option(
    deck: Deck,
    at: usize,
    offer: Offer,
    active: RwSignal<usize>,
    choose: impl Fn(Offer) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let says = offer.why_not.map(|why| deck.texts().say(why, &[]));
    let (name, about, key) = (offer.name.clone(), offer.about.clone(), offer.key);
    view! {
        <li
            id=option_id(deck, at)
            class="td-command"
            role="option"
            aria-selected=move || (active.get() == at).to_string()
            aria-disabled=offer.why_not.map(|_| "true")
            on:click=move |_| choose(offer.clone())
        >
            <span class="td-command-name">{name}</span>
            <span class="td-quiet">{says.unwrap_or(about)}</span>
            {(!key.is_empty()).then(|| view! { <kbd>{key}</kbd> })}
        </li>
    }
}

fn lead_here(deck: Deck, dialog: NodeRef<html::Dialog>) {
    let is_embedded = Embedded::is_here();
    let handle = window_event_listener(
        ev::keydown,
        until_crash(move |event: KeyboardEvent| {
            let Some(dialog) = dialog.try_get_untracked().flatten() else {
                return;
            };
            let dialog: &Element = &dialog;
            if event.default_prevented()
                || act_everywhere(&event) != Some(Act::Palette)
                || is_dialog_open(dialog)
            {
                return;
            }
            let face = dialog.closest(".td").ok().flatten();
            if is_embedded && !face.is_some_and(|face| happened_inside(&face, &event)) {
                return;
            }
            event.prevent_default();
            perform_here(deck, Act::Palette, None);
        }),
    );
    on_cleanup(move || handle.remove());
}
