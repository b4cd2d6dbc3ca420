//! The reporter of a component tree.

use std::fmt;

use reactive_graph::owner::{provide_context, use_context};

use super::Reporter;

/// Provides a reporter to everything below the current reactive owner.
pub fn provide_reporter(reporter: Reporter) {
    provide_context(reporter);
}

/// Returns the reporter of the current reactive owner.
///
/// # Errors
///
/// [`NoReporter`] if none was provided.
pub fn use_reporter() -> Result<Reporter, NoReporter> {
    use_context().ok_or(NoReporter)
}

/// No reporter was provided here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoReporter;

impl fmt::Display for NoReporter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "no reporter was provided here: call provide_reporter(Reporter::new(&supervisor)) in a \
             component above this one, and use_reporter() inside of components only, not in a future \
             or an event listener",
        )
    }
}

impl std::error::Error for NoReporter {}
