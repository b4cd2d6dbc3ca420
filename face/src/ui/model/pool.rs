//! Which of a fixed number of rows in the page shows which run.

use std::collections::HashMap;

use taskdeck_core::RunId;

/// A fixed number of places in the page, reused while a list is scrolled: a run that stays in view
/// stays in its place, and nothing is rebuilt.
#[derive(Debug, Default)]
pub(crate) struct Pool {
    places: Vec<Option<RunId>>,
}

/// What becomes of one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    /// Which place.
    pub(crate) place: usize,
    /// The run it shows from now on, when that is another one than before.
    pub(crate) shows: Option<RunId>,
    /// Where in the list that run stands.
    pub(crate) index: usize,
}

impl Pool {
    /// How many places there are.
    pub(crate) fn len(&self) -> usize {
        self.places.len()
    }

    /// Gives each wanted run a place, in the order of the list, and says which places are not used.
    /// Places are added when there are too few.
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
