//! What a retry of a run does.

use taskdeck_core::{RunSnapshot, RunStatus};

use crate::{
    format::count,
    texts::{Texts, tr},
};

/// What can be started again of a run that has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RetryOffer {
    /// The run.
    Whole,
    /// The children that failed, of a run that failed because of them.
    Failed,
    /// As many as did not work, of a run that completed with problems: the children that failed, or else the run.
    Some(usize),
}

impl RetryOffer {
    /// Returns what can be started again of a run with so many children that failed and can be retried.
    pub(crate) fn of(run: &RunSnapshot, failed_children: usize) -> Option<Self> {
        let has_problems = run.is_completed_with_problems();
        match failed_children {
            some @ 1.. if has_problems => Some(Self::Some(some)),
            1.. if run.status() == RunStatus::Failed => Some(Self::Failed),
            _ if !run.can_retry => None,
            _ if run.problems > 0 && has_problems => Some(Self::Some(run.problems)),
            _ => Some(Self::Whole),
        }
    }

    /// Returns the label of the button.
    pub(crate) fn label(self, texts: Texts) -> String {
        match self {
            Self::Whole => tr!(texts, "Retry"),
            Self::Failed => tr!(texts, "Retry failed"),
            Self::Some(some) => tr!(texts, "Retry {count}", count = count(texts, some)),
        }
    }

    /// Returns the accessible name of the button. It begins with the label.
    pub(crate) fn name(self, texts: Texts, title: &str) -> String {
        match self {
            Self::Whole => tr!(texts, "Retry {title}", title = title),
            Self::Failed => tr!(texts, "Retry failed of {title}", title = title),
            Self::Some(some) => tr!(
                texts,
                "Retry {count} of {title}",
                count = count(texts, some),
                title = title
            ),
        }
    }
}
