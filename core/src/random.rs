//! Random numbers.

use std::time::Duration;

/// Random numbers, the same for the same seed (splitmix64).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Returns a random part of this time, from zero to the whole.
    pub(crate) fn part_of(&mut self, whole: Duration) -> Duration {
        let part = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        Duration::try_from_secs_f64(whole.as_secs_f64() * part).unwrap_or(whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_spread_over_the_whole() {
        let mut random = Random::new(7);
        let whole = Duration::from_secs(10);
        let parts: Vec<_> = (0..1_000).map(|_| random.part_of(whole)).collect();
        assert!(parts.iter().all(|part| *part <= whole));
        for tenth in 0..10 {
            let in_it = parts.iter().filter(|part| part.as_secs() == tenth).count();
            assert!((60..=140).contains(&in_it), "{in_it} in tenth {tenth}");
        }
    }
}
