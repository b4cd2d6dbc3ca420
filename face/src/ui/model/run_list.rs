//! The order of the listed runs, which can be frozen.

use std::collections::{HashMap, HashSet};

use taskdeck_core::RunId;

/// A run and its parent.
pub(crate) type Listed = (RunId, Option<RunId>);

/// The position of a row in the tree of runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Standing {
    /// The depth: 1 for a run without a listed parent.
    pub(crate) level: usize,
    /// The position among its siblings, counted from 1.
    pub(crate) position: usize,
    /// The number of its siblings, with itself.
    pub(crate) siblings: usize,
    /// Whether its children are shown; `None` if it has none.
    pub(crate) unfolded: Option<bool>,
}

/// A row of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ListRow {
    pub(crate) run: RunId,
    pub(crate) standing: Standing,
}

/// The runs in their shown order, newest first. The order is frozen while the user works in the list. Children
/// are below their parent, oldest first, and only while it is expanded.
#[derive(Debug, Default)]
pub(crate) struct RunList {
    roots: Vec<RunId>,
    children: HashMap<RunId, Vec<RunId>>,
    unfolded: HashSet<RunId>,
    /// All rows that follow from the other fields, visible or not.
    rows: Vec<ListRow>,
    waiting: usize,
    matching: usize,
}

impl RunList {
    /// Returns all rows, visible or not.
    pub(crate) fn rows(&self) -> &[ListRow] {
        &self.rows
    }

    /// Returns the index of the row of a run.
    pub(crate) fn index_of(&self, run: RunId) -> Option<usize> {
        self.rows.iter().position(|row| row.run == run)
    }

    /// Returns the parent of the run in this row, if it is listed.
    pub(crate) fn above(&self, index: usize) -> Option<RunId> {
        let level = self.rows.get(index)?.standing.level;
        let above = self.rows[..index].iter().rev();
        above
            .into_iter()
            .find(|row| row.standing.level < level)
            .map(|row| row.run)
    }

    /// Returns the number of new runs that are held back.
    pub(crate) fn waiting(&self) -> usize {
        self.waiting
    }

    /// Returns the number of matching runs, with collapsed ones and those held back.
    pub(crate) fn matching(&self) -> usize {
        self.matching
    }

    /// Replaces the list with these runs, newest first.
    pub(crate) fn replace(&mut self, runs: &[Listed]) {
        let listed = members(runs);
        (self.roots, self.children) = group(runs, |run| listed.contains(&run));
        self.waiting = 0;
        self.settle(runs.len());
    }

    /// Keeps the shown order: removed runs leave and new ones are held back. A run that no longer matches the
    /// filter stays while it exists.
    pub(crate) fn hold(&mut self, runs: &[Listed], is_kept: impl Fn(RunId) -> bool) {
        let matching: HashSet<RunId> = runs.iter().map(|(run, _)| *run).collect();
        let stays = |run: &RunId| matching.contains(run) || is_kept(*run);
        self.roots.retain(stays);
        let shown: HashSet<RunId> = self.rows.iter().map(|row| row.run).collect();
        let is_listed = |run| matching.contains(&run) || shown.contains(&run) && is_kept(run);
        let (roots, mut children) = group(runs, is_listed);
        self.waiting = newcomers(&roots, &self.roots);
        // New children of a collapsed run move no row. Those of an expanded one are held back.
        let open = self
            .rows
            .iter()
            .filter(|row| row.standing.unfolded == Some(true));
        for run in open.map(|row| row.run).filter(|run| is_listed(*run)) {
            let Some(mut before) = self.children.remove(&run) else {
                continue;
            };
            before.retain(stays);
            let now = children.entry(run).or_default();
            self.waiting += newcomers(now, &before);
            *now = before;
        }
        children.retain(|_, children| !children.is_empty());
        self.children = children;
        self.settle(runs.len());
    }

    /// Inserts a run above another one: a retry by the user is shown at once.
    pub(crate) fn let_in_above(&mut self, new: RunId, old: RunId) {
        if self.index_of(new).is_some() {
            return;
        }
        // The new run has no parent, so it goes above the root of the other one.
        let mut root = old;
        while let Some(above) = self.index_of(root).and_then(|index| self.above(index)) {
            root = above;
        }
        if let Some(at) = self.roots.iter().position(|run| *run == root) {
            self.roots.insert(at, new);
            self.waiting = self.waiting.saturating_sub(1);
            self.flatten();
        }
    }

    /// Expands or collapses the children of a run. Returns whether that changed anything.
    pub(crate) fn unfold(&mut self, run: RunId, unfold: bool) -> bool {
        let changes = self.children.contains_key(&run)
            && match unfold {
                true => self.unfolded.insert(run),
                false => self.unfolded.remove(&run),
            };
        if changes {
            self.flatten();
        }
        changes
    }

    fn settle(&mut self, matching: usize) {
        self.matching = matching;
        let children = &self.children;
        self.unfolded.retain(|run| children.contains_key(run));
        self.flatten();
    }

    fn flatten(&mut self) {
        self.rows.clear();
        // The remaining rows of each level, the deepest level last.
        let mut levels = vec![(0, &self.roots[..])];
        while let Some((done, runs)) = levels.last_mut() {
            let Some(run) = runs.get(*done).copied() else {
                levels.pop();
                continue;
            };
            *done += 1;
            let (position, siblings) = (*done, runs.len());
            let children = self.children.get(&run);
            let unfolded = children.map(|_| self.unfolded.contains(&run));
            self.rows.push(ListRow {
                run,
                standing: Standing {
                    level: levels.len(),
                    position,
                    siblings,
                    unfolded,
                },
            });
            if let (Some(children), Some(true)) = (children, unfolded) {
                levels.push((0, children));
            }
        }
    }
}

/// Returns all runs if any of them has a parent, else none.
fn members(runs: &[Listed]) -> HashSet<RunId> {
    if runs.iter().all(|(_, parent)| parent.is_none()) {
        return HashSet::new();
    }
    runs.iter().map(|(run, _)| *run).collect()
}

/// Returns the runs without a listed parent, newest first, and the children of each parent, oldest first.
fn group(
    runs: &[Listed],
    is_listed: impl Fn(RunId) -> bool,
) -> (Vec<RunId>, HashMap<RunId, Vec<RunId>>) {
    let (mut roots, mut children) = (Vec::new(), HashMap::<RunId, Vec<RunId>>::new());
    for (run, parent) in runs.iter().copied() {
        match parent.filter(|parent| is_listed(*parent)) {
            Some(parent) => children.entry(parent).or_default().push(run),
            None => roots.push(run),
        }
    }
    for children in children.values_mut() {
        children.reverse();
    }
    (roots, children)
}

/// Returns how many of these runs are not shown.
fn newcomers(runs: &[RunId], shown: &[RunId]) -> usize {
    let shown: HashSet<RunId> = shown.iter().copied().collect();
    runs.iter().filter(|run| !shown.contains(run)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(number: u64) -> RunId {
        RunId::from_u64((1 << 32) | number)
    }

    fn runs(numbers: impl IntoIterator<Item = u64>) -> Vec<Listed> {
        numbers.into_iter().map(|n| (run(n), None)).collect()
    }

    /// Runs of which 10 to 19 are children of 1, 20 to 29 of 2, and 100 to 109 of 10.
    fn family(numbers: impl IntoIterator<Item = u64>) -> Vec<Listed> {
        let with_parent = |n| (run(n), (n >= 10).then(|| run(n / 10)));
        numbers.into_iter().map(with_parent).collect()
    }

    /// The shown runs, each with its level.
    fn shown(list: &RunList) -> Vec<(u64, usize)> {
        let row = |row: &ListRow| (row.run.as_u64() & 0xffff_ffff, row.standing.level);
        list.rows().iter().map(row).collect()
    }

    fn numbers(list: &RunList) -> Vec<u64> {
        shown(list).into_iter().map(|(number, _)| number).collect()
    }

    #[test]
    fn newcomers_wait_while_it_is_held() {
        let mut list = RunList::default();
        list.replace(&runs([3, 2, 1]));
        list.hold(&runs([5, 4, 3, 2, 1]), |_| true);
        assert_eq!(numbers(&list), [3, 2, 1]);
        assert_eq!((list.waiting(), list.matching()), (2, 5));
        list.replace(&runs([5, 4, 3, 2, 1]));
        assert_eq!(list.waiting(), 0);
    }

    #[test]
    fn what_is_gone_leaves_also_while_it_is_held() {
        let mut list = RunList::default();
        list.replace(&runs([3, 2, 1]));
        list.hold(&runs([3, 1]), |_| false);
        assert_eq!(numbers(&list), [3, 1]);
    }

    #[test]
    fn what_stops_matching_stays_while_it_is_held() {
        let mut list = RunList::default();
        list.replace(&runs([3, 2, 1]));
        list.hold(&runs([3, 1]), |_| true);
        assert_eq!(numbers(&list), [3, 2, 1]);
    }

    #[test]
    fn a_retry_stands_above_what_it_retries() {
        let mut list = RunList::default();
        list.replace(&runs([3, 2, 1]));
        list.let_in_above(run(4), run(2));
        list.hold(&runs([4, 3, 2, 1]), |_| true);
        assert_eq!(numbers(&list), [3, 4, 2, 1]);
        assert_eq!(list.waiting(), 0);
    }

    #[test]
    fn children_are_folded_until_somebody_unfolds_them() {
        let mut list = RunList::default();
        list.replace(&family([11, 2, 10, 1]));
        assert_eq!(shown(&list), [(2, 1), (1, 1)]);
        assert_eq!(list.rows()[1].standing.unfolded, Some(false));
        assert_eq!(list.rows()[0].standing.unfolded, None);
        assert!(list.unfold(run(1), true));
        assert!(!list.unfold(run(1), true));
        assert_eq!(shown(&list), [(2, 1), (1, 1), (10, 2), (11, 2)]);
        let last = list.rows()[3].standing;
        assert_eq!((last.position, last.siblings), (2, 2));
        assert!(list.unfold(run(1), false));
        assert_eq!(numbers(&list), [2, 1]);
        assert!(!list.unfold(run(2), true), "it has none");
    }

    #[test]
    fn children_may_have_children() {
        let mut list = RunList::default();
        list.replace(&family([100, 11, 10, 1]));
        list.unfold(run(1), true);
        list.unfold(run(10), true);
        assert_eq!(shown(&list), [(1, 1), (10, 2), (100, 3), (11, 2)]);
        assert_eq!(list.above(2), Some(run(10)));
        assert_eq!(list.above(3), Some(run(1)));
        assert_eq!(list.above(0), None);
        // A run stays expanded while its parent is collapsed.
        list.unfold(run(1), false);
        list.unfold(run(1), true);
        assert_eq!(numbers(&list), [1, 10, 100, 11]);
    }

    #[test]
    fn a_child_whose_parent_is_not_listed_stands_by_itself() {
        let mut list = RunList::default();
        list.replace(&family([11, 10, 3]));
        assert_eq!(shown(&list), [(11, 1), (10, 1), (3, 1)]);
    }

    #[test]
    fn new_children_come_in_under_what_is_folded_and_wait_under_what_is_not() {
        let mut list = RunList::default();
        list.replace(&family([20, 10, 2, 1]));
        list.unfold(run(1), true);
        list.hold(&family([21, 20, 11, 10, 2, 1]), |_| true);
        assert_eq!(numbers(&list), [2, 1, 10]);
        assert_eq!((list.waiting(), list.matching()), (1, 6));
        list.unfold(run(2), true);
        assert_eq!(numbers(&list), [2, 20, 21, 1, 10]);
        list.replace(&family([21, 20, 11, 10, 2, 1]));
        assert_eq!(numbers(&list), [2, 20, 21, 1, 10, 11]);
        assert_eq!(list.waiting(), 0);
    }

    #[test]
    fn a_first_child_shows_that_there_are_some_also_while_it_is_held() {
        let mut list = RunList::default();
        list.replace(&family([1]));
        list.hold(&family([10, 1]), |_| true);
        assert_eq!(list.rows()[0].standing.unfolded, Some(false));
        assert_eq!(list.waiting(), 0);
    }

    #[test]
    fn a_child_that_stops_matching_stays_while_it_is_held() {
        let mut list = RunList::default();
        list.replace(&family([11, 10, 1]));
        list.unfold(run(1), true);
        list.hold(&family([11, 1]), |_| true);
        assert_eq!(numbers(&list), [1, 10, 11]);
        list.hold(&family([11]), |_| true);
        assert_eq!(numbers(&list), [1, 10, 11], "and so does its parent");
        list.hold(&family([11, 1]), |asked| asked != run(10));
        assert_eq!(numbers(&list), [1, 11]);
    }

    #[test]
    fn a_retry_of_a_child_stands_above_its_parent() {
        let mut list = RunList::default();
        list.replace(&family([3, 10, 1]));
        list.unfold(run(1), true);
        list.let_in_above(run(4), run(10));
        assert_eq!(shown(&list), [(3, 1), (4, 1), (1, 1), (10, 2)]);
    }
}
