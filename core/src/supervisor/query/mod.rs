//! Queries: runs, lists, the overview, why a run waits, where the time went.

pub(crate) mod lists;
pub(crate) mod output;
pub(crate) mod overview;
pub(crate) mod profile;
pub(crate) mod run;
pub(crate) mod snapshot;
pub(crate) mod waiting;
