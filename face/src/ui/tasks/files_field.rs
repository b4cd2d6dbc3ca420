//! A field for files and folders, picked or dropped.

use crate::texts::tr;
use leptos::html;
use web_sys::{DragEvent, HtmlInputElement};

use super::form::FieldState;
use crate::{
    browser::{PickedFile, add_files, alike},
    format::{bytes, count},
    ui::{
        button::close_button,
        deck::Deck,
        drop::{Transferred, has_files, picked_files},
        icon::{Icon, Shape},
        lean::*,
    },
};

/// The number of files that are listed by name.
const NAMED: usize = 3;

/// A field for files and folders: the browser's inputs under our own labels, and a drop zone.
#[component]
pub(super) fn FilesField(
    id: String,
    /// The id of the element with the label.
    label_id: String,
    label: String,
    state: FieldState,
    multiple: bool,
    folders: bool,
    accept: String,
    required: bool,
    invalid: Signal<Option<&'static str>>,
    described: Signal<Option<String>>,
    on_drop: Callback<()>,
) -> impl IntoView {
    let deck = Deck::of_context();
    let is_over = RwSignal::new(false);
    // The name has the visible words too, so that speech input finds it by either.
    let words_id = format!("{id}-choose");
    let labelled_by = format!("{label_id} {words_id}");
    let choose = NodeRef::<html::Input>::new();
    let take = move |files: Vec<PickedFile>| state.take(files, multiple);
    let pick = move |input: HtmlInputElement| {
        take(picked_files(&input));
        // The same file can be picked again.
        input.set_value("");
    };
    let drop_here = move |event: DragEvent| {
        if !has_files(&event) {
            return;
        }
        event.prevent_default();
        is_over.set(false);
        let files = Transferred::of(event.data_transfer()).read();
        leptos::task::spawn_local(async move {
            match files.await {
                Ok(files) => {
                    // The card may be gone by now.
                    if state.files.try_get_untracked().is_some() {
                        take(files);
                        on_drop.run(());
                    }
                }
                Err(error) => {
                    state.error.try_set(Some(error.message().clone()));
                }
            }
        });
    };
    let over = move |event: DragEvent| {
        if has_files(&event) {
            event.prevent_default();
            is_over.set(true);
        }
    };
    let folder_button = folders.then(|| {
        view! {
            <span class="td-file-picker td-button td-small">
                <span aria-hidden="true">{tr!(deck, "Folder")}</span>
                <input
                    type="file"
                    prop:webkitdirectory=true
                    aria-label=tr!(deck, "{label}: choose a folder", label = label)
                    on:change:target=move |event| pick(event.target())
                />
            </span>
        }
    });
    view! {
        <div
            class="td-drop-zone"
            class:td-drag-over=move || is_over.get()
            on:dragover=over
            on:dragenter=over
            on:dragleave=move |_| is_over.set(false)
            on:drop=drop_here
        >
            <span class="td-file-picker td-button td-small">
                <span id=words_id aria-hidden="true">
                    {if multiple { tr!(deck, "Choose files") } else { tr!(deck, "Choose a file") }}
                </span>
                <input
                    node_ref=choose
                    id=id
                    type="file"
                    multiple=multiple
                    aria-labelledby=labelled_by
                    accept=(!accept.is_empty()).then_some(accept)
                    aria-required=required.then_some("true")
                    aria-invalid=move || invalid.get()
                    aria-describedby=move || described.get()
                    on:change:target=move |event| pick(event.target())
                />
            </span>
            {folder_button}
            <span class="td-drop-hint">{tr!(deck, "or drop here")}</span>
        </div>
        <ChosenFiles state=state label=label choose=choose />
    }
}

/// The files in the field.
#[component]
fn ChosenFiles(
    state: FieldState,
    label: String,
    /// Takes focus when the files are removed with their button.
    choose: NodeRef<html::Input>,
) -> impl IntoView {
    let deck = Deck::of_context();
    let label = StoredValue::new(label);
    let remove = move || {
        if let Some(choose) = choose.get_untracked() {
            let _ = choose.focus();
        }
        state.files.set(Vec::new());
    };
    let duplicates = move |files: &[PickedFile]| match alike(files) {
        0 => None,
        many => Some(tr!(
            deck,
            "1 file looks like a copy of another: same name, size and date|{count} files look like copies of others: same name, size and date",
            count: many
        )),
    };
    let shown = move || {
        let files = state.files.get();
        if files.is_empty() {
            return None;
        }
        let size: f64 = files.iter().map(|picked| picked.file.size()).sum();
        let names: Vec<String> = files
            .iter()
            .take(NAMED)
            .map(|picked| picked.path.clone())
            .collect();
        let more = files.len().saturating_sub(NAMED);
        let total = match files.len() {
            1 => bytes(deck.texts(), size),
            many => tr!(
                deck,
                "1 file, {size}|{count} files, {size}",
                count: many,
                size = bytes(deck.texts(), size)
            ),
        };
        Some(view! {
            <div class="td-chosen">
                <Icon shape=Shape::FILE />
                <div class="td-chosen-names">
                    {names.into_iter().map(|name| view! { <span>{name}</span> }).collect_view()}
                    <span class="td-quiet">
                        {(more > 0).then(|| tr!(deck, "and {count} more", count = count(deck.texts(), more)) + " · ")} {total}
                    </span>
                    {duplicates(&files).map(|duplicates| view! { <span class="td-quiet">{duplicates}</span> })}
                </div>
                {close_button(tr!(deck, "{label}: remove", label = label.get_value()), remove)}
            </div>
        })
    };
    view! { <div aria-live="polite">{shown}</div> }
}

impl FieldState {
    /// Adds files, or replaces the file if the field takes only one.
    pub(super) fn take(&self, files: Vec<PickedFile>, multiple: bool) {
        if files.is_empty() {
            return;
        }
        self.error.set(None);
        self.files.update(|have| {
            if !multiple {
                have.clear();
            }
            add_files(have, files);
        });
    }
}
