//! One run: its record, its body, and what callers see of it.

pub(crate) mod body;
pub(crate) mod brief;
pub(crate) mod callbacks;
pub(crate) mod cell;
pub(crate) mod child_progress;
pub(crate) mod context;
pub(crate) mod counts;
pub(crate) mod ending;
pub(crate) mod family;
pub(crate) mod filter;
pub(crate) mod handle;
pub(crate) mod join;
pub(crate) mod listed;
pub(crate) mod options;
pub(crate) mod ready;
pub(crate) mod record;
pub(crate) mod report;
pub(crate) mod share;
pub(crate) mod snapshot;
pub(crate) mod terms;
#[cfg(feature = "signals")]
pub(crate) mod watch;
pub(crate) mod watchers;
