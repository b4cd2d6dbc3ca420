//! Everything by which a run ends.

pub(crate) mod abandon;
pub(crate) mod attempts;
pub(crate) mod cancel;
pub(crate) mod family;
pub(crate) mod life;
pub(crate) mod overdue;
pub(crate) mod shutdown;
pub(crate) mod wait;
