//! How fast a run reports progress.

use std::time::Duration;

use crate::Instant;

const SECOND: Duration = Duration::from_secs(1);

/// How fast a run reports progress. The clock is read once in [`ReportRate::WINDOW`] reports.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ReportRate {
    since: Option<Instant>,
    reports: u32,
    /// The highest number of reports in a second.
    highest: u32,
}

impl ReportRate {
    /// The number of reports in a second above which a run floods.
    pub(crate) const WINDOW: u32 = 1_000;

    /// Counts a report; returns whether its time has to be noted.
    pub(crate) fn count(&mut self) -> bool {
        self.reports = self.reports.saturating_add(1);
        self.since.is_none() || self.reports % Self::WINDOW == 1
    }

    /// Notes the time of the report that was just counted. A window that began less than a second ago goes
    /// on.
    pub(crate) fn note(&mut self, now: Instant) {
        let Some(since) = self.since else {
            self.since = Some(now);
            return;
        };
        let took = now - since;
        if took < SECOND {
            // All reports of the window were made within a second.
            self.highest = self.highest.max(self.reports);
            return;
        }
        let rate = f64::from(self.reports - 1) / took.as_secs_f64();
        self.highest = self.highest.max(rate as u32);
        *self = Self {
            since: Some(now),
            reports: 1,
            highest: self.highest,
        };
    }

    /// Returns whether it never was fast enough for a lint.
    pub(crate) fn is_calm(self) -> bool {
        self.highest <= Self::WINDOW
    }

    /// Returns the highest number of reports in a second.
    pub(crate) fn highest(self) -> u32 {
        self.highest
    }
}
