//! What can be asked of a supervisor.

pub(crate) mod ask;
pub(crate) mod profile;
pub(crate) mod waiting;
