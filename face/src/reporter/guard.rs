//! Keeps an error that is reported during a drawing from being drawn itself.

use std::{mem, sync::Arc};

use super::ErrorReport;

/// Whether an error is being drawn, and the errors reported meanwhile.
///
/// Those join the drawing under way. Drawing them by themselves could fail in the same way, without
/// end.
#[derive(Debug, Default)]
pub(crate) enum Guard {
    #[default]
    Idle,
    Drawing(Vec<Arc<ErrorReport>>),
}

impl Guard {
    /// Begins a drawing. Returns `false` if one is under way.
    pub(crate) fn begin(&mut self) -> bool {
        let idle = matches!(self, Self::Idle);
        if idle {
            *self = Self::Drawing(Vec::new());
        }
        idle
    }

    /// Ends the drawing and returns the errors reported meanwhile.
    pub(crate) fn end(&mut self) -> Vec<Arc<ErrorReport>> {
        match mem::take(self) {
            Self::Idle => Vec::new(),
            Self::Drawing(joined) => joined,
        }
    }

    /// Adds an error to the drawing under way. Returns `false` if there is none.
    pub(crate) fn join(&mut self, report: &Arc<ErrorReport>) -> bool {
        match self {
            Self::Idle => false,
            Self::Drawing(joined) => {
                joined.push(report.clone());
                true
            }
        }
    }
}
