//! Assigns runs to a fixed number of rows in the page.

use std::collections::HashMap;

use taskdeck_core::RunId;

/// The rows in the page, which are reused while the list scrolls. A run that stays in view keeps its row, so
/// nothing is rebuilt.
#[derive(Debug, Default)]
pub(crate) struct Pool {
    places: Vec<Option<RunId>>,
}

/// The assignment of one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    /// The index of the row in the pool.
    pub(crate) place: usize,
    /// The run that the row shows from now on, if it changed.
    pub(crate) shows: Option<RunId>,
    /// The index of that run in the list.
    pub(crate) index: usize,
}

impl Pool {
    /// Returns the number of rows.
    pub(crate) fn len(&self) -> usize {
        self.places.len()
    }

    /// Assigns a row to each wanted run, and adds rows if there are too few. Returns the assignments in the
    /// order of the list, and the unused rows.
    pub(crate) fn assign(&mut self, wanted: &[(usize, RunId)]) -> (Vec<Change>, Vec<usize>) {
        let mut kept: HashMap<RunId, usize> = HashMap::with_capacity(wanted.len());
        for (place, run) in self.places.iter().enumerate() {
            if let Some(run) = run {
                kept.insert(*run, place);
            }
        }
        let stays: std::collections::HashSet<RunId> = wanted.iter().map(|(_, run)| *run).collect();
        let mut free: Vec<usize> = (0..self.places.len())
            .rev()
            .filter(|place| self.places[*place].is_none_or(|run| !stays.contains(&run)))
            .collect();
        let mut changes = Vec::with_capacity(wanted.len());
        for (index, run) in wanted.iter().copied() {
            if let Some(place) = kept.get(&run) {
                changes.push(Change {
                    place: *place,
                    shows: None,
                    index,
                });
                continue;
            }
            let place = free.pop().unwrap_or_else(|| {
                self.places.push(None);
                self.places.len() - 1
            });
            self.places[place] = Some(run);
            changes.push(Change {
                place,
                shows: Some(run),
                index,
            });
        }
        for place in &free {
            self.places[*place] = None;
        }
        (changes, free)
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
    fn a_run_that_stays_in_view_stays_in_its_place() {
        let mut pool = Pool::default();
        pool.assign(&wanted(1..=5));
        let (changes, free) = pool.assign(&wanted(3..=7));
        let rebound: Vec<_> = changes.iter().filter_map(|change| change.shows).collect();
        assert_eq!(rebound, [run(6), run(7)]);
        assert_eq!((pool.len(), free.len()), (5, 0));
    }

    #[test]
    fn no_place_shows_two_runs_and_no_run_has_two_places() {
        let mut pool = Pool::default();
        for start in [1, 4, 2, 9, 30, 1] {
            let (changes, free) = pool.assign(&wanted(start..start + 6));
            let mut places: Vec<_> = changes.iter().map(|change| change.place).collect();
            places.extend(&free);
            places.sort_unstable();
            assert_eq!(places, (0..pool.len()).collect::<Vec<_>>());
        }
    }

    #[test]
    fn places_that_are_not_used_are_said() {
        let mut pool = Pool::default();
        pool.assign(&wanted(1..=5));
        let (_, free) = pool.assign(&wanted(2..=3));
        assert_eq!(free.len(), 3);
        let (changes, free) = pool.assign(&wanted(1..=3));
        assert_eq!((pool.len(), changes.len(), free.len()), (5, 3, 2));
    }
}
