//! A value that has no other face.

use leptos::prelude::*;
use serde_json::Value;

use super::text::TextFace;

/// A value that has no other face, written out.
#[component]
pub(super) fn JsonFace(value: Value) -> impl IntoView {
    // Every value can be written; a text of it is never missing.
    let text = serde_json::to_string_pretty(&value).unwrap_or_else(|_| value.to_string());
    view! { <TextFace label="".into() text=text.into() /> }
}
