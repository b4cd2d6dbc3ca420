//! The problems of what is not read of a document.

use std::ops::ControlFlow;

use serde_json::value::RawValue;
use taskdeck_core::format::bytes;

use super::{
    LONGEST,
    element::{error_at, error_words},
    rows::Rows,
    text::Text,
};

/// How faults that are read over begin.
pub(super) const NOT_JSON: &str = "Not JSON";

/// What is said of an element that is left out.
pub(super) fn left_out(text: &Text, length: usize, error: &serde_json::Error) -> String {
    let (first, last) = (text.place().line, text.place_at(length).line);
    let words = error_words(error);
    match first == last {
        true => format!("{NOT_JSON} ({words}): this value is left out"),
        false => format!("{NOT_JSON} ({words}): lines {first} to {last} are left out"),
    }
}

/// Says why what begins here, which is never closed, is no JSON.
pub(super) fn unreadable(text: &Text, rows: &mut Rows, most: usize) -> ControlFlow<()> {
    let rest = text.rest();
    // What is longest may end within a character.
    let end = (0..=most).rfind(|at| rest.is_char_boundary(*at));
    let raw = &rest[..end.unwrap_or_default()];
    match serde_json::from_str::<&RawValue>(raw) {
        Err(error) => nothing_more(text, rows, raw, &error),
        Ok(_) => ControlFlow::Break(()),
    }
}

pub(super) fn nothing_more(
    text: &Text,
    rows: &mut Rows,
    raw: &str,
    error: &serde_json::Error,
) -> ControlFlow<()> {
    let what = || format!("{NOT_JSON} ({}): nothing more is read", error_words(error));
    rows.problems
        .add(|| text.place_at(error_at(raw, error)), what);
    ControlFlow::Break(())
}

pub(super) fn too_long(text: &Text, rows: &mut Rows) -> ControlFlow<()> {
    let what = || {
        format!(
            "This value has more than {}: nothing more is read",
            bytes(LONGEST as u64)
        )
    };
    rows.problems.add(|| text.place(), what);
    ControlFlow::Break(())
}
