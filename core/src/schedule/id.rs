//! Names of schedules inside a supervisor.

use std::{fmt, num::NonZeroU64};

/// The id of a schedule: unique within its supervisor, never used again, and in the order in which
/// they were made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ScheduleId(NonZeroU64);

impl ScheduleId {
    pub(crate) const FIRST: Self = Self(NonZeroU64::MIN);

    pub(crate) fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The id as one number, for keys of lists and for maps outside of Rust.
    #[must_use]
    pub fn as_u64(self) -> u64 {
        self.0.get()
    }

    /// The id that [`as_u64`](Self::as_u64) made; `None` for 0, which none has.
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
