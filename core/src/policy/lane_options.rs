//! The options of a lane.

use super::Rate;
use crate::{Limit, ZeroLimit};

/// The options of a lane: the number of its slots, and the rate of its starts.
///
/// ```
/// use std::time::Duration;
/// use taskdeck_core::{LaneOptions, Rate};
///
/// let gentle = LaneOptions::at_most(2)?.rate(Rate::new(10, Duration::from_secs(1))?);
/// assert_eq!(gentle.limit.get(), 2);
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LaneOptions {
    /// The number of slots: unlimited.
    pub limit: Limit,
    /// The rate of starts: unlimited.
    pub rate: Option<Rate>,
}

impl LaneOptions {
    /// Creates options with this number of slots.
    #[must_use]
    pub fn new(limit: Limit) -> Self {
        Self { limit, rate: None }
    }

    /// Creates options with at most this many slots.
    ///
    /// # Errors
    ///
    /// [`ZeroLimit`] for 0.
    pub fn at_most(slots: usize) -> Result<Self, ZeroLimit> {
        Limit::at_most(slots).map(Self::new)
    }

    /// Sets the rate of starts.
    #[must_use]
    pub fn rate(mut self, rate: Rate) -> Self {
        self.rate = Some(rate);
        self
    }
}

impl Default for LaneOptions {
    /// Creates options without limits.
    fn default() -> Self {
        Self::new(Limit::UNLIMITED)
    }
}
