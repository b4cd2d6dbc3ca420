//! The order in which runs are shown, which stands still while somebody works in it.

use std::collections::HashSet;

use taskdeck_core::RunId;

/// The runs as they are shown: newest first, but frozen while somebody works in the list.
#[derive(Debug, Default)]
pub(crate) struct RunList {
    shown: Vec<RunId>,
    waiting: usize,
}

impl RunList {
    /// The runs as they are shown.
    pub(crate) fn shown(&self) -> &[RunId] {
        &self.shown
    }

    /// How many runs wait to be let in.
    pub(crate) fn waiting(&self) -> usize {
        self.waiting
    }

    /// Shows these runs, newest first.
    pub(crate) fn replace(&mut self, runs: Vec<RunId>) {
        self.shown = runs;
        self.waiting = 0;
    }

    /// Keeps the order that is shown: runs that are gone leave, newcomers wait. A run that does not
    /// match the filter any more stays for as long as it is kept at all.
    pub(crate) fn hold(&mut self, runs: &[RunId], is_kept: impl Fn(RunId) -> bool) {
        let matching: HashSet<RunId> = runs.iter().copied().collect();
        self.shown
            .retain(|run| matching.contains(run) || is_kept(*run));
        let shown: HashSet<RunId> = self.shown.iter().copied().collect();
        self.waiting = matching.difference(&shown).count();
    }

    /// Lets one run in, right above another: what a person has just made themselves.
    pub(crate) fn let_in_above(&mut self, new: RunId, old: RunId) {
        if self.shown.contains(&new) {
            return;
        }
        if let Some(at) = self.shown.iter().position(|run| *run == old) {
            self.shown.insert(at, new);
            self.waiting = self.waiting.saturating_sub(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(numbers: impl IntoIterator<Item = u64>) -> Vec<RunId> {
        numbers
            .into_iter()
            .map(|number| RunId::from_u64((1 << 32) | number))
            .collect()
    }

    #[test]
    fn newcomers_wait_while_it_is_held() {
        let mut list = RunList::default();
        list.replace(runs([3, 2, 1]));
        list.hold(&runs([5, 4, 3, 2, 1]), |_| true);
        assert_eq!(list.shown(), runs([3, 2, 1]));
        assert_eq!(list.waiting(), 2);
        list.replace(runs([5, 4, 3, 2, 1]));
        assert_eq!(list.waiting(), 0);
    }

    #[test]
    fn what_is_gone_leaves_also_while_it_is_held() {
        let mut list = RunList::default();
        list.replace(runs([3, 2, 1]));
        list.hold(&runs([3, 1]), |_| false);
        assert_eq!(list.shown(), runs([3, 1]));
    }

    #[test]
    fn what_stops_matching_stays_while_it_is_held() {
        let mut list = RunList::default();
        list.replace(runs([3, 2, 1]));
        list.hold(&runs([3, 1]), |_| true);
        assert_eq!(list.shown(), runs([3, 2, 1]));
    }

    #[test]
    fn a_retry_stands_above_what_it_retries() {
        let mut list = RunList::default();
        list.replace(runs([3, 2, 1]));
        list.let_in_above(runs([4])[0], runs([2])[0]);
        list.hold(&runs([4, 3, 2, 1]), |_| true);
        assert_eq!(list.shown(), runs([3, 4, 2, 1]));
        assert_eq!(list.waiting(), 0);
    }
}
