//! The filter of the list.

use taskdeck_core::{RunFilter, RunStatus};

use crate::{
    texts::{Texts, tr},
    ui::{lean::*, model::RowStatus},
};

/// The filter of the list. It is a handle.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FilterState {
    /// The search text.
    pub(crate) text: RwSignal<String>,
    /// The chosen status.
    pub(crate) status: RwSignal<StatusChoice>,
}

/// A choice in the status menu.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum StatusChoice {
    /// Every status.
    #[default]
    All,
    /// Unfinished runs.
    Live,
    /// Runs of one status.
    One(RunStatus),
    /// Runs that completed with problems.
    Problems,
    /// Runs with a lint.
    Linted,
}

impl StatusChoice {
    /// Every choice, in the order of the menu.
    pub(super) const CHOICES: [Self; 9] = [
        Self::All,
        Self::Live,
        Self::One(RunStatus::Queued),
        Self::One(RunStatus::Running),
        Self::One(RunStatus::Completed),
        Self::Problems,
        Self::One(RunStatus::Failed),
        Self::One(RunStatus::Cancelled),
        Self::Linted,
    ];

    /// Returns the label on screen.
    pub(super) fn label(self, texts: Texts) -> String {
        match self {
            Self::All => tr!(texts, "Every status"),
            Self::Live => tr!(texts, "Not finished"),
            Self::One(status) => texts.render(&status.message()),
            Self::Problems => texts.render(&RowStatus::Problems.message()),
            Self::Linted => tr!(texts, "With a warning"),
        }
    }

    fn statuses(self) -> &'static [RunStatus] {
        use RunStatus::{Cancelled, Cancelling, Completed, Failed, Queued, Running};
        match self {
            Self::All | Self::Problems | Self::Linted => &[],
            Self::Live => &[Queued, Running, Cancelling],
            Self::One(Queued) => &[Queued],
            // A cancelling run is still running.
            Self::One(Running | Cancelling) => &[Running, Cancelling],
            Self::One(Completed) => &[Completed],
            Self::One(Failed) => &[Failed],
            Self::One(Cancelled) => &[Cancelled],
        }
    }
}

impl FilterState {
    /// Creates a filter that every run matches.
    pub(crate) fn new() -> Self {
        Self {
            text: RwSignal::new(String::new()),
            status: RwSignal::new(StatusChoice::All),
        }
    }

    /// Returns the filter of the core, tracked.
    pub(crate) fn run_filter(&self) -> RunFilter {
        // The runs of a schedule are with it.
        let filter = RunFilter::all().unscheduled().text(self.text.get().trim());
        let choice = self.status.get();
        let filter = match choice {
            StatusChoice::Linted => filter.linted(),
            StatusChoice::Problems => filter.with_problems().current(),
            // What was retried is no longer of interest.
            StatusChoice::One(RunStatus::Failed) => filter.current(),
            _ => filter,
        };
        let statuses = choice.statuses();
        statuses.iter().copied().fold(filter, RunFilter::status)
    }

    /// Returns whether any run may be filtered out, tracked.
    pub(crate) fn is_active(&self) -> bool {
        self.status.get() != StatusChoice::All || self.text.with(|text| !text.trim().is_empty())
    }

    /// Returns whether the runs of this choice are shown and no others, tracked.
    pub(crate) fn shows_only(&self, choice: StatusChoice) -> bool {
        self.status.get() == choice && self.text.with(|text| text.trim().is_empty())
    }

    /// Shows the runs of this choice, and clears the search.
    pub(crate) fn show(&self, choice: StatusChoice) {
        self.text.set(String::new());
        self.status.set(choice);
    }

    /// Shows every run.
    pub(crate) fn clear(&self) {
        self.show(StatusChoice::All);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn running_means_cancelling_too() {
        let statuses = StatusChoice::One(RunStatus::Running).statuses();
        assert!(statuses.contains(&RunStatus::Cancelling));
    }

    #[test]
    fn every_status_is_offered() {
        for status in RunStatus::ALL {
            let offered = StatusChoice::CHOICES
                .iter()
                .any(|choice| choice.statuses().contains(&status));
            assert!(offered, "{status}");
        }
    }
}
