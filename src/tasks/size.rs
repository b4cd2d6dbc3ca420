//! Sizes in words.

use taskdeck_core::{Message, message};

/// A number of bytes as people read it: *512 B*, *1.5 kB*, *64 MB*.
pub(super) fn bytes(bytes: u64) -> String {
    const UNITS: [&str; 5] = ["kB", "MB", "GB", "TB", "PB"];
    if bytes < 1_000 {
        return format!("{bytes} B");
    }
    let mut value = bytes as f64;
    let mut unit = "";
    for next in UNITS {
        value /= 1_000.0;
        unit = next;
        // 999.96 would be written as 1000.0.
        if value < 999.95 {
            break;
        }
    }
    if value < 99.95 && (value * 10.0).round() % 10.0 != 0.0 {
        format!("{value:.1} {unit}")
    } else {
        format!("{value:.0} {unit}")
    }
}

/// The size afterwards in percent of the size before.
pub(super) fn share(before: u64, after: u64) -> Message {
    match before {
        0 => message!("from nothing"),
        before => message!(
            "{number} %",
            number = (after as f64 / before as f64 * 100.0).round()
        ),
    }
}

/// A number with its digits in groups of three.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (index, digit) in digits.char_indices() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_one_decimal_where_it_says_something() {
        let cases = [
            (0, "0 B"),
            (999, "999 B"),
            (1_000, "1 kB"),
            (1_540, "1.5 kB"),
            (99_900, "99.9 kB"),
            (123_456, "123 kB"),
            (999_960, "1 MB"),
            (64_000_000, "64 MB"),
            (1_073_741_824, "1.1 GB"),
        ];
        for (number, text) in cases {
            assert_eq!(bytes(number), text);
        }
    }

    #[test]
    fn shares_are_whole_percents() {
        assert_eq!(share(200, 50), "25 %");
        assert_eq!(share(0, 20), "from nothing");
    }

    #[test]
    fn digits_are_in_groups_of_three() {
        let texts = [0, 12, 123, 1_234, 123_456, 1_234_567].map(grouped);
        assert_eq!(texts, ["0", "12", "123", "1,234", "123,456", "1,234,567"]);
    }
}
