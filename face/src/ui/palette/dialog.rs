//! The dialog of the palette: a field and the list of matching commands.

use leptos::html;
use web_sys::KeyboardEvent;

use super::commands::{PaletteItem, execute, items};
use crate::{
    texts::tr,
    ui::{Theme, deck::Deck, dialog::open_when, lean::*},
};

/// The palette of commands. Its key opens it; in an embedded face, only while focus is inside.
#[component]
pub(in crate::ui) fn Palette(theme: RwSignal<Theme>) -> impl IntoView {
    let deck = Deck::of_context();
    let dialog = NodeRef::<html::Dialog>::new();
    let title = deck.element_id("palette");
    open_when(dialog, move || deck.shows_palette.get());
    let choose = move |item: PaletteItem| {
        let Some(dialog) = dialog
            .get_untracked()
            .filter(|_| item.unavailable.is_none())
        else {
            return;
        };
        // Closing restores focus first, so that a command can move it elsewhere.
        dialog.close();
        execute(deck, item.command, theme, &dialog);
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
                <Contents choose=choose />
            </Show>
        </dialog>
    }
}

/// The field and the list, built again for each opening.
#[component]
fn Contents(choose: impl Fn(PaletteItem) + Copy + Send + Sync + 'static) -> impl IntoView {
    let deck = Deck::of_context();
    let typed = RwSignal::new(String::new());
    let active = RwSignal::new(0_usize);
    let found = Memo::new(move |_| typed.with(|typed| untrack(|| items(deck, typed))));
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
                if let Some(item) = found.with_untracked(|found| found.get(at).cloned()) {
                    choose(item);
                }
                return;
            }
            _ => return,
        };
        event.prevent_default();
        active.set(next);
    };
    let options = move || {
        let items = found.get().into_iter().enumerate();
        items
            .map(|(at, item)| option(deck, at, item, active, choose))
            .collect_view()
    };
    let count_text = move || match found.with(Vec::len) {
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
            prop:value=move || typed.get()
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
            {count_text}
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
    item: PaletteItem,
    active: RwSignal<usize>,
    choose: impl Fn(PaletteItem) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let unavailable = item.unavailable.map(|why| deck.texts().say(why, &[]));
    let (name, about, key) = (item.name.clone(), item.about.clone(), item.key);
    view! {
        <li
            id=option_id(deck, at)
            class="td-command"
            role="option"
            aria-selected=move || (active.get() == at).to_string()
            aria-disabled=item.unavailable.map(|_| "true")
            on:click=move |_| choose(item.clone())
        >
            <span class="td-command-name">{name}</span>
            <span class="td-quiet">{unavailable.unwrap_or(about)}</span>
            {(!key.is_empty()).then(|| view! { <kbd>{key}</kbd> })}
        </li>
    }
}
