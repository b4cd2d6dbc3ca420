//! A file of a result.

use leptos::wasm_bindgen::JsCast;
use send_wrapper::SendWrapper;
use taskdeck_core::OutputFile;
use web_sys::{Blob, File, HtmlAnchorElement, Url};

use crate::{
    format::bytes,
    texts::{Texts, tr, use_texts},
    ui::{
        icon::{Icon, Shape},
        lean::*,
    },
};

/// How long the object URL of a saved file stays valid, because some browsers start late.
const URL_LIFETIME: std::time::Duration = std::time::Duration::from_secs(60);
/// The size up to which an image has a preview. Decoding takes much more memory than the file.
const MAX_PREVIEW: u64 = 32_000_000;

/// A file that can be saved, with a preview if it is an image.
#[component]
pub(super) fn FileView(file: OutputFile) -> impl IntoView {
    let texts = use_texts();
    let blob = file.handle::<Blob>().cloned().or_else(|| {
        file.handle::<File>()
            .map(|file| file.clone().unchecked_into())
    });
    let (name, size) = (file.name.clone(), bytes(texts, file.size as f64));
    let is_image = file.media_type.starts_with("image/") && file.size <= MAX_PREVIEW;
    let preview = blob
        .as_ref()
        .filter(|_| is_image)
        .and_then(|blob| preview(texts, blob, &name));
    let save = match blob {
        Some(blob) => {
            let blob = SendWrapper::new(blob);
            let saved_as = name.clone();
            view! {
                <button
                    type="button"
                    class="td-button td-small"
                    aria-label=tr!(texts, "Save {name}", name = name)
                    on:click=move |_| save(&blob, &saved_as)
                >
                    <Icon shape=Shape::SAVE />
                    {tr!(texts, "Save")}
                </button>
            }
            .into_any()
        }
        None => view! { <span class="td-quiet">{tr!(texts, "No longer kept")}</span> }.into_any(),
    };
    view! {
        <div class="td-part">
            {preview}
            <div class="td-file">
                <Icon shape=Shape::FILE />
                <div class="td-file-name">
                    <span dir="auto">{name.to_string()}</span>
                    <span class="td-quiet">{size}</span>
                </div>
                {save}
            </div>
        </div>
    }
}

/// A preview of an image. Its object URL is revoked on unmount.
fn preview(texts: Texts, blob: &Blob, name: &str) -> Option<impl IntoView + use<>> {
    let address = Url::create_object_url_with_blob(blob).ok()?;
    let revoked = address.clone();
    on_cleanup(move || {
        // Revoking an unknown URL is not an error.
        let _ = Url::revoke_object_url(&revoked);
    });
    Some(view! {
        <img class="td-preview" src=address alt=tr!(texts, "Preview of {name}", name = name) decoding="async" />
    })
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
