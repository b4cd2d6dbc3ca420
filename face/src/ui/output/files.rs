//! Several files of a result, as a list.

use leptos::{html, wasm_bindgen::JsCast};
use taskdeck_core::OutputFile;
use web_sys::{Blob, HtmlElement};

use super::{
    file::{FileLine, drawn_image, object_url},
    show_more::{SHOWN, ShowMore},
};
use crate::ui::{
    icon::{Icon, Shape},
    in_view::InView,
    lean::*,
};

/// Several files, each with a thumbnail if it is an image.
#[component]
pub(super) fn FileList(files: Vec<OutputFile>) -> impl IntoView {
    let all = files.len();
    let files = StoredValue::new(files);
    let shown = RwSignal::new(SHOWN);
    let list = NodeRef::<html::Ul>::new();
    let items = move || {
        files.with_value(|files| {
            files
                .iter()
                .take(shown.get())
                .cloned()
                .enumerate()
                .collect()
        })
    };
    let last = move || -> Option<HtmlElement> { Some(list.get_untracked()?.unchecked_into()) };
    view! {
        <div class="td-part">
            <ul class="td-files" node_ref=list tabindex="-1">
                <For
                    each=items
                    key=|(index, _): &(usize, OutputFile)| *index
                    children=|(_, file): (usize, OutputFile)| {
                        view! {
                            <li class="td-file">
                                <Thumbnail file=file.clone() />
                                <FileLine file=file />
                            </li>
                        }
                    }
                />
            </ul>
            <ShowMore shown=shown all=Signal::stored(all) stay=last />
        </div>
    }
}

/// A small picture of an image, made once it comes into view; an icon for any other file. The name beside it says what
/// it is.
#[component]
fn Thumbnail(file: OutputFile) -> impl IntoView {
    let Some(blob) = drawn_image(&file) else {
        return view! { <Icon shape=Shape::FILE /> }.into_any();
    };
    let place = NodeRef::<html::Span>::new();
    let is_in_view = InView::once(place);
    let blob = StoredValue::new(blob);
    let image = move || {
        let drawn =
            |blob: &Blob| Some(view! { <img src=object_url(blob)? alt="" decoding="async" /> });
        is_in_view.get().then(|| blob.with_value(drawn))
    };
    view! {
        <span class="td-thumbnail" node_ref=place>
            {image}
        </span>
    }
    .into_any()
}
