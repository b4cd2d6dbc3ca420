//! Requests, and why one failed.

pub(crate) mod fetch;
pub(crate) mod request_recorder;
