//! How a run is accepted: spawned, started from a task, retried, joined, or refused.

pub(crate) mod admit;
pub(crate) mod circles;
pub(crate) mod joined;
pub(crate) mod overlap;
pub(crate) mod request;
pub(crate) mod retry;
pub(crate) mod spawn;
pub(crate) mod spawn_child;
pub(crate) mod tasks;
