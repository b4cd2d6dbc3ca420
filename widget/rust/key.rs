//! Runs as numbers that JavaScript can hold.

use std::hash::{BuildHasherDefault, Hasher};

use taskdeck_core::RunId;

/// Room for the index of a run; what is left of the 53 bits is for how often that index was used.
const INDEXES: u64 = 1 << 22;

/// A run as a whole number below 2^53. Four million runs may be kept at a time.
pub(super) fn of(run: RunId) -> f64 {
    let number = run.as_u64();
    let (version, index) = (number >> 32, number & u64::from(u32::MAX));
    // A version that is in use is odd.
    ((version >> 1) * INDEXES + index) as f64
}

/// The run that [`of`] made this number for.
pub(super) fn run(key: f64) -> RunId {
    let key = key as u64;
    let version = ((key / INDEXES) << 1) | 1;
    RunId::from_u64((version << 32) | (key % INDEXES))
}

/// Spreads runs over a table: their numbers are our own, so nobody can choose them badly.
pub(super) type Spread = BuildHasherDefault<KeyHasher>;

/// See [`Spread`].
#[derive(Default)]
pub(super) struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u32(u32::from(*byte));
        }
    }

    fn write_u32(&mut self, number: u32) {
        // The golden ratio in 64 bits: neighbours come to lie far apart, in the high bits too.
        self.0 = (self.0.rotate_left(5) ^ u64::from(number)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
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
