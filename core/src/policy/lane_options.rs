//! How a lane is set up.

use super::Rate;
use crate::{Limit, ZeroLimit};

/// How a lane is set up: how many slots it has, and how many starts in a time.
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
    /// How many slots it has: as many as are wanted.
    pub limit: Limit,
    /// How many runs may start in a time: as many as there are.
    pub rate: Option<Rate>,
}

impl LaneOptions {
    /// A lane with this number of slots.
    #[must_use]
    pub fn new(limit: Limit) -> Self {
        Self { limit, rate: None }
    }

    /// A lane with at most this many slots.
    ///
    /// # Errors
    ///
    /// [`ZeroLimit`] for 0.
    pub fn at_most(slots: usize) -> Result<Self, ZeroLimit> {
        Limit::at_most(slots).map(Self::new)
    }

    /// The same with at most so many starts in a time.
    #[must_use]
    pub fn rate(mut self, rate: Rate) -> Self {
        self.rate = Some(rate);
        self
    }
}

impl Default for LaneOptions {
    /// A lane without limits.
    fn default() -> Self {
        Self::new(Limit::UNLIMITED)
    }
}
