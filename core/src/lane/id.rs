//! Which lane.

/// A lane of a supervisor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct LaneId(pub(super) u32);

impl LaneId {
    /// The lane that is always there.
    pub(crate) const MAIN: Self = Self(0);
}
