//! A result with its parts.

use crate::ui::lean::*;
use taskdeck_core::{Output, OutputFile, OutputPart};

use super::{
    file::{FileView, is_image},
    files::FileList,
    json::JsonView,
    series::SeriesView,
    table::TableView,
    text::TextView,
};
use crate::ui::model::files;

/// A result with its parts, each shown by its kind. Files that follow each other are a list, unless one of them is the only
/// image of the result: that one has a large preview.
#[component]
pub(crate) fn OutputView(output: Output) -> impl IntoView {
    let images = files(&output).filter(|file| is_image(file)).count();
    let mut parts: Vec<AnyView> = Vec::new();
    let mut group: Vec<OutputFile> = Vec::new();
    for part in output.parts {
        let part = match part {
            OutputPart::File(file) => {
                group.push(file);
                continue;
            }
            OutputPart::Text { label, text } => {
                view! { <TextView label=label text=text /> }.into_any()
            }
            OutputPart::Table(table) => view! { <TableView table=table /> }.into_any(),
            OutputPart::Series(series) => view! { <SeriesView series=series /> }.into_any(),
            OutputPart::Json(value) => view! { <JsonView value=value /> }.into_any(),
        };
        parts.extend(file_views(std::mem::take(&mut group), images));
        parts.push(part);
    }
    parts.extend(file_views(group, images));
    view! { <div class="td-output">{parts}</div> }
}

fn file_views(group: Vec<OutputFile>, images: usize) -> Vec<AnyView> {
    if group.len() > 1 && images != 1 {
        return vec![view! { <FileList files=group /> }.into_any()];
    }
    let one = |file| view! { <FileView file=file /> }.into_any();
    group.into_iter().map(one).collect()
}
