//! A text that can be copied.

use std::sync::Arc;

use taskdeck_core::Message;

use super::LongText;
use crate::{
    texts::{tr, use_texts},
    ui::{copy_button::CopyButton, lean::*},
};

/// A text with its label and a copy button.
#[component]
pub(super) fn TextView(label: Message, text: Message) -> impl IntoView {
    let texts = use_texts();
    let (label, text) = (texts.render(&label), Arc::<str>::from(texts.render(&text)));
    let copied = Arc::clone(&text);
    let name = match &*label {
        "" => tr!(texts, "Copy the result"),
        label => tr!(texts, "Copy {name}", name = label),
    };
    view! {
        <div class="td-part">
            <div class="td-part-head">
                <span class="td-part-label">{label.clone()}</span>
                <CopyButton label=tr!(texts, "Copy") name=name text=move || copied.to_string() />
            </div>
            <div class="td-pre">
                <LongText text=text />
            </div>
        </div>
    }
}
