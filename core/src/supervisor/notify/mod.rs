//! How changes reach callbacks, listeners, streams and signals.

pub(crate) mod deliver;
pub(crate) mod events;
pub(crate) mod listen;
pub(crate) mod parts;
pub(crate) mod report;
