//! Numbers of slots.

use std::{fmt, num::NonZeroUsize};

/// A number of slots: at least one, or no limit at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Limit(NonZeroUsize);

impl Limit {
    /// No limit.
    pub const UNLIMITED: Self = Self(NonZeroUsize::MAX);

    /// Creates a limit of this many slots.
    ///
    /// # Errors
    ///
    /// [`ZeroLimit`] for 0: without a slot no run would ever start. To hold runs back, pause the supervisor.
    pub fn at_most(slots: usize) -> Result<Self, ZeroLimit> {
        NonZeroUsize::new(slots).map(Self).ok_or(ZeroLimit)
    }

    /// Returns the number of slots; [`usize::MAX`] without a limit.
    #[must_use]
    pub fn get(self) -> usize {
        self.0.get()
    }

    /// Returns the number of slots; `None` without a limit.
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

/// A limit was 0; it must be at least 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ZeroLimit;

impl fmt::Display for ZeroLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("limit must be at least 1 (to hold runs back, pause the supervisor)")
    }
}

impl std::error::Error for ZeroLimit {}
