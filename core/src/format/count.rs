//! Whole numbers.

use super::number::whole;

/// Writes a whole number with its thousands set apart: *10,214*.
///
/// ```
/// # use taskdeck_core::format::count;
/// assert_eq!(count(999), "999");
/// assert_eq!(count(1_234_567), "1,234,567");
/// ```
#[must_use]
pub fn count(number: u64) -> String {
    let digits = whole(number);
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.char_indices() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
