//! A button that opens a panel below it.

use leptos::{html, tachys::reactive_graph::OwnedView};
use web_sys::KeyboardEvent;

use super::{deck::Deck, dismiss::dismiss_outside};
use crate::ui::lean::*;

/// Context of what is in a panel: closes it, and moves focus to its button.
#[derive(Clone, Copy, Debug)]
pub(super) struct ClosePopover(Callback<()>);

impl ClosePopover {
    /// Closes the panel around the current component, if there is one, when called.
    pub(super) fn of_context() -> impl Fn() + Copy + Send + Sync + 'static {
        let close = use_context::<Self>();
        move || {
            if let Some(Self(close)) = close {
                close.run(());
            }
        }
    }
}

/// A button and its panel. Escape closes the panel and focuses the button; a press or focus elsewhere closes it.
#[component]
pub(super) fn Popover(
    /// The name in the ids of elements.
    name: &'static str,
    /// The classes of the button.
    class: &'static str,
    /// The accessible name of the button; without it, its content.
    #[prop(optional)]
    label: Option<String>,
    /// The tooltip of the button.
    #[prop(optional, into)]
    title: Signal<Option<String>>,
    /// The content of the button.
    button: AnyView,
    /// The content, made when the panel first opens.
    children: ChildrenFn,
) -> impl IntoView {
    let deck = Deck::of_context();
    let is_open = RwSignal::new(false);
    let was_open = Memo::new(move |before| before.get() == Some(&true) || is_open.get());
    let button_ref = NodeRef::<html::Button>::new();
    let panel_id = deck.element_id(name);
    let close = Callback::new(move |()| {
        is_open.set(false);
        if let Some(button) = button_ref.get_untracked() {
            let _ = button.focus();
        }
    });
    // A component has no owner of its own, and the next popover provides the same. The content is built later, too.
    let inside = Owner::new();
    inside.with(|| provide_context(ClosePopover(close)));
    let escape = move |event: KeyboardEvent| {
        if event.key() == "Escape" && is_open.get_untracked() {
            event.stop_propagation();
            close.run(());
        }
    };
    let root = NodeRef::<html::Div>::new();
    let close_on_leave = dismiss_outside(root, is_open.into(), move || is_open.set(false));
    view! {
        <div node_ref=root class="td-popover-root" on:keydown=escape on:focusout=close_on_leave>
            <button
                node_ref=button_ref
                type="button"
                class=class
                aria-label=label
                title=move || title.get()
                aria-expanded=move || is_open.get().to_string()
                aria-controls=panel_id.clone()
                on:click=move |_| is_open.update(|open| *open = !*open)
            >
                {button}
            </button>
            <div id=panel_id class="td-popover" hidden=move || !is_open.get()>
                <Show when=move || was_open.get()>{inside.with(|| OwnedView::new(children()))}</Show>
            </div>
        </div>
    }
}
