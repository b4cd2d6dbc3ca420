//! A file of a result.

use leptos::wasm_bindgen::JsCast;
use taskdeck_core::OutputFile;
use web_sys::{Blob, HtmlAnchorElement, Url};

use crate::{
    texts::{Texts, tr},
    ui::{
        deck::Deck,
        icon::{Icon, Shape},
        lean::*,
        model::{Saving, saving},
        saves::blob_of,
    },
};

/// How long the object URL of a saved file stays valid, because some browsers start late.
const URL_LIFETIME: std::time::Duration = std::time::Duration::from_secs(60);
/// The size up to which an image is drawn. Decoding takes much more memory than the file.
const MAX_IMAGE: u64 = 32_000_000;

/// Returns whether a file is an image.
pub(super) fn is_image(file: &OutputFile) -> bool {
    file.media_type.starts_with("image/")
}

/// Returns the contents of an image that is small enough to be drawn.
pub(super) fn drawn_image(file: &OutputFile) -> Option<Blob> {
    blob_of(file).filter(|_| is_image(file) && file.size <= MAX_IMAGE)
}

/// A file that can be saved, with a preview if it is an image.
#[component]
pub(super) fn FileView(file: OutputFile) -> impl IntoView {
    let texts = Deck::of_context().texts();
    let preview = drawn_image(&file).and_then(|blob| preview(texts, &blob, &file.name));
    view! {
        <div class="td-part">
            {preview} <div class="td-file">
                <Icon shape=Shape::FILE />
                <FileLine file=file />
            </div>
        </div>
    }
}

/// The name and the size of a file, and the button that saves it.
#[component]
pub(super) fn FileLine(file: OutputFile) -> impl IntoView {
    let texts = Deck::of_context().texts();
    let name = file.name.to_string();
    let Saving { text, is_larger } = saving(texts, file.before, file.size);
    let larger = is_larger.then(|| view! { <Icon shape=Shape::WARNING /> });
    view! {
        <div class="td-file-name">
            <span>
                <bdi>{name}</bdi>
            </span>
            <span class="td-quiet td-saving" class:td-larger=is_larger>
                {larger} <span>
                    <bdi>{text}</bdi>
                </span>
            </span>
        </div>
        <SaveButton file=file />
    }
}

/// Saves a file, and shows that it was saved.
#[component]
fn SaveButton(file: OutputFile) -> impl IntoView {
    let deck = Deck::of_context();
    if blob_of(&file).is_none() {
        return view! { <span class="td-quiet">{tr!(deck, "No longer kept")}</span> }.into_any();
    }
    let name = file.name.to_string();
    let of_file = file.clone();
    let is_saved = Memo::new(move |_| deck.saves.is_saved(&of_file));
    let shape = Signal::derive(move || match is_saved.get() {
        true => Shape::TICK,
        false => Shape::SAVE,
    });
    view! {
        <button
            type="button"
            class="td-button td-small"
            class:td-done=move || is_saved.get()
            aria-label=move || match is_saved.get() {
                true => tr!(deck, "Saved {name}", name = name),
                false => tr!(deck, "Save {name}", name = name),
            }
            on:click=move |_| deck.saves.save_one(deck, &file)
        >
            <Icon shape=shape />
            <span>
                {move || match is_saved.get() {
                    true => tr!(deck, "Saved"),
                    false => tr!(deck, "Save"),
                }}
            </span>
        </button>
    }
    .into_any()
}

/// A preview of an image. Its object URL is revoked on unmount.
fn preview(texts: Texts, blob: &Blob, name: &str) -> Option<impl IntoView + use<>> {
    let address = object_url(blob)?;
    Some(view! {
        <img class="td-preview" src=address alt=tr!(texts, "Preview of {name}", name = name) decoding="async" />
    })
}

/// Creates an object URL that is revoked with the current owner.
pub(super) fn object_url(blob: &Blob) -> Option<String> {
    let address = Url::create_object_url_with_blob(blob).ok()?;
    let revoked = address.clone();
    on_cleanup(move || {
        // Revoking an unknown URL is not an error.
        let _ = Url::revoke_object_url(&revoked);
    });
    Some(address)
}

/// Saves a file by clicking a link to it.
pub(crate) fn save(blob: &Blob, name: &str) {
    // Browsers append an extension of the media type to a name without one: SHA256SUMS.txt.
    let untyped = (!name.contains('.')).then(|| {
        let size = blob.size();
        blob.slice_with_f64_and_f64_and_content_type(0.0, size, "application/octet-stream")
    });
    let blob = untyped.and_then(Result::ok).unwrap_or_else(|| blob.clone());
    let Ok(address) = Url::create_object_url_with_blob(&blob) else {
        return;
    };
    if let Ok(link) = document().create_element("a") {
        let link: HtmlAnchorElement = link.unchecked_into();
        link.set_href(&address);
        link.set_download(name);
        link.click();
    }
    set_timeout(
        move || {
            let _ = Url::revoke_object_url(&address);
        },
        URL_LIFETIME,
    );
}
