//! Errors that are not shown.

use std::{fmt, rc::Rc};

use taskdeck_core::TaskError;

type Rule = Rc<dyn Fn(&TaskError) -> bool>;

/// Messages of browsers when an observer was slower than the page, which is harmless.
const NOISE: [&str; 2] = [
    "ResizeObserver loop completed with undelivered notifications",
    "ResizeObserver loop limit exceeded",
];

/// Rules for errors that are counted but not shown.
#[derive(Clone)]
pub(crate) struct IgnoreList(Vec<Rule>);

impl Default for IgnoreList {
    fn default() -> Self {
        Self(vec![
            Rc::new(TaskError::is_cancel),
            Rc::new(|error| error.message().english().starts_with("AbortError")),
            Rc::new(|error| {
                NOISE
                    .iter()
                    .any(|noise| error.message().english().contains(noise))
            }),
        ])
    }
}

impl IgnoreList {
    pub(crate) fn add(&mut self, rule: impl Fn(&TaskError) -> bool + 'static) {
        self.0.push(Rc::new(rule));
    }
}

impl IgnoreList {
    /// Returns whether a rule matches. Rules are foreign code: call this without a borrow.
    pub(crate) fn has(&self, error: &TaskError) -> bool {
        self.0.iter().any(|rule| rule(error))
    }
}

impl fmt::Debug for IgnoreList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("IgnoreList").field(&self.0.len()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_nothing_is_ignored_and_the_rest_is_not() {
        let list = IgnoreList::default();
        for noise in [
            "AbortError: signal is aborted without reason",
            "ResizeObserver loop completed with undelivered notifications.",
            "ResizeObserver loop limit exceeded",
        ] {
            assert!(list.has(&TaskError::new(noise)), "{noise}");
        }
        assert!(!list.has(&TaskError::new("The disk is full")));
    }

    #[test]
    fn users_add_their_own() {
        let mut list = IgnoreList::default();
        let error = TaskError::new("Script error.");
        assert!(!list.has(&error));
        list.add(|error| error.message() == "Script error.");
        assert!(list.has(&error));
    }
}
