//! Priorities.

use serde::{Deserialize, Serialize};

/// Which queued run starts first. Among equals, the one that was ready first does.
///
/// The names are those of the browser's task scheduler (`scheduler.postTask`).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Priority {
    /// A person waits for it and cannot go on.
    UserBlocking,
    /// A person sees it happen.
    #[default]
    UserVisible,
    /// No person would notice if it came later.
    Background,
}
