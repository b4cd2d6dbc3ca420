//! Measurements over time: a chart with its table.

use taskdeck_core::{Series, number::plain};

use super::table::TableView;
use crate::{
    format::unix_date_and_time,
    texts::use_texts,
    ui::{
        lean::*,
        model::{Column, SERIES_HEIGHT, SERIES_ROOM, columns, series_summary, series_table},
    },
};

/// The width of a column with its gap.
const STEP: f64 = 4.0;

/// Measurements over time: a chart, the same as a sentence, and a table.
#[component]
pub(super) fn SeriesView(series: Series) -> impl IntoView {
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
        <TableView table=table />
    }
}

/// A column: hollow for a failure, dashed and of full height without a value. The shapes differ, not only the
/// colours.
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
