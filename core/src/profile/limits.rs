//! The limits above which a figure of a run is a lint.

use std::time::Duration;

/// The length above which a poll blocks the page: what browsers call a long task.
pub const LONG_POLL: Duration = Duration::from_millis(50);

/// The time after which a body that has neither reported progress nor logged a line counts as silent.
pub(crate) const SILENCE: Duration = Duration::from_secs(10);

/// The number of wake-ups below which their causes are not judged.
pub(super) const ENOUGH_WAKES: u32 = 10;
