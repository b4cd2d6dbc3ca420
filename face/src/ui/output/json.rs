//! A value of any other kind.

use serde_json::Value;

use super::text::TextView;
use crate::{format::pretty_json, ui::lean::*};

/// A value of any other kind, as JSON.
#[component]
pub(super) fn JsonView(value: Value) -> impl IntoView {
    let text = pretty_json(&value);
    view! { <TextView label=taskdeck_core::Message::EMPTY text=text.into() /> }
}
