//! Amounts as people read them.

use taskdeck_core::{Unit, number::fixed};

use crate::texts::{Texts, tr};

/// A whole number with its thousands set apart: *10,214*.
pub fn count(texts: Texts, number: usize) -> String {
    if let Some(own) = texts.number(number as f64, 0) {
        return own;
    }
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Bytes with three digits at most and a decimal unit: *412 MB*, *1.25 GB*.
pub fn bytes(texts: Texts, bytes: f64) -> String {
    const UNITS: i32 = 5;
    let mut value = bytes.max(0.0);
    let mut unit = 0;
    // 999.5 would be rounded to 1000.
    while value >= 999.5 && unit + 1 < UNITS {
        value /= 1_000.0;
        unit += 1;
    }
    let decimals = match value {
        _ if unit == 0 => 0,
        v if v >= 99.95 => 0,
        v if v >= 9.995 => 1,
        _ => 2,
    };
    let own = texts.number(value, decimals as i32);
    let text = own.unwrap_or_else(|| {
        let text = fixed(value, decimals);
        if text.contains('.') {
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        } else {
            text
        }
    });
    match unit {
        0 => tr!(texts, "{number} B", number = text),
        1 => tr!(texts, "{number} kB", number = text),
        2 => tr!(texts, "{number} MB", number = text),
        3 => tr!(texts, "{number} GB", number = text),
        _ => tr!(texts, "{number} TB", number = text),
    }
}

/// An amount without its unit where the unit is a word, and with it where it is bytes.
pub fn amount(texts: Texts, value: f64, unit: &Unit) -> String {
    match unit {
        Unit::Bytes => bytes(texts, value),
        Unit::Count | Unit::Named(_) if value.fract() == 0.0 && value < 9e15 => {
            count(texts, value as usize)
        }
        Unit::Count | Unit::Named(_) => texts.number(value, 1).unwrap_or_else(|| fixed(value, 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_have_three_digits_at_most() {
        let cases = [
            (0.0, "0 B"),
            (999.0, "999 B"),
            (1_000.0, "1 kB"),
            (1_250.0, "1.25 kB"),
            (99_940.0, "99.9 kB"),
            (412_300_000.0, "412 MB"),
            (999_700_000.0, "1 GB"),
            (1_073_741_824.0, "1.07 GB"),
        ];
        for (value, said) in cases {
            assert_eq!(bytes(Texts::ENGLISH, value), said);
        }
    }

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(count(Texts::ENGLISH, 7), "7");
        assert_eq!(count(Texts::ENGLISH, 1_000), "1,000");
        assert_eq!(count(Texts::ENGLISH, 10_214), "10,214");
        assert_eq!(count(Texts::ENGLISH, 1_234_567), "1,234,567");
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
