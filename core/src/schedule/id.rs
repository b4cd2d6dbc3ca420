//! Ids of schedules.

use std::{fmt, num::NonZeroU64};

/// The id of a schedule: unique within its supervisor and never used again. Ids are in the order in which the
/// schedules were made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ScheduleId(NonZeroU64);

impl ScheduleId {
    pub(crate) const FIRST: Self = Self(NonZeroU64::MIN);

    pub(crate) fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// Returns the id as a number, for keys of lists and for maps outside Rust.
    #[must_use]
    pub fn as_u64(self) -> u64 {
        self.0.get()
    }

    /// Returns the id that [`as_u64`](Self::as_u64) has converted; `None` for 0, which no schedule has.
    #[must_use]
    pub fn from_u64(number: u64) -> Option<Self> {
        NonZeroU64::new(number).map(Self)
    }
}

impl fmt::Display for ScheduleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}
