//! The content of the error modal.

use std::sync::Arc;

use super::{ErrorReport, toast::KEPT_REPORTS};

/// The content of the error modal while it is open.
#[derive(Clone, Debug, PartialEq)]
pub struct Modal {
    /// The errors to page through, oldest first; at most [`KEPT_REPORTS`]. Later errors are
    /// appended, so no page changes.
    pub pages: Vec<Arc<ErrorReport>>,
    /// The number of further errors, which have no page and are only in the history.
    pub beyond: usize,
    /// Whether it opened without a request by the user.
    pub by_itself: bool,
    /// The number of pages when it opened.
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

    /// Returns whether an error is on one of the first `seen` pages.
    pub(crate) fn has_seen(&self, seen: usize, report: &ErrorReport) -> bool {
        let mut pages = self.pages.iter().take(seen);
        pages.any(|page| page.number == report.number)
    }

    /// Returns the errors after the first `seen` pages. Pages that were there from the start count
    /// as seen.
    pub(crate) fn unseen(mut self, seen: usize) -> Vec<Arc<ErrorReport>> {
        let seen = seen.max(self.opened_with).min(self.pages.len());
        self.pages.split_off(seen)
    }
}
