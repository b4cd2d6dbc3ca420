//! How changes reach callbacks, observers, streams and signals.
//!
//! A change of a run is shown to its signals at once (`changes`), progress with the next frame (`frame`). What
//! callbacks and subscribers receive is queued as notices, which `deliver` delivers in a later turn.

pub(crate) mod changes;
pub(crate) mod deliver;
pub(crate) mod events;
pub(crate) mod frame;
pub(crate) mod progress;
pub(crate) mod report;
pub(crate) mod subscribe;
