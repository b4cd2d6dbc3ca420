//! How many at a time.

use std::{fmt, num::NonZeroUsize};

/// A number of slots: at least one, or no limit at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Limit(NonZeroUsize);

impl Limit {
    /// No limit.
    pub const UNLIMITED: Self = Self(NonZeroUsize::MAX);

    /// At most `slots` at a time.
    ///
    /// # Errors
    ///
    /// [`ZeroLimit`] for 0: with no slot nothing would ever run. To hold work back, pause the supervisor.
    pub fn at_most(slots: usize) -> Result<Self, ZeroLimit> {
        NonZeroUsize::new(slots).map(Self).ok_or(ZeroLimit)
    }

    /// The number of slots; [`usize::MAX`] without a limit.
    #[must_use]
    pub fn get(self) -> usize {
        self.0.get()
    }

    /// The number of slots, or `None` without a limit.
    #[must_use]
    pub fn finite(self) -> Option<usize> {
        (self != Self::UNLIMITED).then(|| self.get())
    }
}

impl From<NonZeroUsize> for Limit {
    fn from(slots: NonZeroUsize) -> Self {
        Self(slots)
    }
}

/// A limit of 0 was asked for; it must be at least 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ZeroLimit;

impl fmt::Display for ZeroLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("limit must be at least 1 (to hold runs back, pause the supervisor)")
    }
}

impl std::error::Error for ZeroLimit {}
