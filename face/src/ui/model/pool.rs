//! Assigns runs to a fixed number of rows in the page.

use taskdeck_core::RunId;

/// The rows in the page, which are reused while the list scrolls. A run that stays in view keeps its row, so
/// nothing is rebuilt.
#[derive(Debug, Default)]
pub(crate) struct RowPool {
    rows: Vec<Option<RunId>>,
}

/// The assignment of one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Assignment {
    /// The index of the row in the pool.
    pub(crate) slot: usize,
    /// The run that the row shows from now on, if it changed.
    pub(crate) shows: Option<RunId>,
    /// The index of that run in the list.
    pub(crate) index: usize,
}

impl RowPool {
    /// Returns the number of rows.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Assigns a row to each wanted run, and adds rows if there are too few. Returns the assignments in the
    /// order of the list, and the unused rows.
    pub(crate) fn assign(&mut self, wanted: &[(usize, RunId)]) -> (Vec<Assignment>, Vec<usize>) {
        // There are few rows, so none is looked up in a map.
        let stays = |run: RunId| wanted.iter().any(|(_, other)| *other == run);
        let mut free: Vec<usize> = (0..self.rows.len())
            .rev()
            .filter(|slot| self.rows[*slot].is_none_or(|run| !stays(run)))
            .collect();
        let mut assignments = Vec::with_capacity(wanted.len());
        for (index, run) in wanted.iter().copied() {
            if let Some(slot) = self.rows.iter().position(|shown| *shown == Some(run)) {
                assignments.push(Assignment {
                    slot,
                    shows: None,
                    index,
                });
                continue;
            }
            let slot = free.pop().unwrap_or_else(|| {
                self.rows.push(None);
                self.rows.len() - 1
            });
            self.rows[slot] = Some(run);
            assignments.push(Assignment {
                slot,
                shows: Some(run),
                index,
            });
        }
        for slot in &free {
            self.rows[*slot] = None;
        }
        (assignments, free)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(number: u64) -> RunId {
        RunId::from_u64((1 << 32) | number)
    }

    fn wanted(numbers: impl IntoIterator<Item = u64>) -> Vec<(usize, RunId)> {
        numbers
            .into_iter()
            .enumerate()
            .map(|(i, n)| (i, run(n)))
            .collect()
    }

    #[test]
    fn a_run_that_stays_in_view_keeps_its_row() {
        let mut pool = RowPool::default();
        pool.assign(&wanted(1..=5));
        let (assignments, free) = pool.assign(&wanted(3..=7));
        let rebound: Vec<_> = assignments
            .iter()
            .filter_map(|assignment| assignment.shows)
            .collect();
        assert_eq!(rebound, [run(6), run(7)]);
        assert_eq!((pool.len(), free.len()), (5, 0));
    }

    #[test]
    fn each_row_shows_one_run_and_each_run_has_one_row() {
        let mut pool = RowPool::default();
        for start in [1, 4, 2, 9, 30, 1] {
            let (assignments, free) = pool.assign(&wanted(start..start + 6));
            let mut rows: Vec<_> = assignments
                .iter()
                .map(|assignment| assignment.slot)
                .collect();
            rows.extend(&free);
            rows.sort_unstable();
            assert_eq!(rows, (0..pool.len()).collect::<Vec<_>>());
        }
    }

    #[test]
    fn unused_rows_are_returned() {
        let mut pool = RowPool::default();
        pool.assign(&wanted(1..=5));
        let (_, free) = pool.assign(&wanted(2..=3));
        assert_eq!(free.len(), 3);
        let (assignments, free) = pool.assign(&wanted(1..=3));
        assert_eq!((pool.len(), assignments.len(), free.len()), (5, 3, 2));
    }
}
