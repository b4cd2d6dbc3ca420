//! Keeps an error that happens while an error is drawn from being drawn itself.

use std::{mem, sync::Arc};

use super::ErrorReport;

/// Whether an error is being drawn, and which others were reported meanwhile.
///
/// Those join what is being drawn. They are never drawn by themselves: drawing them could fail in the
/// same way, for ever.
#[derive(Debug, Default)]
pub(crate) enum Guard {
    #[default]
    Idle,
    Drawing(Vec<Arc<ErrorReport>>),
}

impl Guard {
    /// Begins a drawing; `false` when one is under way.
    pub(crate) fn begin(&mut self) -> bool {
        let idle = matches!(self, Self::Idle);
        if idle {
            *self = Self::Drawing(Vec::new());
        }
        idle
    }

    /// Ends the drawing, and returns what was reported meanwhile.
    pub(crate) fn end(&mut self) -> Vec<Arc<ErrorReport>> {
        match mem::take(self) {
            Self::Idle => Vec::new(),
            Self::Drawing(joined) => joined,
        }
    }

    /// Whether a drawing is under way; the error has then joined it.
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
