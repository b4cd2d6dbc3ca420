//! Numbers and counts.

use taskdeck_core::format;

use crate::texts::Texts;

/// Writes a whole number with its thousands set apart: *10,214*.
pub fn count(texts: Texts, number: usize) -> String {
    let own = texts.number(number as f64, 0);
    own.unwrap_or_else(|| format::count(number as u64))
}

/// Writes a number with at most this many decimals, without zeros at the end.
pub fn number(texts: Texts, number: f64, places: u32) -> String {
    if number.fract() == 0.0 && (0.0..9e15).contains(&number) {
        return count(texts, number as usize);
    }
    let own = texts.number(number, places as i32);
    own.unwrap_or_else(|| format::decimals(number, places))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_no_decimals_that_say_nothing() {
        let cases = [
            (7.0, "7"),
            (10_214.0, "10,214"),
            (81.54, "81.5"),
            (2.04, "2"),
            (-1.0, "-1"),
        ];
        for (value, text) in cases {
            assert_eq!(number(Texts::ENGLISH, value, 1), text);
        }
    }
}
