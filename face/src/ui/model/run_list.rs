//! The order of the listed runs, which can be frozen.

use std::collections::{HashMap, HashSet};

use taskdeck_core::{ListedRun, RunId, RunStatus};

/// A group of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Phase {
    Running,
    Waiting,
    #[default]
    Done,
}

impl Phase {
    /// Every group, in the order of the list.
    const ALL: [Self; 3] = [Self::Running, Self::Waiting, Self::Done];

    pub(crate) fn of(status: RunStatus) -> Self {
        match status {
            RunStatus::Running | RunStatus::Cancelling => Self::Running,
            RunStatus::Queued => Self::Waiting,
            _ => Self::Done,
        }
    }
}

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
    /// The number of headings of groups above it.
    pub(crate) headings: usize,
}

/// The heading of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct GroupHeading {
    pub(crate) phase: Phase,
    /// The number of its runs, without their children.
    pub(crate) runs: usize,
    /// The index of its first row.
    pub(crate) row: usize,
    /// The number of headings above it.
    pub(crate) headings: usize,
}

/// The runs in their shown order: running, waiting and done, each newest first. The order is frozen while the user works
/// in the list. Children are below their parent, oldest first, and only while it is expanded.
#[derive(Debug, Default)]
pub(crate) struct RunList {
    /// In the order of the groups.
    roots: Vec<(RunId, Phase)>,
    children: HashMap<RunId, Vec<RunId>>,
    expanded: HashSet<RunId>,
    /// All rows that follow from the other fields, visible or not.
    rows: Vec<ListRow>,
    headings: Vec<GroupHeading>,
    held_back: usize,
    matching: usize,
}

impl RunList {
    /// Returns all rows, visible or not.
    pub(crate) fn rows(&self) -> &[ListRow] {
        &self.rows
    }

    /// Returns the headings of the groups; none while there is only one group.
    pub(crate) fn headings(&self) -> &[GroupHeading] {
        &self.headings
    }

    /// Returns whether any listed run has children.
    pub(crate) fn is_nested(&self) -> bool {
        !self.children.is_empty()
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
    pub(crate) fn replace(&mut self, runs: &[ListedRun]) {
        let listed = all_if_nested(runs);
        (self.roots, self.children) = group(runs, |run| listed.contains(&run));
        self.held_back = 0;
        self.finish(runs.len());
    }

    /// Keeps the shown order: removed runs leave and new ones are held back. A run that no longer matches the
    /// filter stays while it exists. No row changes its place, so a run in the middle of a group stays in it.
    pub(crate) fn refresh_frozen(&mut self, runs: &[ListedRun], is_kept: impl Fn(RunId) -> bool) {
        let matching: HashSet<RunId> = runs.iter().map(|listed| listed.run).collect();
        let stays = |run: &RunId| matching.contains(run) || is_kept(*run);
        self.roots.retain(|(run, _)| stays(run));
        self.follow_phases(runs);
        let shown: HashSet<RunId> = self.rows.iter().map(|row| row.run).collect();
        let is_listed = |run| matching.contains(&run) || shown.contains(&run) && is_kept(run);
        let (roots, mut children) = group(runs, is_listed);
        let roots: Vec<RunId> = roots.into_iter().map(|(run, _)| run).collect();
        let before: Vec<RunId> = self.roots.iter().map(|(run, _)| *run).collect();
        self.held_back = count_new(&roots, &before);
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

    /// Moves the borders of the groups, and no row: a run belongs to the group beside it as soon as that is its own.
    fn follow_phases(&mut self, runs: &[ListedRun]) {
        let places: HashMap<RunId, usize> = runs
            .iter()
            .enumerate()
            .map(|(place, listed)| (listed.run, place))
            .collect();
        for at in (0..self.roots.len()).rev() {
            let Some(place) = places.get(&self.roots[at].0) else {
                continue;
            };
            let phase = Phase::of(runs[*place].status);
            let below = self.roots.get(at + 1).map(|(_, phase)| *phase);
            let above = at.checked_sub(1).map(|above| self.roots[above].1);
            let fits = below.is_none_or(|below| phase <= below)
                && above.is_none_or(|above| above <= phase);
            if fits {
                self.roots[at].1 = phase;
            }
        }
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
        if let Some(at) = self.roots.iter().position(|(run, _)| *run == root) {
            self.insert_root(at, new, self.roots[at].1);
        }
    }

    /// Inserts a run at the top of its group: what the user has started is shown at once.
    pub(crate) fn let_in(&mut self, new: RunId, phase: Phase) {
        if self.index_of(new).is_none() {
            let at = self.roots.partition_point(|(_, other)| *other < phase);
            self.insert_root(at, new, phase);
        }
    }

    fn insert_root(&mut self, at: usize, new: RunId, phase: Phase) {
        self.roots.insert(at, (new, phase));
        self.held_back = self.held_back.saturating_sub(1);
        self.flatten();
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
        self.headings.clear();
        let sizes = Phase::ALL.map(|phase| {
            let of_group = self.roots.iter().filter(|(_, own)| *own == phase);
            (phase, of_group.count())
        });
        let has_headings = sizes.iter().filter(|(_, runs)| *runs > 0).count() > 1;
        let mut first = 0;
        for (phase, runs) in sizes.into_iter().filter(|(_, runs)| *runs > 0) {
            if has_headings {
                self.headings.push(GroupHeading {
                    phase,
                    runs,
                    row: self.rows.len(),
                    headings: self.headings.len(),
                });
            }
            for at in first..first + runs {
                let position = (at - first + 1, runs);
                self.push_family(self.roots[at].0, position);
            }
            first += runs;
        }
    }

    /// Adds the row of a root and those of its children, as far as they are expanded.
    fn push_family(&mut self, root: RunId, (position, siblings): (usize, usize)) {
        let headings = self.headings.len();
        let row = |run, level, (position, siblings), expanded| ListRow {
            run,
            tree: TreePosition {
                level,
                position,
                siblings,
                expanded,
            },
            headings,
        };
        let is_expanded = |run: RunId| {
            let children = self.children.get(&run);
            children.map(|_| self.expanded.contains(&run))
        };
        let expanded = is_expanded(root);
        self.rows.push(row(root, 1, (position, siblings), expanded));
        if expanded != Some(true) {
            return;
        }
        // The remaining rows of each level, the deepest level last.
        let mut levels = vec![(0, &self.children[&root][..])];
        while let Some((done, runs)) = levels.last_mut() {
            let Some(run) = runs.get(*done).copied() else {
                levels.pop();
                continue;
            };
            *done += 1;
            let place = (*done, runs.len());
            let expanded = is_expanded(run);
            self.rows.push(row(run, levels.len() + 1, place, expanded));
            if let (Some(children), Some(true)) = (self.children.get(&run), expanded) {
                levels.push((0, children));
            }
        }
    }
}

/// Returns all runs if any of them has a parent, else none.
fn all_if_nested(runs: &[ListedRun]) -> HashSet<RunId> {
    if runs.iter().all(|listed| listed.parent.is_none()) {
        return HashSet::new();
    }
    runs.iter().map(|listed| listed.run).collect()
}

/// Returns the runs without a listed parent in the order of the groups, newest first, and the children of each parent,
/// oldest first.
fn group(
    runs: &[ListedRun],
    is_listed: impl Fn(RunId) -> bool,
) -> (Vec<(RunId, Phase)>, HashMap<RunId, Vec<RunId>>) {
    let (mut roots, mut children) = (Vec::new(), HashMap::<RunId, Vec<RunId>>::new());
    for listed in runs {
        match listed.parent.filter(|parent| is_listed(*parent)) {
            Some(parent) => children.entry(parent).or_default().push(listed.run),
            None => roots.push((listed.run, Phase::of(listed.status))),
        }
    }
    // Three passes, because a sort is much code.
    let in_phase = |phase| {
        let of_phase = move |(_, own): &&(RunId, Phase)| *own == phase;
        roots.iter().filter(of_phase).copied()
    };
    let roots = Phase::ALL.into_iter().flat_map(in_phase).collect();
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
#[path = "run_list_tests.rs"]
mod tests;
