//! What a body has found, beside its value: a summary and problems.

use crate::Message;

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
