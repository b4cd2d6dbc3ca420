//! What has ended while the page was not looked at.

use taskdeck_core::{RunStatus, Transition};

use super::schedule_news::ScheduleNews;

/// How many runs have ended while the page was hidden or its window in the background. Runs with a parent are left
/// out, and so are those of a schedule that bring no news.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EndedUnseen {
    /// Those that completed.
    pub done: usize,
    /// Those that failed.
    pub failed: usize,
}

impl EndedUnseen {
    /// Counts a change. Returns whether it counts.
    pub(crate) fn count(&mut self, change: &Transition, news: Option<&ScheduleNews>) -> bool {
        let is_told = match news {
            None => change.run.schedule.is_none(),
            Some(news) => *news == ScheduleNews::Failure,
        };
        if change.run.parent.is_some() || !is_told {
            return false;
        }
        match change.run.status() {
            RunStatus::Completed => self.done += 1,
            RunStatus::Failed => self.failed += 1,
            _ => return false,
        }
        true
    }
}
