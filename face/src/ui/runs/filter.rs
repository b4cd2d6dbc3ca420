//! Which runs a person wants to see.

use taskdeck_core::{RunFilter, RunStatus};

use crate::{
    texts::{Texts, tr},
    ui::lean::*,
};

/// Which runs a person wants to see. It is a handle.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted {
    /// The text that is searched for.
    pub(crate) text: RwSignal<String>,
    /// The choice of status.
    pub(crate) status: RwSignal<StatusChoice>,
}

/// A choice of statuses, as a person thinks of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum StatusChoice {
    /// Every status.
    #[default]
    All,
    /// Runs that have not ended.
    Live,
    /// Runs of one status.
    One(RunStatus),
    /// Runs that do something badly.
    Linted,
}

impl StatusChoice {
    /// Every choice, in the order in which they are offered.
    pub(super) const OFFERED: [Self; 8] = [
        Self::All,
        Self::Live,
        Self::One(RunStatus::Queued),
        Self::One(RunStatus::Running),
        Self::One(RunStatus::Completed),
        Self::One(RunStatus::Failed),
        Self::One(RunStatus::Cancelled),
        Self::Linted,
    ];

    /// What a person reads.
    pub(super) fn label(self, texts: Texts) -> String {
        match self {
            Self::All => tr!(texts, "Every status"),
            Self::Live => tr!(texts, "Not finished"),
            Self::One(status) => texts.render(&status.message()),
            Self::Linted => tr!(texts, "With a warning"),
        }
    }

    fn statuses(self) -> &'static [RunStatus] {
        use RunStatus::{Cancelled, Cancelling, Completed, Failed, Queued, Running};
        match self {
            Self::All | Self::Linted => &[],
            Self::Live => &[Queued, Running, Cancelling],
            Self::One(Queued) => &[Queued],
            // Cancelling runs still run.
            Self::One(Running | Cancelling) => &[Running, Cancelling],
            Self::One(Completed) => &[Completed],
            Self::One(Failed) => &[Failed],
            Self::One(Cancelled) => &[Cancelled],
        }
    }
}

impl Wanted {
    /// Every run.
    pub(crate) fn new() -> Self {
        Self {
            text: RwSignal::new(String::new()),
            status: RwSignal::new(StatusChoice::All),
        }
    }

    /// The filter, tracked.
    pub(crate) fn filter(&self) -> RunFilter {
        let filter = RunFilter::all().text(self.text.get().trim());
        let choice = self.status.get();
        let filter = match choice {
            StatusChoice::Linted => filter.linted(),
            _ => filter,
        };
        let statuses = choice.statuses();
        statuses.iter().copied().fold(filter, RunFilter::status)
    }

    /// Whether anything is filtered out, tracked.
    pub(super) fn is_narrow(&self) -> bool {
        self.status.get() != StatusChoice::All || self.text.with(|text| !text.trim().is_empty())
    }

    /// Wants the runs of this choice, whatever they say.
    pub(crate) fn show(&self, choice: StatusChoice) {
        self.text.set(String::new());
        self.status.set(choice);
    }

    /// Wants every run again.
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
            let offered = StatusChoice::OFFERED
                .iter()
                .any(|choice| choice.statuses().contains(&status));
            assert!(offered, "{status}");
        }
    }
}
