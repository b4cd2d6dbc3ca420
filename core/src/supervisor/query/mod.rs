//! What can be asked of a supervisor.

pub(crate) mod lists;
pub(crate) mod overview;
pub(crate) mod profile;
pub(crate) mod run;
pub(crate) mod snapshot;
pub(crate) mod waiting;
