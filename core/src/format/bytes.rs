//! Sizes.

use super::{Figure, decimals};

/// A decimal unit of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByteUnit {
    /// 1 byte.
    Byte,
    /// 1,000 bytes.
    Kilobyte,
    /// 1,000 kB.
    Megabyte,
    /// 1,000 MB.
    Gigabyte,
    /// 1,000 GB.
    Terabyte,
}

const UNITS: [(ByteUnit, &str); 5] = [
    (ByteUnit::Byte, "B"),
    (ByteUnit::Kilobyte, "kB"),
    (ByteUnit::Megabyte, "MB"),
    (ByteUnit::Gigabyte, "GB"),
    (ByteUnit::Terabyte, "TB"),
];

/// Writes a number of bytes with at most three digits: *512 B*, *1.25 kB*, *64 MB*.
#[must_use]
pub fn bytes(bytes: u64) -> String {
    let figure = bytes_figure(bytes as f64);
    let unit = UNITS[figure.unit as usize].1;
    [&decimals(figure.number, figure.places), " ", unit].concat()
}

/// Returns the figure that a number of bytes is written with.
#[must_use]
pub fn bytes_figure(bytes: f64) -> Figure<ByteUnit> {
    let mut number = bytes.max(0.0);
    let mut unit = 0;
    // 999.5 would be rounded to 1000.
    while number >= 999.5 && unit + 1 < UNITS.len() {
        number /= 1_000.0;
        unit += 1;
    }
    let places = match number {
        _ if unit == 0 => 0,
        number if number >= 99.95 => 0,
        number if number >= 9.995 => 1,
        _ => 2,
    };
    Figure {
        number,
        places,
        unit: UNITS[unit].0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_has_three_digits_at_most() {
        let cases = [
            (0, "0 B"),
            (999, "999 B"),
            (1_000, "1 kB"),
            (1_500, "1.5 kB"),
            (1_250, "1.25 kB"),
            (99_940, "99.9 kB"),
            (123_456, "123 kB"),
            (412_300_000, "412 MB"),
            (999_700_000, "1 GB"),
            (1_073_741_824, "1.07 GB"),
        ];
        for (number, text) in cases {
            assert_eq!(bytes(number), text);
        }
    }
}
