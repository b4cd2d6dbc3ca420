//! Toasts.

use std::{collections::VecDeque, sync::Arc};

use taskdeck_core::{Message, RunId, message};

use super::ErrorReport;

/// The number of errors kept by a toast, a modal or an entry of the history. Further ones are
/// counted.
pub const KEPT_REPORTS: usize = 200;

/// The subject of a toast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToastKind {
    /// An error, or one that was repeated. It stays until it is dismissed.
    Error,
    /// Different errors, too frequent to be shown one by one. It stays until it is dismissed.
    ManyErrors,
    /// A long run that has completed, or a schedule whose result has changed. It closes by itself.
    Success,
}

/// The id of a toast, unique within its reporter and never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ToastId(pub(crate) u64);

impl ToastId {
    /// Returns the number, for list keys.
    #[must_use]
    pub fn as_u64(self) -> u64 {
        self.0
    }
}

/// A toast as it is at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Toast {
    /// The id.
    pub id: ToastId,
    /// The subject.
    pub kind: ToastKind,
    /// What failed, or what is done.
    pub title: Arc<str>,
    /// Why it failed, or how long it took.
    pub text: Message,
    /// The number of errors.
    pub count: usize,
    /// The errors, oldest first; at most [`KEPT_REPORTS`].
    pub reports: VecDeque<Arc<ErrorReport>>,
    /// The run that completed, or whose error came first.
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
        toast.refresh();
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

    /// Adds an error.
    pub(crate) fn join(&mut self, report: Arc<ErrorReport>) {
        self.count += 1;
        self.reports.push_back(report);
        if self.reports.len() > KEPT_REPORTS {
            self.reports.pop_front();
        }
        self.refresh();
    }

    /// Removes the errors of a run. Returns `true` if nothing is left.
    pub(crate) fn forget_run(&mut self, run: RunId) -> bool {
        if self.kind == ToastKind::Success {
            return self.run == Some(run);
        }
        let before = self.reports.len();
        self.reports.retain(|report| report.run_id() != Some(run));
        let gone = before - self.reports.len();
        self.count -= gone;
        if gone > 0 && self.count > 0 {
            self.refresh();
        }
        gone > 0 && self.count == 0
    }

    /// Returns whether any of its runs could be retried when it failed.
    #[must_use]
    pub fn can_retry(&self) -> bool {
        self.retryable().next().is_some()
    }

    /// Returns its runs that could be retried when they failed.
    pub fn retryable(&self) -> impl Iterator<Item = RunId> {
        self.reports
            .iter()
            .filter_map(|report| report.run())
            .filter(|run| run.can_retry)
            .map(|run| run.id)
    }

    /// Updates title and text after a change of the errors.
    fn refresh(&mut self) {
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

/// Returns the first line of a text, cut to 240 characters.
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
