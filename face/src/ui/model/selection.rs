//! Which runs are selected.

use std::collections::HashSet;

use taskdeck_core::RunId;

use super::run_list::ListRow;

/// The selected runs: selected one by one, as a range of rows, or all that match.
#[derive(Clone, Debug, Default)]
pub(crate) struct Selection {
    runs: HashSet<RunId>,
    /// The start of the next range: the run that was toggled last.
    anchor: Option<RunId>,
    /// The runs that the range has added. They are removed again when it shrinks.
    span: Vec<RunId>,
}

impl Selection {
    pub(crate) fn contains(&self, run: RunId) -> bool {
        self.runs.contains(&run)
    }

    /// Returns the number of selected runs, with those that no longer exist.
    pub(crate) fn len(&self) -> usize {
        self.runs.len()
    }

    /// Returns the selected runs in no particular order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = RunId> {
        self.runs.iter().copied()
    }

    /// Toggles a run. The next range starts here.
    pub(crate) fn toggle(&mut self, run: RunId) {
        if !self.runs.remove(&run) {
            self.runs.insert(run);
        }
        self.begin_at(run);
    }

    /// Selects the rows from the start of the range to `to`. Without a start, the range starts at `from`.
    pub(crate) fn extend(&mut self, rows: &[ListRow], from: RunId, to: RunId) {
        let at = |run| rows.iter().position(|row| row.run == run);
        let begin = self.anchor.and_then(at).or_else(|| {
            self.begin_at(from);
            at(from)
        });
        let (Some(begin), Some(end)) = (begin, at(to)) else {
            return;
        };
        for run in self.span.drain(..) {
            self.runs.remove(&run);
        }
        let runs = rows[begin.min(end)..=begin.max(end)]
            .iter()
            .map(|row| row.run);
        self.span = runs.filter(|run| self.runs.insert(*run)).collect();
    }

    /// Selects exactly these runs.
    pub(crate) fn set(&mut self, runs: impl IntoIterator<Item = RunId>) {
        *self = Self::default();
        self.runs.extend(runs);
    }

    /// Clears the selection.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    fn begin_at(&mut self, run: RunId) {
        self.anchor = Some(run);
        self.span.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::model::TreePosition;

    fn run(number: u64) -> RunId {
        RunId::from_u64((1 << 32) | number)
    }

    fn rows(numbers: impl IntoIterator<Item = u64>) -> Vec<ListRow> {
        let row = |number| ListRow {
            run: run(number),
            tree: TreePosition::default(),
            headings: 0,
        };
        numbers.into_iter().map(row).collect()
    }

    fn numbers(selection: &Selection) -> Vec<u64> {
        let number = |run: RunId| run.as_u64() & 0xffff_ffff;
        let mut numbers: Vec<_> = selection.iter().map(number).collect();
        numbers.sort_unstable_by(|one, other| other.cmp(one));
        numbers
    }

    #[test]
    fn a_toggled_run_is_selected_and_deselected() {
        let mut selection = Selection::default();
        selection.toggle(run(2));
        selection.toggle(run(3));
        assert_eq!(numbers(&selection), [3, 2]);
        selection.toggle(run(2));
        assert_eq!(numbers(&selection), [3]);
        selection.clear();
        assert_eq!(selection.len(), 0);
    }

    #[test]
    fn a_range_grows_shrinks_and_reverses() {
        let rows = rows([9, 8, 7, 6, 5]);
        let mut selection = Selection::default();
        selection.toggle(run(7));
        selection.extend(&rows, run(7), run(6));
        selection.extend(&rows, run(6), run(5));
        assert_eq!(numbers(&selection), [7, 6, 5]);
        selection.extend(&rows, run(5), run(6));
        assert_eq!(numbers(&selection), [7, 6]);
        selection.extend(&rows, run(6), run(8));
        assert_eq!(numbers(&selection), [8, 7]);
    }

    #[test]
    fn a_range_without_a_start_starts_at_the_current_row() {
        let rows = rows([9, 8, 7]);
        let mut selection = Selection::default();
        selection.extend(&rows, run(9), run(8));
        assert_eq!(numbers(&selection), [9, 8]);
    }

    #[test]
    fn a_range_keeps_what_was_selected_before() {
        let rows = rows([9, 8, 7, 6]);
        let mut selection = Selection::default();
        selection.toggle(run(8));
        selection.toggle(run(6));
        selection.extend(&rows, run(6), run(9));
        assert_eq!(numbers(&selection), [9, 8, 7, 6]);
        selection.extend(&rows, run(9), run(7));
        assert_eq!(numbers(&selection), [8, 7, 6], "8 was selected by itself");
    }

    #[test]
    fn a_range_whose_start_is_gone_starts_again() {
        let mut selection = Selection::default();
        selection.toggle(run(9));
        selection.extend(&rows([8, 7, 6]), run(7), run(6));
        assert_eq!(numbers(&selection), [9, 7, 6]);
    }
}
