//! Saves the timeline as a file.

use super::{
    RECENT,
    model::{Shown, as_json, as_trace},
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
pub(super) enum Form {
    /// JSON.
    Json,
    /// A trace in Chrome's format.
    Trace,
}

/// Saves what the timeline shows.
pub(super) fn save(state: State, form: Form) {
    let supervisor = state.deck.supervisor();
    let frames = untrack(|| state.frames.since(0.0)).unwrap_or_default();
    // The state at this moment, not at the last paint.
    let now = supervisor.world().now();
    let range = state.span.get_untracked().range(state.bounds());
    let chart = state.chart.get_untracked();
    let shown = Shown {
        chart: &chart,
        range,
        now,
        saved_at: &utc(&supervisor, now),
        polls: &supervisor.performance().poll_times(),
        blockers: &supervisor.performance().blockers(RECENT),
        frames: &frames,
    };
    let (name, text) = match form {
        Form::Json => ("taskdeck-performance.json", as_json(shown)),
        Form::Trace => ("taskdeck-trace.json", as_trace(shown)),
    };
    if let Ok(blob) = blob(&Array::of1(&text.into()), "application/json") {
        save_file(&blob, name);
    }
}
