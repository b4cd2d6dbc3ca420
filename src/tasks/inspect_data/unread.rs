//! The problems of parts of a document that are not read.

use std::ops::ControlFlow;

use serde_json::value::RawValue;
use taskdeck_core::{Arg, Message, message};

use super::{
    LONGEST,
    element::{error_at, error_words},
    rows::Rows,
    text::Text,
};

/// Returns why something is not JSON.
pub(super) fn not_json(why: Message) -> Message {
    message!("Not JSON ({why})", why = why)
}

/// Returns the problem of an element that is left out.
pub(super) fn left_out(text: &Text, length: usize, error: &serde_json::Error) -> Message {
    let (first, last) = (text.place().line, text.place_at(length).line);
    let why = error_words(error);
    match first == last {
        true => message!("Not JSON ({why}): this value is left out", why = why),
        false => message!(
            "Not JSON ({why}): lines {first} to {last} are left out",
            why = why,
            first = first.to_string(),
            last = last.to_string()
        ),
    }
}

/// Returns the problem of text after which nothing can be read.
pub(super) fn not_read_further(why: Message) -> Message {
    message!("Not JSON ({why}): nothing more is read", why = why)
}

/// Adds the problem of an element that is never closed.
pub(super) fn unreadable(text: &Text, rows: &mut Rows, most: usize) -> ControlFlow<()> {
    let rest = text.rest();
    // The longest element may end within a character.
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
    let what = || not_read_further(error_words(error));
    rows.problems
        .add(|| text.place_at(error_at(raw, error)), what);
    ControlFlow::Break(())
}

pub(super) fn too_long(text: &Text, rows: &mut Rows) -> ControlFlow<()> {
    let what = || {
        message!(
            "This value has more than {size}: nothing more is read",
            size = Arg::bytes(LONGEST)
        )
    };
    rows.problems.add(|| text.place(), what);
    ControlFlow::Break(())
}
