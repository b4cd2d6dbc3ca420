//! The numbers by which words cross to JavaScript.
//!
//! `widget/js/words.js` alone defines their order. `widget/build.rs` generates the constants from it.

use std::borrow::Cow;

use taskdeck_core::{CancelReason, ErrorKind, Overlap, Priority, RunStatus};

include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// The status of a run that is not kept.
pub(super) const UNKNOWN: u32 = statuses::COUNT;

pub(super) fn status(status: RunStatus) -> u32 {
    match status {
        RunStatus::Queued => statuses::QUEUED,
        RunStatus::Running => statuses::RUNNING,
        RunStatus::Cancelling => statuses::CANCELLING,
        RunStatus::Completed => statuses::COMPLETED,
        RunStatus::Failed => statuses::FAILED,
        RunStatus::Cancelled => statuses::CANCELLED,
    }
}

pub(super) fn kind(kind: ErrorKind) -> u32 {
    match kind {
        ErrorKind::Error => kinds::ERROR,
        ErrorKind::Panic => kinds::PANIC,
        ErrorKind::Timeout => kinds::TIMEOUT,
        ErrorKind::Lost => kinds::LOST,
    }
}

/// Returns the index of a reason in `REASONS`, and the text of a reason that the caller wrote.
pub(super) fn reason(reason: &CancelReason) -> (u32, Option<Cow<'_, str>>) {
    let reason = match reason {
        CancelReason::User => reasons::USER,
        CancelReason::Caller => reasons::CALLER,
        CancelReason::Parent => reasons::PARENT,
        CancelReason::Replaced => reasons::REPLACED,
        CancelReason::Skipped => reasons::SKIPPED,
        CancelReason::Timeout => reasons::TIMEOUT,
        CancelReason::Shutdown => reasons::SHUTDOWN,
        CancelReason::Owner => reasons::OWNER,
        CancelReason::Other(text) => return (reasons::COUNT, Some(text.english())),
    };
    (reason, None)
}

pub(super) fn priority(number: u32) -> Priority {
    match number {
        priorities::USER_BLOCKING => Priority::UserBlocking,
        priorities::USER_VISIBLE => Priority::UserVisible,
        _ => Priority::Background,
    }
}

/// Returns the index of a priority in `PRIORITIES`.
pub(super) fn priority_number(priority: Priority) -> u32 {
    match priority {
        Priority::UserBlocking => priorities::USER_BLOCKING,
        Priority::UserVisible => priorities::USER_VISIBLE,
        Priority::Background => priorities::BACKGROUND,
    }
}

pub(super) fn overlap(number: u32) -> Overlap {
    match number {
        overlaps::ALLOW => Overlap::Allow,
        overlaps::QUEUE => Overlap::Queue,
        overlaps::DROP => Overlap::Drop,
        overlaps::RESTART => Overlap::Restart,
        overlaps::KEEP_LATEST => Overlap::KeepLatest,
        overlaps::JOIN => Overlap::Join,
        _ => Overlap::Refuse,
    }
}
