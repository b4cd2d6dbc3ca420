//! The errors of the moment, which the modal pages through.

use std::sync::Arc;

use super::{ErrorReport, Reporter, state::State};

impl Reporter {
    /// Opens the modal with these errors first, and then every other error that is unread, or in a toast or a banner.
    /// Returns `false` if the modal could not be drawn; a toast then shows the last one.
    pub fn open_with_others(&self, errors: impl IntoIterator<Item = Arc<ErrorReport>>) -> bool {
        let mut pages: Vec<_> = errors.into_iter().collect();
        let mut others = self.inner().state.borrow().errors_of_the_moment();
        others.retain(|other| pages.iter().all(|page| page.number != other.number));
        pages.extend(others);
        self.inner().open_on_request(pages)
    }
}

impl State {
    /// Returns the errors that are unread, or in a toast or a banner, in the order of their numbers.
    fn errors_of_the_moment(&self) -> Vec<Arc<ErrorReport>> {
        let mut errors = Vec::<Arc<ErrorReport>>::new();
        let reports = (self.history.unread_reports())
            .chain(self.tray.reports())
            .chain(self.storms.reports())
            .chain(self.open_failures.reports());
        for report in reports {
            let at = errors.binary_search_by(|other| other.number.cmp(&report.number));
            if let Err(at) = at {
                errors.insert(at, report.clone());
            }
        }
        errors
    }
}
