//! Ids of lanes.

/// The id of a lane within its supervisor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct LaneId(pub(super) u32);

impl LaneId {
    /// The lane `main`, which always exists.
    pub(crate) const MAIN: Self = Self(0);
}
