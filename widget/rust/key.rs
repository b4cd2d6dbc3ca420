//! Keys: the ids of runs as numbers that JavaScript represents exactly.

use taskdeck_core::RunId;

/// The number of indexes. The remaining bits of the 53 count how often an index was used.
const INDEXES: u64 = 1 << 22;

/// Returns the key of a run, an integer below 2^53. Four million runs may be kept at a time.
pub(super) fn of(run: RunId) -> f64 {
    let number = run.as_u64();
    let (version, index) = (number >> 32, number & u64::from(u32::MAX));
    // A version that is in use is odd.
    ((version >> 1) * INDEXES + index) as f64
}

/// Returns the run of a key that [`of`] has returned.
pub(super) fn run(key: f64) -> RunId {
    let key = key as u64;
    let version = ((key / INDEXES) << 1) | 1;
    RunId::from_u64((version << 32) | (key % INDEXES))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_found_again_by_its_number() {
        for (version, index) in [(1, 1), (3, 7), ((1_u64 << 32) - 1, INDEXES - 1)] {
            let id = RunId::from_u64((version << 32) | index);
            assert_eq!(run(of(id)), id);
            assert!(of(id) < 9_007_199_254_740_992.0);
        }
    }
}
