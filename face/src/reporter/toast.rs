//! A short message that a person may look at, and what it tells of.

use std::{collections::VecDeque, sync::Arc};

use taskdeck_core::{Message, RunId, message};

use super::ErrorReport;

/// How many errors a toast, a page of the modal or an entry under the bell keeps to look at; more are
/// counted.
pub const KEPT_REPORTS: usize = 200;

/// What a toast is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToastKind {
    /// An error, or the same one several times. It stays until it is dismissed.
    Error,
    /// Different errors that came too often to be shown one by one. It stays until it is dismissed.
    ManyErrors,
    /// Long work has ended well. It goes by itself.
    Success,
}

/// The number of a toast, unique within its reporter and never used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ToastId(pub(crate) u64);

impl ToastId {
    /// The number itself, for keys of lists.
    #[must_use]
    pub fn as_u64(self) -> u64 {
        self.0
    }
}

/// A short message that a person may look at, as it is at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Toast {
    /// Its number.
    pub id: ToastId,
    /// What it is about.
    pub kind: ToastKind,
    /// What failed, or what is done.
    pub title: Arc<str>,
    /// Why, or how long it took.
    pub text: Message,
    /// How often it happened.
    pub count: usize,
    /// The errors that it tells of, oldest first; at most [`KEPT_REPORTS`].
    pub reports: VecDeque<Arc<ErrorReport>>,
    /// The run that ended well.
    pub run: Option<RunId>,
}

impl Toast {
    pub(crate) fn of_error(id: ToastId, report: &Arc<ErrorReport>) -> Self {
        Self {
            id,
            kind: ToastKind::Error,
            title: report.title.clone(),
            text: report.error.message().clone(),
            count: 1,
            reports: [report.clone()].into(),
            run: report.run_id(),
        }
    }

    pub(crate) fn of_many(id: ToastId, report: &Arc<ErrorReport>) -> Self {
        let mut toast = Self::of_error(id, report);
        toast.kind = ToastKind::ManyErrors;
        toast.retell();
        toast
    }

    pub(crate) fn of_success(id: ToastId, run: RunId, title: &str, text: Message) -> Self {
        Self {
            id,
            kind: ToastKind::Success,
            title: title.into(),
            text,
            count: 1,
            reports: VecDeque::new(),
            run: Some(run),
        }
    }

    /// One more error that it tells of.
    pub(crate) fn join(&mut self, report: Arc<ErrorReport>) {
        self.count += 1;
        self.reports.push_back(report);
        if self.reports.len() > KEPT_REPORTS {
            self.reports.pop_front();
        }
        self.retell();
    }

    /// Somebody has taken this run up again: its error asks for no more attention. `true` when
    /// nothing else is left to tell.
    pub(crate) fn forget_run(&mut self, run: RunId) -> bool {
        let before = self.reports.len();
        self.reports.retain(|report| report.run_id() != Some(run));
        let gone = before - self.reports.len();
        self.count -= gone;
        if gone > 0 && self.count > 0 {
            self.retell();
        }
        gone > 0 && self.count == 0
    }

    /// Whether any of its errors is of a run that can be retried, as far as was known then.
    #[must_use]
    pub fn can_retry(&self) -> bool {
        self.retryable().next().is_some()
    }

    /// The runs behind its errors that can be retried, as far as was known then.
    pub fn retryable(&self) -> impl Iterator<Item = RunId> {
        self.reports
            .iter()
            .filter_map(|report| report.run())
            .filter(|run| run.can_retry)
            .map(|run| run.id)
    }

    /// Says anew what it tells of, after that has changed.
    fn retell(&mut self) {
        if self.kind == ToastKind::ManyErrors {
            self.title = if self.count == 1 {
                "1 more error".into()
            } else {
                format!("{} more errors", self.count).into()
            };
        }
        if let Some(last) = self.reports.back() {
            self.text = match self.kind {
                ToastKind::ManyErrors => {
                    message!(
                        "{title}: {why}",
                        title = &last.title,
                        why = last.error.message()
                    )
                }
                ToastKind::Error | ToastKind::Success => last.error.message().clone(),
            };
        }
    }
}

/// The first line of a text that may be anything, short enough for a toast.
#[must_use]
pub fn one_line(text: &str) -> String {
    const LONGEST: usize = 240;
    let line = text
        .trim_start()
        .lines()
        .next()
        .unwrap_or_default()
        .trim_end();
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_is_short_and_whole_characters() {
        assert_eq!(one_line("\n  first \nsecond"), "first");
        assert_eq!(one_line(""), "");
        let long = "é🙂".repeat(500_000);
        assert_eq!(one_line(&long).chars().count(), 241);
    }
}
