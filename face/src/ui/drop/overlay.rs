//! What is shown while files are dragged over the deck.

use web_sys::DragEvent;

use super::FileDrop;
use crate::{
    texts::tr,
    ui::{deck::Deck, icon::Icon, lean::*, tasks::DropTarget},
};

/// Offers the tasks that accept the dragged files. A drop on one of them fills its form.
#[component]
pub(crate) fn DropOverlay(dropping: FileDrop) -> impl IntoView {
    let deck = Deck::of_context();
    move || {
        let types = dropping.dragged.get()?;
        let targets = dropping.targets();
        let views = targets
            .into_iter()
            .filter(|target| target.accepts_any(&types))
            .map(|target| view! { <TargetView target=target dropping=dropping /> })
            .collect_view();
        Some(view! {
            <div class="td-drop-overlay" role="region" aria-label=tr!(deck, "Drop files")>
                <p class="td-drop-title">{tr!(deck, "Drop onto a task")}</p>
                <div class="td-drop-targets">{views}</div>
                <p class="td-quiet">{tr!(deck, "Everything runs in this page. Nothing is sent anywhere.")}</p>
            </div>
        })
    }
}

/// A task that files can be dropped onto.
#[component]
fn TargetView(target: DropTarget, dropping: FileDrop) -> impl IntoView {
    let is_over = RwSignal::new(false);
    let id = target.id.clone();
    let drop_here = move |event: DragEvent| dropping.dropped_on(&id, &event);
    view! {
        <div
            class="td-drop-target"
            class:td-drag-over=move || is_over.get()
            on:dragenter=move |_| is_over.set(true)
            on:dragleave=move |_| is_over.set(false)
            on:drop=drop_here
        >
            <Icon shape=target.icon() />
            <span class="td-drop-target-title">{target.title.clone()}</span>
            <span class="td-quiet">{target.line()}</span>
        </div>
    }
}
