//! Saves the timeline as a file.

use super::{
    RECENT,
    model::{ExportData, as_json, as_trace},
    state::State,
};
use crate::{
    browser::blob,
    format::utc,
    ui::{lean::*, output::file::save as save_file},
};
use js_sys::Array;

/// The format of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ExportFormat {
    /// JSON.
    Json,
    /// A trace in Chrome's format.
    Trace,
}

/// Saves what the timeline shows.
pub(super) fn save(state: State, format: ExportFormat) {
    let supervisor = state.deck.supervisor();
    let frames = untrack(|| state.frames.since(0.0)).unwrap_or_default();
    // The state at this moment, not at the last paint.
    let now = supervisor.world().now();
    let range = state.span.get_untracked().range(state.bounds());
    let chart = state.chart.get_untracked();
    let data = ExportData {
        chart: &chart,
        range,
        now,
        saved_at: &utc(&supervisor, now),
        polls: &supervisor.performance().poll_times(),
        blockers: &supervisor.performance().blockers(RECENT),
        frames: &frames,
    };
    let (name, text) = match format {
        ExportFormat::Json => ("taskdeck-performance.json", as_json(data)),
        ExportFormat::Trace => ("taskdeck-trace.json", as_trace(data)),
    };
    if let Ok(blob) = blob(&Array::of1(&text.into()), "application/json") {
        save_file(&blob, name);
    }
}
