//! Moves focus when the focused toast is removed.

use leptos::{
    html::Section,
    wasm_bindgen::JsCast,
    web_sys::{Element, FocusEvent, HtmlElement},
};
use send_wrapper::SendWrapper;

use super::keys::other_target;
use crate::{
    browser::{FocusReturn, focus_after_render, spawn, tab_stops},
    reporter::ToastId,
    ui::lean::*,
};

/// The toast that contains focus.
#[derive(Clone, Copy)]
pub(super) struct FocusedToast(StoredValue<Option<Element>>);

impl FocusedToast {
    /// Moves focus to a neighbouring toast when the focused one is removed, or back to `before` when none is
    /// left.
    pub(super) fn follow(
        region: NodeRef<Section>,
        ids: Memo<Vec<ToastId>>,
        return_focus: StoredValue<Option<FocusReturn>>,
    ) -> Self {
        let focused = Self(StoredValue::new(None));
        Effect::new(move |shown: Option<Vec<ToastId>>| {
            let now = ids.get();
            let shown = shown.unwrap_or_default();
            let place = focused.0.with_value(|item| {
                let id = item.as_ref()?.get_attribute("data-toast")?;
                shown.iter().position(|one| one.as_u64().to_string() == id)
            });
            if let Some(place) = place.filter(|place| !now.contains(&shown[*place]))
                && let Some(item) = focused.take()
                && let Some(region) = region.get_untracked()
            {
                let back = now
                    .is_empty()
                    .then(|| return_focus.try_update_value(Option::take));
                match back.flatten().flatten() {
                    Some(back) => drop(back),
                    None => focus_neighbour(region, item, place),
                }
            }
            now
        });
        focused
    }

    pub(super) fn take(self) -> Option<Element> {
        self.0.try_update_value(Option::take).flatten()
    }

    /// Handles `focusin` of the region.
    pub(super) fn focus_in(self, event: &FocusEvent) {
        let target = event.target().and_then(|target| target.dyn_into().ok());
        let item = target.and_then(|target: Element| target.closest("[data-toast]").ok().flatten());
        self.0.set_value(item);
    }

    /// Handles `focusout` of the region. A toast that is being removed loses focus too, but is still in the
    /// document until the end of this turn.
    pub(super) fn focus_out(self, event: &FocusEvent) {
        if other_target(event).is_some() {
            self.take();
            return;
        }
        spawn(async move {
            let is_there =
                |item: &Option<Element>| item.as_ref().is_some_and(|item| item.is_connected());
            if self.0.try_with_value(is_there) == Some(true) {
                self.take();
            }
        });
    }
}

/// Focuses the toast that took the place of the removed one, or else the last one, or else the region.
fn focus_neighbour(region: HtmlElement, gone: Element, place: usize) {
    let gone = SendWrapper::new(gone);
    drop(focus_after_render(move || {
        if gone.is_connected() {
            return None;
        }
        let items = items_of(&region);
        match items.get(place).or_else(|| items.last()) {
            Some(next) => tab_stops(next).into_iter().next_back(),
            None => Some(region.clone()),
        }
    }));
}

fn items_of(region: &HtmlElement) -> Vec<Element> {
    let Ok(found) = region.query_selector_all("[data-toast]") else {
        return Vec::new();
    };
    (0..found.length())
        .filter_map(|at| found.item(at)?.dyn_into().ok())
        .collect()
}
