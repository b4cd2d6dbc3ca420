//! The list of keyboard shortcuts.

use crate::{
    texts::{Text, tr},
    ui::lean::*,
};
use leptos::html;

use super::{
    actions::{ACTIONS, ActionInfo, Scope, unavailable_on_run},
    button::close_form,
    deck::Deck,
    dialog::open_when,
    model::RowContext,
};

/// The list of keyboard shortcuts. Each shows why it is not available now, if so.
#[component]
pub(super) fn KeysSheet() -> impl IntoView {
    let deck = Deck::of_context();
    let dialog = NodeRef::<html::Dialog>::new();
    let title = deck.element_id("keys");
    open_when(dialog, move || deck.shows_keys.get());
    let part = move |scope: Scope| {
        let run = deck.current_run();
        let failed = run.as_ref().map_or(0, |run| deck.failed_children(run.id));
        ACTIONS
            .iter()
            .copied()
            .filter(move |info| info.scope == scope && !info.key.is_empty())
            .filter(move |info| deck.offers(info.action))
            .map(move |info| {
                line(
                    deck,
                    info,
                    unavailable_on_run(info.action, run.as_ref(), failed),
                )
            })
            .collect_view()
    };
    view! {
        <dialog
            node_ref=dialog
            class="td-dialog td-keys" part="dialog"
            aria-labelledby=title.clone()
            on:close=move |_| deck.shows_keys.set(false)
        >
            <div class="td-dialog-head">
                <h2 id=title.clone()>{tr!(deck, "Keys")}</h2>
                {close_form(deck.texts())}
            </div>
            <Show when=move || deck.shows_keys.get()>
                <h3>{tr!(deck, "In the list of runs")}</h3>
                <dl>{part(Scope::Runs)}</dl>
                <h3>{tr!(deck, "Everywhere")}</h3>
                <dl>{part(Scope::Everywhere)}</dl>
            </Show>
        </dialog>
    }
}

fn line(deck: Deck, info: ActionInfo, unavailable: Option<Text>) -> impl IntoView {
    view! {
        <div>
            <dt>
                {deck.texts().say(info.name, &[])}
                {unavailable.map(|why| view! { <span class="td-reason">{deck.texts().say(why, &[])}</span> })}
            </dt>
            <dd>
                <kbd>{info.key_label}</kbd>
            </dd>
        </div>
    }
}
