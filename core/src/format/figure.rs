//! A number and its unit.

use crate::number::fixed;

/// A number and its unit, as they are written: *1.25* and *MB*.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure<U> {
    /// The number, in this unit.
    pub number: f64,
    /// The most decimals that are written.
    pub places: u32,
    /// The unit.
    pub unit: U,
}

/// Writes a number with at most this many decimals, without zeros at the end.
///
/// ```
/// # use taskdeck_core::format::decimals;
/// assert_eq!(decimals(2.56, 1), "2.6");
/// assert_eq!(decimals(2.0, 1), "2");
/// ```
#[must_use]
pub fn decimals(number: f64, places: u32) -> String {
    let mut text = fixed(number, places);
    if text.contains('.') {
        text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
    }
    text
}
