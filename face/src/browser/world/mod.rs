//! The world that a supervisor runs in: clock, turns, frames.

pub(crate) mod browser_world;
pub(crate) mod config;
pub(crate) mod frame;
pub(crate) mod oneshot;
pub(crate) mod timer;
pub(crate) mod turn;
