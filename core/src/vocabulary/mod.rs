//! The small types that all rooms use: ids, statuses, errors, points in time.

pub(crate) mod amount;
pub(crate) mod cancel_reason;
pub(crate) mod error;
pub(crate) mod id;
pub(crate) mod instant;
pub(crate) mod limit;
pub(crate) mod log;
pub(crate) mod priority;
pub(crate) mod progress;
pub(crate) mod refusal;
pub(crate) mod status;
