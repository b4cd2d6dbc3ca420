//! Words as numbers; `widget/js/words.js` has the same lists in the same order.

use std::borrow::Cow;

use taskdeck_core::{CancelReason, ErrorKind, Overlap, Priority, RunStatus};

/// A run that is not known.
pub(super) const UNKNOWN: u32 = RunStatus::ALL.len() as u32;

pub(super) fn status(status: RunStatus) -> u32 {
    status as u32
}

pub(super) fn kind(kind: ErrorKind) -> u32 {
    kind as u32
}

/// The reason, and the words of a caller's own.
pub(super) fn reason(reason: &CancelReason) -> (u32, Option<Cow<'_, str>>) {
    match reason {
        CancelReason::User => (0, None),
        CancelReason::Parent => (1, None),
        CancelReason::Replaced => (2, None),
        CancelReason::Skipped => (3, None),
        CancelReason::Timeout => (4, None),
        CancelReason::Shutdown => (5, None),
        CancelReason::Owner => (6, None),
        CancelReason::Other(words) => (7, Some(words.english())),
    }
}

pub(super) fn priority(number: u32) -> Priority {
    match number {
        0 => Priority::UserBlocking,
        1 => Priority::UserVisible,
        _ => Priority::Background,
    }
}

pub(super) fn overlap(number: u32) -> Overlap {
    match number {
        0 => Overlap::Allow,
        1 => Overlap::Queue,
        2 => Overlap::Drop,
        3 => Overlap::Restart,
        4 => Overlap::KeepLatest,
        5 => Overlap::Join,
        _ => Overlap::Refuse,
    }
}
