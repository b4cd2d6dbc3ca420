//! A result with its parts.

use crate::ui::lean::*;
use taskdeck_core::{Output, OutputPart};

use super::{file::FileView, json::JsonView, series::SeriesView, table::TableView, text::TextView};

/// A result with its parts, each shown by its kind.
#[component]
pub(crate) fn OutputView(output: Output) -> impl IntoView {
    let parts = output
        .parts
        .into_iter()
        .map(|part| match part {
            OutputPart::Text { label, text } => {
                view! { <TextView label=label text=text /> }.into_any()
            }
            OutputPart::File(file) => view! { <FileView file=file /> }.into_any(),
            OutputPart::Table(table) => view! { <TableView table=table /> }.into_any(),
            OutputPart::Series(series) => view! { <SeriesView series=series /> }.into_any(),
            OutputPart::Json(value) => view! { <JsonView value=value /> }.into_any(),
        })
        .collect_view();
    view! { <div class="td-output">{parts}</div> }
}
