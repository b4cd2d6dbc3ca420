//! A lane at one moment.

use std::sync::Arc;

use crate::{Limit, Rate};

/// A lane at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LaneUse {
    /// How many slots it has.
    pub limit: Limit,
    /// How many of them are taken; more than the limit for a while after it was lowered.
    pub taken: usize,
    /// How many runs wait for one.
    pub waiting: usize,
    /// How many may start in a time, where that is limited.
    pub rate: Option<Rate>,
    /// Why it starts nobody, while it is suspended.
    pub suspended: Option<Arc<str>>,
}
