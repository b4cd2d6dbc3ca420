//! The use of a lane.

use crate::{Limit, Message, Rate};

/// The use of a lane at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LaneUse {
    /// The number of slots.
    pub limit: Limit,
    /// The number of slots that are taken. It is over the limit for a while after that was lowered.
    pub taken: usize,
    /// The number of runs that wait for a slot.
    pub waiting: usize,
    /// The rate of starts, if there is one.
    pub rate: Option<Rate>,
    /// Why the lane is suspended, if it is.
    pub suspended: Option<Message>,
}
