//! The errors of the moment, which the modal pages through.

use std::{collections::BTreeMap, sync::Arc};

use super::{ErrorReport, Reporter, state::State};

impl Reporter {
    /// Opens the modal with these errors first, and then every other error that is unread, or in a toast or a banner.
    /// Returns `false` if the modal could not be drawn; a toast then shows the last one.
    pub fn open_with_others(&self, errors: impl IntoIterator<Item = Arc<ErrorReport>>) -> bool {
        let mut pages: Vec<_> = errors.into_iter().collect();
        let mut others = self.inner.state.borrow().errors_of_the_moment();
        for page in &pages {
            others.remove(&page.number);
        }
        pages.extend(others.into_values());
        self.inner.open_on_request(pages)
    }
}

impl State {
    /// Returns the errors that are unread, or in a toast or a banner, by their numbers.
    fn errors_of_the_moment(&self) -> BTreeMap<u64, Arc<ErrorReport>> {
        let reports = (self.history.unread_reports())
            .chain(self.tray.reports())
            .chain(self.storms.reports())
            .chain(self.open_failures.reports());
        reports
            .map(|report| (report.number, report.clone()))
            .collect()
    }
}
