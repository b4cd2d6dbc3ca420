//! Lanes: how much of each is used, and its limit as a control.

mod control;
mod others;

pub(super) use self::{control::LaneControl, others::OtherLanes};
