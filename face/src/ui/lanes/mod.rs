//! The lanes: their use, and the controls of their limits.

mod control;
mod queue;

pub(super) use self::queue::{LanesMemo, Queue, limits};
