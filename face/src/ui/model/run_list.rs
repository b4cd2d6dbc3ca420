//! The order of the listed runs, which can be frozen.

use std::collections::{HashMap, HashSet};

use taskdeck_core::RunId;

/// A run and its parent.
pub(crate) type RunAndParent = (RunId, Option<RunId>);

/// The position of a row in the tree of runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct TreePosition {
    /// The depth: 1 for a run without a listed parent.
    pub(crate) level: usize,
    /// The position among its siblings, counted from 1.
    pub(crate) position: usize,
    /// The number of its siblings, with itself.
    pub(crate) siblings: usize,
    /// Whether its children are shown; `None` if it has none.
    pub(crate) expanded: Option<bool>,
}

/// A row of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ListRow {
    pub(crate) run: RunId,
    pub(crate) tree: TreePosition,
}

/// The runs in their shown order, newest first. The order is frozen while the user works in the list. Children
/// are below their parent, oldest first, and only while it is expanded.
#[derive(Debug, Default)]
pub(crate) struct RunList {
    roots: Vec<RunId>,
    children: HashMap<RunId, Vec<RunId>>,
    expanded: HashSet<RunId>,
    /// All rows that follow from the other fields, visible or not.
    rows: Vec<ListRow>,
    held_back: usize,
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
    pub(crate) fn parent_at(&self, index: usize) -> Option<RunId> {
        let level = self.rows.get(index)?.tree.level;
        let above = self.rows[..index].iter().rev();
        above
            .into_iter()
            .find(|row| row.tree.level < level)
            .map(|row| row.run)
    }

    /// Returns the number of new runs that are held back.
    pub(crate) fn held_back(&self) -> usize {
        self.held_back
    }

    /// Returns the number of matching runs, with collapsed ones and those held back.
    pub(crate) fn matching(&self) -> usize {
        self.matching
    }

    /// Replaces the list with these runs, newest first.
    pub(crate) fn replace(&mut self, runs: &[RunAndParent]) {
        let listed = all_if_nested(runs);
        (self.roots, self.children) = group(runs, |run| listed.contains(&run));
        self.held_back = 0;
        self.finish(runs.len());
    }

    /// Keeps the shown order: removed runs leave and new ones are held back. A run that no longer matches the
    /// filter stays while it exists.
    pub(crate) fn refresh_frozen(
        &mut self,
        runs: &[RunAndParent],
        is_kept: impl Fn(RunId) -> bool,
    ) {
        let matching: HashSet<RunId> = runs.iter().map(|(run, _)| *run).collect();
        let stays = |run: &RunId| matching.contains(run) || is_kept(*run);
        self.roots.retain(stays);
        let shown: HashSet<RunId> = self.rows.iter().map(|row| row.run).collect();
        let is_listed = |run| matching.contains(&run) || shown.contains(&run) && is_kept(run);
        let (roots, mut children) = group(runs, is_listed);
        self.held_back = count_new(&roots, &self.roots);
        // New children of a collapsed run move no row. Those of an expanded one are held back.
        let open = self
            .rows
            .iter()
            .filter(|row| row.tree.expanded == Some(true));
        for run in open.map(|row| row.run).filter(|run| is_listed(*run)) {
            let Some(mut before) = self.children.remove(&run) else {
                continue;
            };
            before.retain(stays);
            let now = children.entry(run).or_default();
            self.held_back += count_new(now, &before);
            *now = before;
        }
        children.retain(|_, children| !children.is_empty());
        self.children = children;
        self.finish(runs.len());
    }

    /// Inserts a run above another one: a retry by the user is shown at once.
    pub(crate) fn insert_above(&mut self, new: RunId, old: RunId) {
        if self.index_of(new).is_some() {
            return;
        }
        // The new run has no parent, so it goes above the root of the other one.
        let mut root = old;
        while let Some(above) = self.index_of(root).and_then(|index| self.parent_at(index)) {
            root = above;
        }
        if let Some(at) = self.roots.iter().position(|run| *run == root) {
            self.roots.insert(at, new);
            self.held_back = self.held_back.saturating_sub(1);
            self.flatten();
        }
    }

    /// Expands or collapses the children of a run. Returns whether that changed anything.
    pub(crate) fn set_expanded(&mut self, run: RunId, expand: bool) -> bool {
        let changes = self.children.contains_key(&run)
            && match expand {
                true => self.expanded.insert(run),
                false => self.expanded.remove(&run),
            };
        if changes {
            self.flatten();
        }
        changes
    }

    fn finish(&mut self, matching: usize) {
        self.matching = matching;
        let children = &self.children;
        self.expanded.retain(|run| children.contains_key(run));
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
            let expanded = children.map(|_| self.expanded.contains(&run));
            self.rows.push(ListRow {
                run,
                tree: TreePosition {
                    level: levels.len(),
                    position,
                    siblings,
                    expanded,
                },
            });
            if let (Some(children), Some(true)) = (children, expanded) {
                levels.push((0, children));
            }
        }
    }
}

/// Returns all runs if any of them has a parent, else none.
fn all_if_nested(runs: &[RunAndParent]) -> HashSet<RunId> {
    if runs.iter().all(|(_, parent)| parent.is_none()) {
        return HashSet::new();
    }
    runs.iter().map(|(run, _)| *run).collect()
}

/// Returns the runs without a listed parent, newest first, and the children of each parent, oldest first.
fn group(
    runs: &[RunAndParent],
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
fn count_new(runs: &[RunId], shown: &[RunId]) -> usize {
    let shown: HashSet<RunId> = shown.iter().copied().collect();
    runs.iter().filter(|run| !shown.contains(run)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(number: u64) -> RunId {
        RunId::from_u64((1 << 32) | number)
    }

    fn runs(numbers: impl IntoIterator<Item = u64>) -> Vec<RunAndParent> {
        numbers.into_iter().map(|n| (run(n), None)).collect()
    }

    /// Runs of which 10 to 19 are children of 1, 20 to 29 of 2, and 100 to 109 of 10.
    fn family(numbers: impl IntoIterator<Item = u64>) -> Vec<RunAndParent> {
        let with_parent = |n| (run(n), (n >= 10).then(|| run(n / 10)));
        numbers.into_iter().map(with_parent).collect()
    }

    /// The shown runs, each with its level.
    fn shown(list: &RunList) -> Vec<(u64, usize)> {
        let row = |row: &ListRow| (row.run.as_u64() & 0xffff_ffff, row.tree.level);
        list.rows().iter().map(row).collect()
    }

    fn numbers(list: &RunList) -> Vec<u64> {
        shown(list).into_iter().map(|(number, _)| number).collect()
    }

    #[test]
    fn new_runs_are_held_back_while_the_order_is_frozen() {
        let mut list = RunList::default();
        list.replace(&runs([3, 2, 1]));
        list.refresh_frozen(&runs([5, 4, 3, 2, 1]), |_| true);
        assert_eq!(numbers(&list), [3, 2, 1]);
        assert_eq!((list.held_back(), list.matching()), (2, 5));
        list.replace(&runs([5, 4, 3, 2, 1]));
        assert_eq!(list.held_back(), 0);
    }

    #[test]
    fn a_removed_run_leaves_also_while_the_order_is_frozen() {
        let mut list = RunList::default();
        list.replace(&runs([3, 2, 1]));
        list.refresh_frozen(&runs([3, 1]), |_| false);
        assert_eq!(numbers(&list), [3, 1]);
    }

    #[test]
    fn a_run_that_stops_matching_stays_while_the_order_is_frozen() {
        let mut list = RunList::default();
        list.replace(&runs([3, 2, 1]));
        list.refresh_frozen(&runs([3, 1]), |_| true);
        assert_eq!(numbers(&list), [3, 2, 1]);
    }

    #[test]
    fn a_retry_is_above_the_run_that_it_retries() {
        let mut list = RunList::default();
        list.replace(&runs([3, 2, 1]));
        list.insert_above(run(4), run(2));
        list.refresh_frozen(&runs([4, 3, 2, 1]), |_| true);
        assert_eq!(numbers(&list), [3, 4, 2, 1]);
        assert_eq!(list.held_back(), 0);
    }

    #[test]
    fn children_are_collapsed_until_they_are_expanded() {
        let mut list = RunList::default();
        list.replace(&family([11, 2, 10, 1]));
        assert_eq!(shown(&list), [(2, 1), (1, 1)]);
        assert_eq!(list.rows()[1].tree.expanded, Some(false));
        assert_eq!(list.rows()[0].tree.expanded, None);
        assert!(list.set_expanded(run(1), true));
        assert!(!list.set_expanded(run(1), true));
        assert_eq!(shown(&list), [(2, 1), (1, 1), (10, 2), (11, 2)]);
        let last = list.rows()[3].tree;
        assert_eq!((last.position, last.siblings), (2, 2));
        assert!(list.set_expanded(run(1), false));
        assert_eq!(numbers(&list), [2, 1]);
        assert!(!list.set_expanded(run(2), true), "it has none");
    }

    #[test]
    fn children_may_have_children() {
        let mut list = RunList::default();
        list.replace(&family([100, 11, 10, 1]));
        list.set_expanded(run(1), true);
        list.set_expanded(run(10), true);
        assert_eq!(shown(&list), [(1, 1), (10, 2), (100, 3), (11, 2)]);
        assert_eq!(list.parent_at(2), Some(run(10)));
        assert_eq!(list.parent_at(3), Some(run(1)));
        assert_eq!(list.parent_at(0), None);
        // A run stays expanded while its parent is collapsed.
        list.set_expanded(run(1), false);
        list.set_expanded(run(1), true);
        assert_eq!(numbers(&list), [1, 10, 100, 11]);
    }

    #[test]
    fn a_child_without_a_listed_parent_is_a_root() {
        let mut list = RunList::default();
        list.replace(&family([11, 10, 3]));
        assert_eq!(shown(&list), [(11, 1), (10, 1), (3, 1)]);
    }

    #[test]
    fn new_children_are_held_back_only_under_an_expanded_parent() {
        let mut list = RunList::default();
        list.replace(&family([20, 10, 2, 1]));
        list.set_expanded(run(1), true);
        list.refresh_frozen(&family([21, 20, 11, 10, 2, 1]), |_| true);
        assert_eq!(numbers(&list), [2, 1, 10]);
        assert_eq!((list.held_back(), list.matching()), (1, 6));
        list.set_expanded(run(2), true);
        assert_eq!(numbers(&list), [2, 20, 21, 1, 10]);
        list.replace(&family([21, 20, 11, 10, 2, 1]));
        assert_eq!(numbers(&list), [2, 20, 21, 1, 10, 11]);
        assert_eq!(list.held_back(), 0);
    }

    #[test]
    fn a_first_child_makes_its_parent_expandable_also_while_frozen() {
        let mut list = RunList::default();
        list.replace(&family([1]));
        list.refresh_frozen(&family([10, 1]), |_| true);
        assert_eq!(list.rows()[0].tree.expanded, Some(false));
        assert_eq!(list.held_back(), 0);
    }

    #[test]
    fn a_child_that_stops_matching_stays_while_the_order_is_frozen() {
        let mut list = RunList::default();
        list.replace(&family([11, 10, 1]));
        list.set_expanded(run(1), true);
        list.refresh_frozen(&family([11, 1]), |_| true);
        assert_eq!(numbers(&list), [1, 10, 11]);
        list.refresh_frozen(&family([11]), |_| true);
        assert_eq!(numbers(&list), [1, 10, 11], "and so does its parent");
        list.refresh_frozen(&family([11, 1]), |other| other != run(10));
        assert_eq!(numbers(&list), [1, 11]);
    }

    #[test]
    fn a_retry_of_a_child_is_above_its_parent() {
        let mut list = RunList::default();
        list.replace(&family([3, 10, 1]));
        list.set_expanded(run(1), true);
        list.insert_above(run(4), run(10));
        assert_eq!(shown(&list), [(3, 1), (4, 1), (1, 1), (10, 2)]);
    }
}
