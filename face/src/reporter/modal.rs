//! What the error modal shows.

use std::sync::Arc;

use super::{ErrorReport, toast::KEPT_REPORTS};

/// What the error modal shows while it is open.
#[derive(Clone, Debug, PartialEq)]
pub struct Modal {
    /// The errors to page through, in the order in which they came; at most [`KEPT_REPORTS`].
    /// Newcomers are added at the end and change nothing else.
    pub pages: Vec<Arc<ErrorReport>>,
    /// How many errors joined for which there was no page left; they are under the bell.
    pub beyond: usize,
    /// Whether it opened without a person asking for it.
    pub by_itself: bool,
    /// How many pages there were when it opened.
    opened_with: usize,
}

impl Modal {
    pub(crate) fn new(mut pages: Vec<Arc<ErrorReport>>, by_itself: bool) -> Self {
        let beyond = pages.len().saturating_sub(KEPT_REPORTS);
        pages.truncate(KEPT_REPORTS);
        Self {
            opened_with: pages.len(),
            pages,
            beyond,
            by_itself,
        }
    }

    pub(crate) fn join(&mut self, report: Arc<ErrorReport>) {
        if self.pages.len() < KEPT_REPORTS {
            self.pages.push(report);
        } else {
            self.beyond += 1;
        }
    }

    /// The errors that joined and were not looked at by somebody who saw this many pages.
    pub(crate) fn unseen(mut self, seen: usize) -> Vec<Arc<ErrorReport>> {
        let seen = seen.max(self.opened_with).min(self.pages.len());
        self.pages.split_off(seen)
    }
}
