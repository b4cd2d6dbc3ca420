//! Ids of runs.

use std::{fmt, num::NonZeroU32};

/// The internal id of a run: unique within its supervisor and never used again.
///
/// Equal ids of two supervisors refer to two different runs. The default is the id of no run.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RunId {
    index: u32,
    version: NonZeroU32,
}

impl RunId {
    /// Creates the id of an entry. Versions in use are odd.
    pub(crate) const fn new(index: u32, version: NonZeroU32) -> Self {
        Self { index, version }
    }

    pub(crate) fn index(self) -> u32 {
        self.index
    }

    pub(crate) fn version(self) -> NonZeroU32 {
        self.version
    }

    /// Returns the id as a number, for keys of lists and for maps outside Rust.
    #[must_use]
    pub fn as_u64(self) -> u64 {
        u64::from(self.version.get()) << 32 | u64::from(self.index)
    }

    /// Returns the id that [`as_u64`](Self::as_u64) has converted.
    #[must_use]
    pub fn from_u64(number: u64) -> Self {
        let version = NonZeroU32::MIN | (number >> 32) as u32;
        Self::new(number as u32, version)
    }
}

impl Default for RunId {
    fn default() -> Self {
        Self::new(u32::MAX, NonZeroU32::MIN)
    }
}

impl fmt::Debug for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RunId({}v{})", self.index, self.version)
    }
}

impl fmt::Display for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.as_u64())
    }
}
