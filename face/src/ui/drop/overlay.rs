//! Accepts files that are dropped anywhere on the deck.

use crate::texts::tr;
use leptos::{ev, html, wasm_bindgen::JsCast};
use taskdeck_core::TaskError;
use web_sys::{DragEvent, Node};

use super::{DropTarget, dragged_types, dropped_files, has_files};
use crate::{
    browser::{PickedFile, add_files},
    ui::{deck::Deck, dialog::open_when, icon::Icon, lean::*},
};

/// The state of a drag over a deck, and the files that were dropped beside every task. It is a handle.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FileDrop {
    deck: Deck,
    /// The media types of the dragged files, or `None` while nothing is dragged.
    dragged: RwSignal<Option<Vec<(String, String)>>>,
    unassigned: RwSignal<Vec<PickedFile>, LocalStorage>,
}

impl FileDrop {
    pub(crate) fn new(deck: Deck) -> Self {
        Self {
            deck,
            dragged: RwSignal::new(None),
            unassigned: RwSignal::new_local(Vec::new()),
        }
    }

    /// Handles `dragenter` and `dragover`.
    pub(crate) fn over(&self, event: &DragEvent) {
        if !has_files(event) {
            return;
        }
        event.prevent_default();
        if self.dragged.with_untracked(Option::is_none) {
            self.dragged.set(Some(dragged_types(event)));
        }
    }

    /// Handles `dragleave`, which also fires between elements of the deck.
    pub(crate) fn leave(&self, event: &DragEvent) {
        let node = |target: Option<web_sys::EventTarget>| target?.dyn_into::<Node>().ok();
        let stays = node(event.current_target())
            .zip(node(event.related_target()))
            .is_some_and(|(around, to)| around.contains(Some(&to)));
        if !stays {
            self.dragged.set(None);
        }
    }

    /// Handles `drop`, unless a field or a task has already taken the files.
    pub(crate) fn dropped(&self, event: &DragEvent) {
        self.dragged.set(None);
        if event.default_prevented() || !has_files(event) {
            return;
        }
        event.prevent_default();
        let unassigned = self.unassigned;
        // The dialog for files that were dropped earlier may still be open.
        receive(self.deck, event, move |files| {
            unassigned.update(|have| add_files(have, files));
        });
    }
}

/// Offers the tasks that accept the dragged files. Files dropped beside all of them open a dialog to choose a
/// task. Dropped files never navigate the page away.
#[component]
pub(crate) fn DropOverlay(
    dropping: FileDrop,
    /// Whether the deck is the whole page.
    page: bool,
) -> impl IntoView {
    let deck = Deck::of_context();
    if page {
        // A drop outside the deck would navigate the page away.
        let stop = |event: DragEvent| {
            if has_files(&event) {
                event.prevent_default();
            }
        };
        let handles = [
            window_event_listener(ev::dragover, stop),
            window_event_listener(ev::drop, stop),
        ];
        on_cleanup(move || handles.into_iter().for_each(WindowListenerHandle::remove));
    }
    let views = move || {
        let types = dropping.dragged.get()?;
        let targets = deck.drop_targets.get();
        let views = targets
            .into_iter()
            .filter(|target| target.accepts_any(&types))
            .map(|target| view! { <TargetView target=target /> })
            .collect_view();
        Some(view! {
            <div class="td-drop-overlay" role="region" aria-label=tr!(deck, "Drop files")>
                <p class="td-drop-title">{tr!(deck, "Drop onto a task")}</p>
                <div class="td-drop-targets">{views}</div>
                <p class="td-quiet">{tr!(deck, "Everything runs in this page. Nothing is sent anywhere.")}</p>
            </div>
        })
    };
    view! {
        {views}
        <ChooseTask files=dropping.unassigned />
    }
}

/// Reads the dropped files and passes them to `then`.
fn receive(deck: Deck, event: &DragEvent, then: impl FnOnce(Vec<PickedFile>) + 'static) {
    let files = dropped_files(event);
    leptos::task::spawn_local(async move {
        let files: Result<Vec<PickedFile>, TaskError> = files.await;
        // The deck may be gone by now.
        if deck.notice.try_get_untracked().is_none() {
            return;
        }
        match files {
            Ok(files) if files.is_empty() => {
                deck.show_notice(tr!(deck, "Nothing that was dropped is a file."))
            }
            Ok(files) => then(files),
            Err(error) => deck.show_notice(error.message()),
        }
    });
}

/// A task that files can be dropped onto.
#[component]
fn TargetView(target: DropTarget) -> impl IntoView {
    let deck = Deck::of_context();
    let is_over = RwSignal::new(false);
    let start = target.start;
    let drop_here = move |event: DragEvent| {
        event.prevent_default();
        receive(deck, &event, move |files| start.run(files));
    };
    view! {
        <div
            class="td-drop-target"
            class:td-drag-over=is_over
            on:dragenter=move |_| is_over.set(true)
            on:dragleave=move |_| is_over.set(false)
            on:drop=drop_here
        >
            <Icon shape=target.icon />
            <span class="td-drop-target-title">{target.title}</span>
            <span class="td-quiet">{target.line}</span>
        </div>
    }
}

/// A dialog that offers the tasks for files that were dropped beside every task.
#[component]
fn ChooseTask(files: RwSignal<Vec<PickedFile>, LocalStorage>) -> impl IntoView {
    let deck = Deck::of_context();
    let dialog = NodeRef::<html::Dialog>::new();
    let title = deck.element_id("dropped");
    open_when(dialog, move || files.with(|files| !files.is_empty()));
    let question = move || {
        files.with(|files| match files.as_slice() {
            [one] => tr!(deck, "What should be done with {name}?", name = one.path),
            many => tr!(
                deck,
                "What should be done with 1 file?|What should be done with {count} files?",
                count: many.len()
            ),
        })
    };
    let choices = move || {
        let known: Vec<_> = files.with(|files| {
            files
                .iter()
                .map(|picked| (picked.path.clone(), picked.file.type_()))
                .collect()
        });
        if known.is_empty() {
            return None;
        }
        let targets = deck.drop_targets.get();
        let choices = targets
            .into_iter()
            .filter(|target| target.accepts_any(&known))
            .map(|target| {
                let start = target.start;
                let choose = move |_| {
                    let chosen = files.get_untracked();
                    if let Some(dialog) = dialog.get_untracked() {
                        dialog.close();
                    }
                    start.run(chosen);
                };
                view! {
                    <button type="button" class="td-button td-choice" on:click=choose>
                        <Icon shape=target.icon />
                        {target.title}
                    </button>
                }
            })
            .collect_view();
        Some(choices)
    };
    view! {
        <dialog
            node_ref=dialog
            class="td-dialog" part="dialog"
            aria-labelledby=title.clone()
            on:close=move |_| files.set(Vec::new())
        >
            <h2 id=title.clone()>{question}</h2>
            <div class="td-choices">{choices}</div>
            <div class="td-dialog-actions">
                <form method="dialog">
                    <button class="td-button">{tr!(deck, "Nothing")}</button>
                </form>
            </div>
        </dialog>
    }
}
