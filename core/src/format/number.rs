//! Numbers as text. The formatting of the standard library is exact to the last digit of every number, and
//! needs 20 KB of tables that do not compress: too much for a small module in a page.

/// The largest number up to which all whole numbers are exact.
const EXACT: f64 = 9_007_199_254_740_992.0;
/// Numbers from this on are written with a power of ten; smaller ones fit into 64 bits.
const HUGE: f64 = 9e18;
/// The most decimal places; their power of ten is exact.
const PLACES: u32 = 22;

/// Formats a number with this many decimal places, at most 9.
///
/// ```
/// # use taskdeck_core::number::fixed;
/// assert_eq!(fixed(2.56, 1), "2.6");
/// assert_eq!(fixed(12.0, 2), "12.00");
/// ```
#[must_use]
pub fn fixed(value: f64, places: u32) -> String {
    let mut scale = 1.0;
    for _ in 0..places.min(9) {
        scale *= 10.0;
    }
    let scaled = (value.abs() * scale).round_ties_even();
    if scaled < EXACT {
        digits(value.is_sign_negative(), scaled as u64, places.min(9))
    } else {
        plain(value)
    }
}

/// Formats a number in its shortest form, with at most 15 digits.
///
/// ```
/// # use taskdeck_core::number::plain;
/// assert_eq!(plain(1.0), "1");
/// assert_eq!(plain(-0.25), "-0.25");
/// assert_eq!(plain(f64::INFINITY), "inf");
/// ```
#[must_use]
pub fn plain(value: f64) -> String {
    let (negative, size) = (value.is_sign_negative(), value.abs());
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if size.is_infinite() {
        return if negative { "-inf" } else { "inf" }.to_owned();
    }
    if size >= HUGE {
        return huge(value);
    }
    let (mut scale, mut best) = (1.0, (size, 0));
    for places in 0..=PLACES {
        let whole = (size * scale).round();
        if whole >= EXACT / 9.0 && places > 0 {
            break;
        }
        best = (whole, places);
        if whole / scale == size {
            break;
        }
        scale *= 10.0;
    }
    let (mut whole, mut places) = (best.0 as u64, best.1);
    while places > 0 && whole.is_multiple_of(10) {
        whole /= 10;
        places -= 1;
    }
    digits(negative, whole, places)
}

/// Formats a number with seven digits and a power of ten.
fn huge(value: f64) -> String {
    let (mut size, mut power) = (value.abs(), 0_u64);
    // A number that would be rounded up to 10 is 1 of the next power.
    while size >= 9.999_999_5 {
        size /= 10.0;
        power += 1;
    }
    let digits = fixed(size.copysign(value), 6);
    let digits = digits.trim_end_matches('0').trim_end_matches('.');
    [digits, "e", &whole(power)].concat()
}

/// Returns whether a text is a number to a spreadsheet, and to Rust.
pub(crate) fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if ["inf", "infinity", "nan"]
        .iter()
        .any(|word| unsigned.eq_ignore_ascii_case(word))
    {
        return true;
    }
    let (number, power) = match unsigned.split_once(['e', 'E']) {
        Some((number, power)) => (number, Some(power)),
        None => (unsigned, None),
    };
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, rest) = number.split_once('.').unwrap_or((number, ""));
    let power_fits = power.is_none_or(|power| {
        let power = power.strip_prefix(['+', '-']).unwrap_or(power);
        !power.is_empty() && all_digits(power)
    });
    all_digits(whole) && all_digits(rest) && !(whole.is_empty() && rest.is_empty()) && power_fits
}

/// Formats a whole number. The formatting of the standard library also pads and aligns.
pub(crate) fn whole(number: u64) -> String {
    digits(false, number, 0)
}

fn digits(negative: bool, scaled: u64, places: u32) -> String {
    let mut text = String::with_capacity(24);
    if negative {
        text.push('-');
    }
    push_digits(&mut text, scaled, 0, places);
    text
}

/// Writes the digits from the first one to that at `index`, which counts from the last one.
fn push_digits(text: &mut String, scaled: u64, index: u32, places: u32) {
    if scaled >= 10 || index < places {
        push_digits(text, scaled / 10, index + 1, places);
    }
    if index + 1 == places {
        text.push('.');
    }
    text.push(char::from(b'0' + (scaled % 10) as u8));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_number_of_up_to_15_digits_is_said_as_the_standard_library_does(
            whole in -999_999_999_999_999_i64..999_999_999_999_999,
            places in 0_i32..12,
        ) {
            let value = whole as f64 / 10_f64.powi(places);
            prop_assert_eq!(plain(value), format!("{value}"));
        }

        #[test]
        fn what_is_measured_is_rounded_as_the_standard_library_does(
            thousandths in 0_u32..2_000_000,
            places in 0_u32..4,
        ) {
            // A bit more than a thousandth, so that no number is halfway between two.
            let value = f64::from(thousandths) / 1_000.0 + 0.000_01;
            prop_assert_eq!(fixed(value, places), format!("{value:.*}", places as usize));
        }

        #[test]
        fn a_number_is_what_the_standard_library_can_read(text in "[-+]?[0-9]{0,3}[.]?[0-9]{0,2}([eE][-+]?[0-9]{0,2})?") {
            prop_assert_eq!(is_number(&text), text.parse::<f64>().is_ok(), "{}", text);
        }
    }

    #[test]
    fn what_is_no_ordinary_number_is_said_too() {
        for value in [
            0.0,
            -0.0,
            1e15,
            8e18,
            1e-7,
            0.1,
            f64::NAN,
            f64::NEG_INFINITY,
        ] {
            assert_eq!(plain(value), format!("{value}"));
        }
        for text in [
            "inf",
            "-Infinity",
            "NAN",
            "",
            ".",
            "e1",
            "1_0",
            "+",
            "0x1",
            " 1",
        ] {
            assert_eq!(is_number(text), text.parse::<f64>().is_ok(), "{text}");
        }
        assert_eq!(plain(0.1 + 0.2), "0.3");
        assert_eq!(plain(-1e21), "-1e21");
        assert_eq!(plain(f64::MAX), "1.797693e308");
    }
}
