//! What a body has found, beside its value: a summary and problems.

use crate::{Message, RunStatus, run::record::Record};

/// The number of problems that are kept; more are counted.
const KEPT: usize = 1_000;

/// What an attempt has found so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Findings {
    /// The line that is shown of the result.
    pub(crate) summary: Option<Message>,
    /// The first problems.
    problems: Vec<Message>,
    /// The number of problems beyond those.
    more: usize,
}

impl Findings {
    pub(crate) fn add_problem(&mut self, text: Message) {
        if self.problems.len() < KEPT {
            self.problems.push(text);
        } else {
            self.more += 1;
        }
    }

    pub(crate) fn problems(&self) -> &[Message] {
        &self.problems
    }

    /// Returns the number of all problems, kept or not.
    pub(crate) fn count(&self) -> usize {
        self.problems.len() + self.more
    }
}

impl Record {
    /// Returns the line that is shown of its result: the one that was set last.
    pub(crate) fn summary(&self) -> Option<&Message> {
        let extras = self.extras.as_ref()?;
        let found = extras.findings.as_ref();
        found
            .and_then(|findings| findings.summary.as_ref())
            .or(extras.output.summary.as_ref())
    }

    /// Returns the number of its problems.
    pub(crate) fn problem_count(&self) -> usize {
        let Some(extras) = &self.extras else { return 0 };
        let found = extras.findings.as_ref();
        extras.output.problems.len() + found.map_or(0, |findings| findings.count())
    }

    /// Returns whether it completed, but not all of it worked.
    pub(crate) fn is_completed_with_problems(&self) -> bool {
        let children = self.family().map(|family| family.progress.counts());
        let has_failed_child = || children.is_some_and(|children| children.failed > 0);
        self.status() == RunStatus::Completed && (self.problem_count() > 0 || has_failed_child())
    }

    /// Returns its problems that are kept.
    pub(crate) fn problems(&self) -> impl Iterator<Item = &Message> {
        let extras = self.extras.as_deref();
        let found = extras.and_then(|extras| extras.findings.as_deref());
        let of_output = extras.map(|extras| &extras.output.problems[..]);
        found
            .map(Findings::problems)
            .into_iter()
            .chain(of_output)
            .flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thousand_problems_are_kept_and_all_are_counted() {
        let mut findings = Findings::default();
        for number in 0..1_200 {
            findings.add_problem(format!("{number}").into());
        }
        assert_eq!(
            (findings.problems().len(), findings.count()),
            (1_000, 1_200)
        );
        assert_eq!(findings.problems()[999], "999");
    }
}
