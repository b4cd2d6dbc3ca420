//! Sizes, and amounts in any unit.

use taskdeck_core::{
    Unit,
    format::{ByteUnit, bytes_figure},
};

use super::number::number;
use crate::texts::{Texts, tr};

/// Writes a number of bytes with at most three digits: *412 MB*, *1.25 GB*.
pub fn bytes(texts: Texts, bytes: f64) -> String {
    let figure = bytes_figure(bytes);
    let text = number(texts, figure.number, figure.places);
    match figure.unit {
        ByteUnit::Byte => tr!(texts, "{number} B", number = text),
        ByteUnit::Kilobyte => tr!(texts, "{number} kB", number = text),
        ByteUnit::Megabyte => tr!(texts, "{number} MB", number = text),
        ByteUnit::Gigabyte => tr!(texts, "{number} GB", number = text),
        ByteUnit::Terabyte => tr!(texts, "{number} TB", number = text),
    }
}

/// Writes an amount: with its unit if that is bytes, else without.
pub fn amount(texts: Texts, value: f64, unit: &Unit) -> String {
    match unit {
        Unit::Bytes => bytes(texts, value),
        Unit::Count | Unit::Named(_) => number(texts, value, 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_written_as_the_core_writes_them() {
        for size in [0, 999, 1_250, 99_940, 412_300_000, 2_000_000_000_000] {
            let english = taskdeck_core::format::bytes(size);
            assert_eq!(bytes(Texts::ENGLISH, size as f64), english);
        }
    }

    #[test]
    fn a_named_unit_is_left_to_the_caller() {
        assert_eq!(
            amount(Texts::ENGLISH, 1_500.0, &Unit::Named("pages".into())),
            "1,500"
        );
        assert_eq!(amount(Texts::ENGLISH, 1.5, &Unit::Count), "1.5");
        assert_eq!(amount(Texts::ENGLISH, 1_500.0, &Unit::Bytes), "1.5 kB");
    }
}
