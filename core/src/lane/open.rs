//! Lanes that can start a run.

use super::LaneId;

/// The lanes that can start a run: one bit each. Lanes open and close with every start and end, which
/// allocates nothing here.
#[derive(Debug, Default)]
pub(super) struct Open {
    words: Vec<u64>,
    count: usize,
}

impl Open {
    fn word(&mut self, id: LaneId) -> (&mut u64, u64) {
        let word = id.0 as usize / 64;
        if self.words.len() <= word {
            self.words.resize(word + 1, 0);
        }
        (&mut self.words[word], 1 << (id.0 % 64))
    }

    pub(super) fn insert(&mut self, id: LaneId) {
        let (word, bit) = self.word(id);
        let new = *word & bit == 0;
        *word |= bit;
        self.count += usize::from(new);
    }

    pub(super) fn remove(&mut self, id: LaneId) {
        let (word, bit) = self.word(id);
        let there = *word & bit != 0;
        *word &= !bit;
        self.count -= usize::from(there);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Returns the lane whose turn it is after this one.
    pub(super) fn next_after(&self, last: LaneId) -> Option<LaneId> {
        let from = last.0 + 1;
        self.first_from(from).or_else(|| self.first_from(0))
    }

    fn first_from(&self, from: u32) -> Option<LaneId> {
        let start = from as usize / 64;
        (start..self.words.len()).find_map(|at| {
            let hidden = if at == start { from % 64 } else { 0 };
            let word = self.words[at] & (u64::MAX << hidden);
            let bit = (word != 0).then(|| word.trailing_zeros())?;
            Some(LaneId(u32::try_from(at * 64).ok()? + bit))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lanes_take_turns_also_beyond_64() {
        let mut open = Open::default();
        assert_eq!(open.next_after(LaneId(0)), None);
        for lane in [0, 5, 63, 64, 200] {
            open.insert(LaneId(lane));
            open.insert(LaneId(lane));
        }
        let mut last = LaneId(0);
        let mut seen = Vec::new();
        for _ in 0..6 {
            last = open.next_after(last).unwrap();
            seen.push(last.0);
        }
        assert_eq!(seen, [5, 63, 64, 200, 0, 5]);
        for lane in [0, 5, 63, 64, 200] {
            assert!(!open.is_empty());
            open.remove(LaneId(lane));
            open.remove(LaneId(lane));
        }
        assert!(open.is_empty());
    }
}
