//! The region of the toasts.

use crate::texts::{tr, use_texts};
use leptos::{
    ev,
    html::Section,
    wasm_bindgen::JsCast,
    web_sys::{FocusEvent, HtmlElement, KeyboardEvent},
};
use taskdeck_core::TaskError;

use super::{
    attention::AttentionTracker,
    clearance::keep_focus_clear,
    focused_toast::FocusedToast,
    keys::{happened_inside, is_key, other_target, stays_inside},
    runs_in_view::follow_deck,
    toast_item::ToastItem,
};
use crate::{
    browser::{FocusReturn, focus_after_render, is_dialog_open, tab_stops, until_crash},
    reporter::{ToastDrawer, Toasts, use_reporter},
    ui::{deck::Deck, face::Embedded, lean::*, ordinal::name_in_deck},
};

/// Up to three toasts, in a region that F8 focuses. Errors stay until they are dismissed.
///
/// The reporter draws its toasts here. Without it, errors go to the console.
#[component]
pub fn Notifications() -> impl IntoView {
    let reporter = match use_reporter() {
        Ok(reporter) => reporter,
        Err(error) => return view! { <p role="alert">{error.to_string()}</p> }.into_any(),
    };
    let texts = use_texts();
    let toasts: Signal<Toasts> = reporter.toasts().into();
    let ids = Memo::new(move |_| {
        toasts.with(|toasts| {
            toasts
                .shown
                .iter()
                .map(|toast| toast.id)
                .collect::<Vec<_>>()
        })
    });
    let more = Memo::new(move |_| toasts.with(|toasts| toasts.more));
    let region = NodeRef::<Section>::new();
    let attention = AttentionTracker::new(reporter.clone());
    let return_focus = StoredValue::new(None::<FocusReturn>);

    draw_toasts_in(region, &reporter);
    listen_for_f8(region, return_focus);

    let focused = FocusedToast::follow(region, ids, return_focus);
    keep_focus_clear(region, &reporter);
    if let Some(deck) = use_context::<Deck>() {
        follow_deck(deck, region, &reporter, focused, return_focus);
    }
    let history_open = reporter.history_open();
    Effect::new(move || {
        // The history takes focus, and the toasts go.
        if history_open.get() {
            focused.take();
        }
    });
    let focus_in = move |event: FocusEvent| {
        let Some(region) = region.get_untracked() else {
            return;
        };
        attention.focus(true);
        focused.focus_in(&event);
        if !stays_inside(&region, &event)
            && return_focus.with_value(Option::is_none)
            && let Some(from) = other_target(&event).and_then(|from| from.dyn_into().ok())
        {
            return_focus.set_value(Some(FocusReturn::to(from)));
        }
    };
    let focus_out = move |event: FocusEvent| {
        let Some(region) = region.get_untracked() else {
            return;
        };
        focused.focus_out(&event);
        if stays_inside(&region, &event) {
            return;
        }
        attention.focus(false);
        // The user moved focus elsewhere, so it does not return.
        if other_target(&event).is_some()
            && let Some(return_focus) = return_focus.try_update_value(Option::take).flatten()
        {
            return_focus.forget();
        }
    };
    let key_down = move |event: KeyboardEvent| {
        if is_key(&event, "Escape")
            && let Some(return_focus) = return_focus.try_update_value(Option::take).flatten()
        {
            event.stop_propagation();
            drop(return_focus);
        }
    };
    let open_history = {
        let open = reporter.history_open();
        move |_| open.set(true)
    };
    let is_empty = move || ids.with(Vec::is_empty);
    let reporter = StoredValue::new(reporter);
    view! {
        <section
            node_ref=region
            class="td-toasts"
            aria-label=name_in_deck(texts, tr!(texts, "Notifications (F8)"))
            tabindex="-1"
            on:focusin=focus_in
            on:focusout=focus_out
            on:pointerenter=move |_| attention.pointer(true)
            on:pointerleave=move |_| attention.pointer(false)
            on:keydown=key_down
        >
            <Show when=is_empty>
                <p class="td-toasts-none">{tr!(texts, "No notifications")}</p>
            </Show>
            <ol role="list">
                <For each=move || ids.get() key=|id| id.as_u64() let:id>
                    <ToastItem id=id reporter=reporter.get_value() back=return_focus />
                </For>
            </ol>
            <Show when=move || { more.get() > 0 }>
                <button type="button" class="td-button td-small" on:click=open_history.clone()>
                    {move || tr!(texts, "{count} more", count = more.get().to_string())}
                </button>
            </Show>
        </section>
    }
    .into_any()
}

/// Draws toasts while the region is in the document.
struct RegionDrawer(HtmlElement);

impl ToastDrawer for RegionDrawer {
    fn draw(&self) -> Result<(), TaskError> {
        match self.0.is_connected() {
            true => Ok(()),
            false => Err(TaskError::new(
                "the region of the toasts is not on the page",
            )),
        }
    }
}

/// Registers this region for the toasts of the reporter while it exists.
fn draw_toasts_in(region: NodeRef<Section>, reporter: &crate::reporter::Reporter) {
    let registration = StoredValue::new(None);
    let reporter = reporter.clone();
    Effect::new(move || {
        if let Some(region) = region.get() {
            let drawer = RegionDrawer(region);
            registration.set_value(Some(reporter.set_toast_drawer(drawer)));
        }
    });
}

/// F8 focuses the newest toast, or the region if there is none. Escape moves focus back.
fn listen_for_f8(region: NodeRef<Section>, return_focus: StoredValue<Option<FocusReturn>>) {
    let is_embedded = Embedded::is_here();
    let handle = window_event_listener(
        ev::keydown,
        until_crash(move |event: KeyboardEvent| {
            let Some(region): Option<HtmlElement> = region.try_get_untracked() else {
                return;
            };
            let taken = event.default_prevented() || event.shift_key() || is_dialog_open(&region);
            if taken || !is_key(&event, "F8") {
                return;
            }
            // An embedded face uses the key only while focus is inside it.
            let face = region.closest(".td").ok().flatten();
            if is_embedded && !face.is_some_and(|face| happened_inside(&face, &event)) {
                return;
            }
            event.prevent_default();
            if return_focus.with_value(Option::is_none) {
                return_focus.set_value(Some(FocusReturn::remember()));
            }
            let target = move || Some(tab_stops(&region).first().unwrap_or(&region).clone());
            drop(focus_after_render(target));
        }),
    );
    on_cleanup(move || handle.remove());
}
