//! Measurements over time: a small picture with its table.

use taskdeck_core::{Series, number::plain};

use super::table::TableFace;
use crate::{
    format::unix_date_and_time,
    texts::use_texts,
    ui::{
        lean::*,
        model::{Column, SERIES_HEIGHT, SERIES_ROOM, columns, series_summary, series_table},
    },
};

/// How wide a column of the picture is, with the room beside it.
const STEP: f64 = 4.0;

/// Measurements over time: a small picture, what it shows in words, and its table.
#[component]
pub(super) fn SeriesFace(series: Series) -> impl IntoView {
    let texts = use_texts();
    let table = series_table(texts, &series, |at| unix_date_and_time(texts, at));
    let summary = series_summary(texts, &series);
    let label = texts.render(&series.label);
    let name = format!("{label}: {summary}");
    let drawn = columns(&series).into_iter().map(draw).collect_view();
    let (width, height) = (plain(SERIES_ROOM as f64 * STEP), plain(SERIES_HEIGHT));
    let frame = format!("0 0 {width} {height}");
    view! {
        <div class="td-part">
            <div class="td-part-head">
                <span class="td-part-label">{label}</span>
            </div>
            <svg class="td-series" viewBox=frame preserveAspectRatio="none" role="img" aria-label=name>
                {drawn}
            </svg>
            <p class="td-quiet td-series-words">{summary}</p>
        </div>
        <TableFace table=table />
    }
}

/// A bar; a hollow one where something failed, a dashed one of full height where nothing came: told
/// apart by shape, not only by colour.
fn draw(column: Column) -> impl IntoView {
    let left = column.place as f64 * STEP;
    let top = SERIES_HEIGHT - column.height;
    let class = match column {
        Column {
            measured: false, ..
        } => "td-series-nothing",
        Column { failed: true, .. } => "td-series-failed",
        _ => "td-series-bar",
    };
    view! { <rect class=class x=plain(left + 0.5) y=plain(top) width=plain(STEP - 1.0) height=plain(column.height)></rect> }
}
