//! Which queued run starts first.

use serde::{Deserialize, Serialize};

/// Which queued run starts first, in the browser's words; among equals, the one that came first.
///
/// The names are those of the browser's own task scheduler (`scheduler.postTask`).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Priority {
    /// Somebody waits for it and can do nothing else.
    UserBlocking,
    /// Somebody sees it happen.
    #[default]
    UserVisible,
    /// Nobody would notice if it came later.
    Background,
}
