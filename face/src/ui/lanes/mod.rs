//! The lanes: their use, and the controls of their limits.

mod control;
mod others;

pub(super) use self::{control::LaneControl, others::OtherLanes};
